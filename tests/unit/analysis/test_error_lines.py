import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis import log_levels
from casebook.analysis.error_lines import essence, is_error
from casebook.analysis.log_parsing import logfmt
from casebook.knowledge.log_fields import Severity

TRACEBACK = (
    'Traceback (most recent call last):\n  File "/var/task/handler.py", line 9, in handler\n'
)
ID = "8f507f1c-9a4b-4b4e-8c3a-0d5f5a1b2c3d"


@pytest.mark.parametrize(
    "line",
    [
        json.dumps({"level": "ERROR", "message": "payment failed"}),
        json.dumps({"level": "CRITICAL", "message": "x"}),
        json.dumps({"severity": "fatal", "message": "x"}),
        json.dumps({"log": {"level": "error"}, "message": "x"}),
        json.dumps({"level": 50, "msg": "x"}),
        json.dumps({"errorType": "KeyError", "errorMessage": "'sku'", "stackTrace": []}),
        json.dumps({"type": "platform.report", "record": {"status": "timeout"}}),
        f"[ERROR] KeyError: 'sku'\n{TRACEBACK}",
        f"[ERROR]\t2026-11-21T19:04:11.120Z\t{ID}\tpayment failed",
        f"2026-11-21T19:04:11.120Z\t{ID}\tERROR\tpayment failed",
        f"2026-11-21T19:04:11.120Z {ID} Task timed out after 3.00 seconds",
        f"RequestId: {ID} Error: Runtime exited with error: exit status 1",
        "2015-07-29 19:36:32,920 - ERROR [main:Server@12] - Cannot open channel",
        "[Sun Dec 04 16:41:22 2005] [error] mod_jk child in error state 6",
        'time=2026 level=error msg="x"',
        f"{TRACEBACK}ValueError: no total",
        "java.lang.NullPointerException: x\n\tat com.shop.Checkout.run(Checkout.java:3)",
        "ValueError: no total",
        "panic: runtime error: invalid memory address or nil pointer dereference",
        "fatal error: runtime: out of memory",
        "thread 'main' panicked at src/main.rs:5:5:",
        "Error: connect ECONNREFUSED 10.0.0.1:6379",
        "Unhandled exception. System.NullReferenceException: Object reference not set",
        "E0314 09:26:08.123456       1 controller.go:114] failed to sync",
        "[09:26:08 ERR] Unhandled exception in request",
        "[09:26:08 FTL] Host terminated unexpectedly",
        "fail: Orders.Api.Controllers[0]\n      Order not saved",
        'ts=2026-03-14T09:26:08Z lvl=eror msg="not sent"',
        "Mar 14 09:26:08 host kernel: Out of memory: Killed process 1234 (java)",
        '10.0.0.1 - - [14/Mar/2026:09:26:08 +0000] "GET /x HTTP/1.1" 502 157 "-" "curl"',
        json.dumps({"level": "info", "msg": "request completed", "res": {"statusCode": 503}}),
        json.dumps({"level": {"name": "ERROR"}, "message": "x"}),
        "(service api) was unable to place a task because no container instance met all of its"
        " requirements.",
        "Task stopped: OutOfMemoryError: Container killed due to memory usage",
    ],
)
def test_lines_that_report_a_failure_are_errors(line: str) -> None:
    assert is_error(line)


