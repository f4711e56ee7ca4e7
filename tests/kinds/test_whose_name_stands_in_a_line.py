"""Whose limit it is comes before whose name stands in the line; paths, stacks and guesses name
nobody, and a callee's answer is the callee's state.
"""

import pytest

from tests.evals import aws
from tests.kinds.incidents import Situation, blamed, confidently_blames_other, situation

SEEDS = range(2)


def _fails(seed: int, about: str, text: str, *callees: aws.Resource) -> tuple[Situation, str]:
    """A function that calls these fails with the text."""
    of = situation(seed, about)
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    function = of.function(rate)
    of.it.has(*callees)
    for callee in callees:
        of.it.calls(f"{function} > {callee.name}")
    of.it.says(function, text, 9, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}")
    of.it.alarm(of.name("a"), function, "Errors", rate / 4, 3)
    return of, function


@pytest.mark.parametrize("seed", SEEDS)
def test_a_word_in_a_partner_s_path_is_no_table(seed: int) -> None:
    of = situation(seed, "path names")
    word, host = of.name(), of.host()
    text = f"{host} answered 503 Service Unavailable for POST https://{host}/v2/{word}/<1..99>"
    made, _ = _fails(seed, "paths", text, aws.table(word), aws.outside(host))

    report = made.diagnosed()

    assert blamed(report) == host


@pytest.mark.parametrize("seed", SEEDS)
def test_a_table_that_an_error_of_its_own_names_is_found(seed: int) -> None:
    word = situation(seed, "table names").name("tbl")
    text = (
        "ProvisionedThroughputExceededException: The level of configured provisioned throughput"
        f" for the table {word} was exceeded"
    )
    made, function = _fails(seed, "tables", text, aws.table(word))

    assert blamed(made.diagnosed()) in (word, function)


@pytest.mark.parametrize(
    "text",
    [
        "connect EMFILE: too many open files ({0}:443)",
        "OSError: [Errno 24] Too many open files while connecting to {0}:443",
        "OSError: [Errno 28] No space left on device: '/tmp/{1}' writing answer of {0}",
        "connect EADDRNOTAVAIL {0}:443 - Local (0.0.0.0:0)",
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_a_limit_of_the_caller_is_the_caller_s(seed: int, text: str) -> None:
    of = situation(seed, f"limits {text[:20]}")
    host = of.host()
    made, function = _fails(
        seed, f"own limit {text[:20]}", text.format(host, of.name()), aws.outside(host)
    )

    report = made.diagnosed()

    assert blamed(report) != host
    assert not confidently_blames_other(report, function)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_memory_of_redis_is_that_of_redis(seed: int) -> None:
    node = situation(seed, "redis names").name("cache")
    text = f"ReplyError: OOM command not allowed when used memory > 'maxmemory' ({node})"
    made, _ = _fails(seed, "redis", text, aws.cache(node))

    report = made.diagnosed()

    assert blamed(report) == node
    assert not confidently_blames_other(report, node)
    assert report.root_cause
    assert report.root_cause.category == "resource-exhaustion"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_guess_in_a_line_weighs_less_than_what_was_measured(seed: int) -> None:
    of = situation(seed, "guess names")
    host = of.host()
    text = f"request to {host} failed with 503 Service Unavailable. Perhaps out of memory?"
    made, _ = _fails(seed, "guesses", text, aws.outside(host))
    made.it.moves(-30 * 60, f"{host} Failures {made.dice.randint(20, 60)}")

    assert blamed(made.diagnosed()) == host


@pytest.mark.parametrize(
    "text",
    [
        "connect() to unix:/run/app.sock failed (111: Connection refused) while connecting to"
        " upstream",
        "connect ECONNREFUSED 127.0.0.1:8080",
        "dial unix /run/agent.sock: connect: connection refused",
    ],
)
@pytest.mark.parametrize("seed", range(2))
def test_a_local_upstream_is_the_host_s_own(seed: int, text: str) -> None:
    host = situation(seed, f"sidecar {text[:9]}").host()
    made, function = _fails(seed, f"local {text[:9]}", text, aws.outside(host))

    report = made.diagnosed()

    assert blamed(report) in (None, function)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_name_that_does_not_resolve_is_first_the_record_s_matter(seed: int) -> None:
    host = situation(seed, "resolver").host()
    text = (
        f"Error: getaddrinfo ENOTFOUND {host}\n    at GetAddrInfoReqWrap.onlookup (node:dns:71:26)"
    )
    made, _ = _fails(seed, "resolves", text, aws.outside(host))

    report = made.diagnosed()

    assert report.root_cause is None or report.root_cause.category in ("network", "configuration")
    assert "node:dns" not in (blamed(report) or "")
