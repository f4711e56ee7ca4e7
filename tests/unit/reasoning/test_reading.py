"""What is read out of log lines: signs, frames, addresses, denials."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.reasoning.denial import denial_in
from casebook.reasoning.endpoints import endpoints_in
from casebook.reasoning.reading import read_line
from casebook.reasoning.signs import Sign, sign_in
from tests.unit.agents.builders import error_line


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Max retries exceeded: [Errno 111] Connection refused", Sign.REFUSED),
        ("Request failed with status code 502", Sign.UPSTREAM),
        ("upstream returned HTTP/1.1 503", Sign.UPSTREAM),
        ("payments answered 429 for POST /charge", Sign.THROTTLING),
        ("An error occurred (403) Forbidden: status 403", Sign.PERMISSION),
        ("ResourceNotFoundException: Requested resource not found", Sign.MISSING),
        ("Access denied for user 'app'@'10.0.0.1' (using password: YES)", Sign.CREDENTIALS),
        ("order 5001 failed", None),
        ("processed 503 orders in 429 ms", None),
        ("the pipeline stopped", None),
        ("widget 403 is blue", None),
    ],
)
def test_a_text_shows_one_sign_or_none(text: str, sign: Sign | None) -> None:
    assert sign_in(text) is sign


def test_a_json_line_is_taken_apart_and_its_stack_kept_from_its_words() -> None:
    stack = ['  File "/var/task/app.py", line 7, in handler\n', "    boom()\n"]

    reading = read_line(error_line("it broke", "KeyError", stack))

    assert reading.words == "KeyError: it broke"
    assert reading.own_frame is not None
    assert (reading.own_frame.file, reading.own_frame.line) == ("/var/task/app.py", 7)


def test_a_json_line_that_was_cut_off_still_tells_its_type_and_message() -> None:
    cut = error_line("it broke", "KeyError", "x" * 500)[:200]

    assert read_line(cut).words == "KeyError: it broke"


def test_a_lambda_runtime_line_is_taken_apart() -> None:
    line = (
        "[ERROR] KeyError: 'coupon'\nTraceback (most recent call last):\n"
        '\xa0\xa0File "/var/task/app.py", line 3, in handler\n'
    )

    reading = read_line(line)

    assert reading.kind == "KeyError"
    assert "Traceback" not in reading.words
    assert reading.own_frame is not None


def test_an_error_within_an_error_field_is_found() -> None:
    line = '{"level":50,"msg":"failed","err":{"type":"TypeError","message":"x is not a function"}}'

    assert "x is not a function" in read_line(line).words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("connect to http://pay.internal:8080/charge", ("pay.internal:8080", "pay.internal")),
        ("at 127.0.0.1:9: refused", ("127.0.0.1:9", "127.0.0.1")),
        ("HTTPConnectionPool(host='pay', port=81)", ("pay:81", "pay")),
        ("postgres://u:p@db.internal:5432/x", ("db.internal:5432", "db.internal")),
        ("in handler.py at line 3", ()),
    ],
)
def test_addresses_are_found_however_they_are_spelled(text: str, found: tuple[str, ...]) -> None:
    assert endpoints_in(text) == found


def test_a_denial_names_who_what_and_whereupon() -> None:
    denial = denial_in(
        "User: arn:aws:sts::1:assumed-role/shop-role/fn is not authorized to perform: s3:GetObject"
        ' on resource: "arn:aws:s3:::bucket/key" because no policy allows it'
    )

    assert denial is not None
    assert (denial.action, denial.role) == ("s3:GetObject", "shop-role")
    assert denial.resource == "arn:aws:s3:::bucket/key"
    assert denial.is_allowed_by("s3:Get*")
    assert not denial.is_allowed_by("s3:PutObject")
    assert denial_in("nothing of the kind") is None


def test_what_stands_before_the_json_of_a_line_is_read_too() -> None:
    line = (
        "[2026-03-14 09:20:46 +0000] [ERROR] carrier call failed: 401 Client Error: Unauthorized"
        ' {"code": "key_expired", "detail": "the API key ended on 2026-03-14"}'
    )

    reading = read_line(line)

    assert "401 Client Error" in reading.said
    assert "key_expired" in reading.said


def test_the_fields_of_a_logfmt_line_are_told_apart() -> None:
    line = 'ts=2026-03-14T09:26:08Z level=error msg="post failed" err="read: connection reset"'

    assert read_line(line).said == "post failed | read: connection reset"


ENTRIES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(st.characters(), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["message", "error", "stack", "errorType", "exc_info", "exception", "x"]),
        inner, max_size=4,
    ),
)  # fmt: skip


@given(
    st.text(st.characters()) | ENTRIES.map(json.dumps) | ENTRIES.map(lambda e: json.dumps(e)[:-2])
)
def test_any_line_can_be_read(line: str) -> None:
    reading = read_line(line)

    assert reading.own_frame in (None, *reading.frames)
    sign_in(reading.words)


@pytest.mark.parametrize(
    "line",
    [
        '{"error":' * 5_000,
        '{"stack":' + "[" * 990 + "]" * 990 + "}",
        'File "a.py", line ' + "9" * 9_000,
        "\n".join(["at a (b.js:1:1)"] * 20_000),
    ],
)
def test_a_line_that_is_too_deep_or_too_long_is_read_as_far_as_it_goes(line: str) -> None:
    assert read_line(line).frames is not None


@pytest.mark.parametrize(
    "piece", ["a", "a.", "Error", "/a", 'File "', "at a(", '{"message":"', "\n"]
)
def test_a_line_of_256_kb_takes_no_time_to_speak_of(piece: str) -> None:
    line = piece * (256 * 1024 // len(piece))
    began = time.process_time()

    reading = read_line(line)
    sign_in(reading.words)
    assert reading.frames is not None

    assert time.process_time() - began < 1