@pytest.mark.parametrize(
    "line",
    [
        json.dumps({"level": "INFO", "message": "0 errors, no exception, ERROR rate is normal"}),
        json.dumps({"level": "WARNING", "message": "retrying after error"}),
        json.dumps({"level": "INFO", "errorType": "none", "message": "x"}),
        json.dumps({"_aws": {}, "Errors": 0}),
        "2026-11-21 19:04:11 INFO ERROR rate is back to normal",
        f"START RequestId: {ID} Version: $LATEST",
        f"REPORT RequestId: {ID}\tDuration: 3.00 ms\tBilled Duration: 4 ms",
        "the error page was shown",
        '10.0.0.1 - - [14/Mar/2026:09:26:08 +0000] "GET /x HTTP/1.1" 404 157 "-" "curl"',
        json.dumps({"msg": "request completed", "status": 499}),
        "[09:26:08 WRN] Retrying after an ERR",
        "info: Orders.Api.Controllers[0]",
        "(service api) has reached a steady state.",
        "Traceback (most recent call last):",
        '  File "/var/task/handler.py", line 9, in handler',
        "",
    ],
)
def test_lines_that_only_speak_of_errors_are_none(line: str) -> None:
    assert not is_error(line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            json.dumps({"level": "ERROR", "message": "payment failed", "requestId": ID,
                        "errorType": "URLError", "errorMessage": "refused"}),
            "payment failed: URLError: refused",
        ),
        (
            json.dumps({"level": "ERROR", "message": "boom", "exception_name": "KeyError",
                        "exception": f"{TRACEBACK}KeyError: 'sku'"}),
            "boom: KeyError: 'sku'",
        ),
        (json.dumps({"errorType": "KeyError", "errorMessage": "'sku'"}), "KeyError: 'sku'"),
        (f"[ERROR] KeyError: 'sku'\n{TRACEBACK}", "KeyError: 'sku'"),
        (f"[ERROR]\t2026-11-21T19:04:11.120Z\t{ID}\tpayment failed", "payment failed"),
        (f"2026-11-21T19:04:11.120Z\t{ID}\tERROR\tpayment failed", "payment failed"),
        (f"{TRACEBACK}ValueError: no total", "ValueError: no total"),
        (
            f"2026-11-21T19:04:11.120Z {ID} Task timed out after 3.00 seconds",
            "Task timed out after 3.00 seconds",
        ),
    ],
)  # fmt: skip
def test_what_a_line_says_is_kept_without_times_and_request_ids(line: str, said: str) -> None:
    assert essence(line) == said


@given(st.text() | st.dictionaries(st.text(max_size=8), st.integers() | st.text()).map(json.dumps))
def test_any_line_can_be_judged_and_said(line: str) -> None:
    is_error(line)
    assert "\n" not in essence(line)


@pytest.mark.parametrize("depth", [*range(900, 1_000), 100_000])
def test_json_of_any_depth_can_be_judged_and_said(depth: int) -> None:
    line = '{"level":"ERROR","errorType":' + "[" * depth + "]" * depth + "}"

    is_error(line)
    assert "\n" not in essence(line)


@given(st.text(st.characters()) | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_bytes_can_be_judged_and_said(line: str) -> None:
    is_error(line)
    assert "\n" not in essence(line)
    assert len(essence(line)) <= 1_000


@pytest.mark.parametrize(
    "piece",
    ["ERROR ", " ", "a", "a.", "A.", "Error", "RequestId: x ", "Traceback (most recent call last)",
     "\n", '{"a":', "Task timed out after 1", "level=", "[", "2026-11-21T19:04:11Z ", ": "],
)  # fmt: skip
def test_a_line_of_256_kb_takes_no_time_to_speak_of(piece: str) -> None:
    line = piece * (256 * 1024 // len(piece))
    began = time.process_time()

    is_error(line)
    essence(line)

    assert time.process_time() - began < 1


@given(st.data())
@pytest.mark.parametrize("form", [log_levels._LAMBDA_FAILURE, log_levels._PLATFORM_FAILURE])
def test_what_a_platform_says_of_a_failure_is_not_passed_over_for_speed(
    form: re.Pattern[str], data: st.DataObject
) -> None:
    said = data.draw(st.from_regex(form))

    assert log_levels.severity_of_text(said) is Severity.ERROR


@given(st.lists(st.sampled_from(["level", "lvl", "severity", "msg", "err"]), max_size=4))
def test_logfmt_is_read_wherever_a_level_and_a_message_stand(keys: list[str]) -> None:
    line = " ".join(f'{key}="a b"' for key in keys)

    has_level = not {"level", "lvl", "severity"}.isdisjoint(keys)
    assert (logfmt(line) is not None) == (has_level and "msg" in keys)
