"""Whatever logger wrote a line, those who find errors and those who reason read the same of it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.error_lines import essence, is_error, is_warning
from casebook.analysis.log_entry import Severity, read_entry, severity_of
from casebook.reasoning.reading import read_line
from casebook.reasoning.signs import Sign, sign_in, sign_of
from tests.unit.reasoning.log_formats import FORMATS, ID, T
from tests.unit.reasoning.test_signs import SAID

MESSAGES = [(sign, said) for sign, texts in SAID.items() for said in texts]
# A 5xx that a gateway gave is a sign by itself.
TELLS_MORE = {"api gateway": Sign.UPSTREAM}


@pytest.mark.parametrize("name", FORMATS)
def test_every_message_shows_its_class_in_every_format_to_finder_and_reader(name: str) -> None:
    lost = []
    for sign, said in MESSAGES:
        line = FORMATS[name](said)
        found, read = sign_in(essence(line)), sign_of(read_line(line))
        if not is_error(line) or found is not read or read is not sign:
            lost.append((said, is_error(line), found, read))

    allowed = [each for each in lost if each[1] and each[2] is each[3] is TELLS_MORE.get(name)]
    assert len(lost) == len(allowed), lost[:5]


@given(st.sampled_from(list(FORMATS)), st.text(), st.integers(0, 400))
def test_finder_and_reader_agree_about_any_message_whole_or_cut(
    name: str, said: str, length: int
) -> None:
    for line in (FORMATS[name](said), FORMATS[name](said)[:length]):
        assert sign_in(essence(line)) is sign_of(read_line(line))
        assert read_entry(line).severity is severity_of(line)


@pytest.mark.parametrize(
    "line",
    [
        json.dumps({"body": "x", "severityNumber": 13}),
        json.dumps({"level": 40, "msg": "x"}),
        json.dumps({"PRIORITY": "4", "MESSAGE": "x"}),
        json.dumps({"log": "WARN slow", "stream": "stderr"}),
        json.dumps({"type": "Warning", "reason": "DNSConfigForming", "message": "x",
                    "involvedObject": {}}),
        "W0314 09:26:53.120345       1 reflector.go:324] watch of Pod ended",
        "warn: A.B[0]\n      slow",
        "2026-03-14 09:26:53 UTC [7] WARNING:  there is no transaction in progress",
        "<12>Mar 14 09:26:53 host app: slow",
    ],
)  # fmt: skip
def test_warnings_are_warnings_in_any_format(line: str) -> None:
    assert is_warning(line)


@pytest.mark.parametrize(
    "line",
    [
        json.dumps({"body": "error x", "severityNumber": 9}),
        json.dumps({"type": "TaskSucceeded", "details": {}, "execution_arn": "x"}),
        json.dumps({"type": "Normal", "reason": "Killing", "message": "x", "involvedObject": {}}),
        json.dumps({"log": "INFO error rate is 0", "stream": "stderr"}),
        json.dumps({"type": "platform.report", "record": {"status": "success"}}),
        "2026-03-14 09:26:53 UTC:10.0.0.1(5):a@db:[1]:STATEMENT:  SELECT 'ERROR'",
        "2026-03-14 09:26:53 UTC [7] LOG:  checkpoint complete: wrote 7 buffers",
        "<14>Mar 14 09:26:53 host app: fine",
        "2026-03-14\t09:26:53\tFRA2\t392\t1.2.3.4\tGET\td.cloudfront.net\t/a\t200\t-",
    ],
)
def test_what_is_no_failure_is_none_in_any_format(line: str) -> None:
    assert not is_error(line)
    assert not is_warning(line)


@pytest.mark.parametrize(
    ("line", "sign", "words"),
    [
        (
            "https 2026-03-14T09:26:53.186641Z app/lb/50dc6c495c0c9188 10.0.0.9:2817 10.0.0.1:80"
            ' 0.0 0.0 -1 502 - 0 57 "GET https://a.example:443/b HTTP/1.1" "curl/7.46.0" - -',
            Sign.UPSTREAM, "the target gave no status",
        ),
        (
            "2026-03-14\t09:26:53\tFRA2\t392\t1.2.3.4\tGET\td1.cloudfront.net\t/a\t502\t-\tcurl\t-"
            "\t-\tError\tid\thost\thttps\t23\t0.001\t-\tTLSv1.2\tx\tError\tHTTP/2.0\t-\t-\t110\t0"
            "\tOriginCommError\ttext/html",
            Sign.UPSTREAM, "OriginCommError",
        ),
        (
            '10.0.0.1 - - [14/Mar/2026:09:26:53 +0000] "GET /a HTTP/1.1" 504 157 "-" "curl"',
            Sign.UPSTREAM, "GET /a answered 504",
        ),
        (
            '10.0.0.1 - - [14/Mar/2026:09:26:53 +0000] "GET /a HTTP/1.1" 500 157 "-" "curl"',
            None, "GET /a ended with 500",
        ),
        (
            json.dumps({"requestId": ID, "httpMethod": "GET", "resourcePath": "/a",
                        "status": "504", "integrationLatency": "29000"}),
            Sign.UPSTREAM, "GET /a answered 504",
        ),
        (
            json.dumps({"time": T, "type": "platform.report", "record": {"status": "timeout"}}),
            Sign.TASK_TIMEOUT, "timed out",
        ),
        (
            "Mar 14 09:26:53 host kernel: Memory cgroup out of memory: Killed process 7 (node)",
            Sign.MEMORY, "Killed process",
        ),
        (
            "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),task=node,pid=7,uid=0",
            Sign.MEMORY, "oom-kill",
        ),
    ],
)  # fmt: skip
def test_platforms_tell_of_failures_in_forms_of_their_own(
    line: str, sign: Sign | None, words: str
) -> None:
    assert is_error(line)
    assert sign_of(read_line(line)) is sign_in(essence(line)) is sign
    assert words in essence(line)


def test_a_line_in_a_wrapper_is_read_as_the_line_and_the_wrapper_names_who_wrote_it() -> None:
    entry = read_entry(FORMATS["fluent bit"]("connection refused"))

    assert entry.severity is Severity.ERROR
    assert entry.parts == ("connection refused",)
    assert entry.resources == ("api", "api-7d9f-x")


def test_a_logger_name_is_no_type_of_an_error() -> None:
    assert read_entry(FORMATS["bunyan"]("not saved")).kind == ""
    assert read_entry(FORMATS["pino"]("x is not a function")).kind == "Fault"
