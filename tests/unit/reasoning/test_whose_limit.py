"""Whose limit an error is about, and of whom it speaks, whatever names stand in the line."""

import pytest

from casebook.analysis.error_lines import tells_of_trouble
from casebook.reasoning.endpoints import endpoints_in, foreign_hosts_in, is_local, without_paths
from casebook.reasoning.mentions import callee_in
from casebook.reasoning.reading import read_line
from casebook.reasoning.rules.causes import causes_by_sign
from casebook.reasoning.signs import Sign, is_guess, sign_of
from tests.unit.agents.builders import Incident, error_line, found_by, workload

SECONDS = range(-50, 5, 5)


def shop_with(line: str) -> Incident:
    return Incident().log("checkout-fn", line, *SECONDS)


@pytest.mark.parametrize(
    "host", ["payments-fn.internal:443", "10.0.0.9:6379", "api.example.com:443"]
)
@pytest.mark.parametrize("said", ["connect EMFILE {}", "connect EADDRNOTAVAIL {} - Local (0:0)",
                                  "Too many open files ({})"])  # fmt: skip
def test_a_limit_of_the_process_is_its_own_whatever_host_stands_in_the_line(
    said: str, host: str
) -> None:
    [found] = found_by(causes_by_sign, shop_with(error_line(said.format(host))))

    assert (found.resource, found.category) == ("checkout-fn", "resource-exhaustion")


@pytest.mark.parametrize(
    "said",
    [
        "ExpiredTokenException: The security token included in the request is expired",
        "InvalidSignatureException: Signature expired: 20260314T091500Z is now earlier than",
        'password authentication failed for user "app"',
    ],
)
def test_who_is_not_believed_lacks_no_permission(said: str) -> None:
    line = error_line(said)

    [found] = found_by(causes_by_sign, shop_with(line))

    assert found.category == "configuration"


def test_what_a_function_returned_is_its_own_matter() -> None:
    line = error_line("Function.ResponseSizeTooLarge: Response payload size exceeded maximum")

    [found] = found_by(causes_by_sign, shop_with(line))

    assert (found.resource, found.category) == ("checkout-fn", "code-defect")


def test_a_guess_weighs_less_than_what_was_said() -> None:
    guess = read_line("[ERROR] worker was sent SIGKILL! Perhaps out of memory?")
    known = read_line("[ERROR] worker was sent SIGKILL! out of memory")

    assert sign_of(guess) is sign_of(known) is Sign.MEMORY
    assert is_guess(guess)
    assert not is_guess(known)


@pytest.mark.parametrize(
    "path", ["/orders-table", "/v2/orders-table", "/orders-table?x=payments-fn"]
)
def test_the_path_of_a_url_names_nobody(path: str) -> None:
    reading = read_line(f"[ERROR] POST https://api.partner.example{path} answered 503")

    callee = callee_in(workload(), "checkout-fn", reading)

    assert callee is None or callee.type not in ("dynamodb", "sqs")
    assert "orders" not in without_paths(reading.words)


@pytest.mark.parametrize(
    "text", ["connect ECONNREFUSED 127.0.0.1:8126", "localhost:9000 refused", "unix:/run/app.sock"]
)
def test_loopback_and_sockets_are_the_hosts_own(text: str) -> None:
    assert is_local(text)
    assert not is_local(f"{text}, then pay.internal:443")


def test_frames_and_classes_are_no_hosts() -> None:
    assert endpoints_in("at GetAddrInfoReqWrap.onlookup (node:dns:71:26)") == ()
    assert foreign_hosts_in("sun.security.validator.ValidatorException: no path") == ()


@pytest.mark.parametrize(
    ("line", "tells"),
    [
        ("2026-03-14 09:26:08.123 UTC [71] LOG:  process 71 still waiting for ShareLock", True),
        ("2026-03-14 09:26:08.123 UTC [71] LOG:  checkpoint complete", False),
        ("[WARN] could not reach the cache", True),
        ("poll of the broker timed out", True),
        ("[INFO] AccessDenied, throttled: all handled", False),
        ("[ERROR] connection refused", False),
    ],
)
def test_trouble_is_told_below_the_level_of_an_error_too(line: str, tells: bool) -> None:
    assert tells_of_trouble(line) is tells
