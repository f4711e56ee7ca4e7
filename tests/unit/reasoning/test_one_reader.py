"""Who finds the errors and who reasons about them read a line alike, whatever logger wrote it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.error_lines import essence, is_error, is_warning
from casebook.analysis.log_entry import read_entry, severity_of
from casebook.knowledge.log_fields import Severity
from casebook.reasoning.reading import read_line
from casebook.reasoning.signs import Sign, sign_in, sign_of
from tests.unit.analysis.logger_lines import ERRORS, LINES, saying
from tests.unit.knowledge.test_signs import EXAMPLES

KINDS = ("PaymentError", "ClientError", "CallFailed")
# Of each class one text that no other class claims, and that fits on a line.
MESSAGES = [(sign, text) for sign, text in EXAMPLES if "\n" not in text]


@pytest.mark.parametrize("written", ERRORS)
def test_every_message_keeps_its_error_class_whatever_logger_writes_it(written: str) -> None:
    lost = []
    for sign, text in MESSAGES:
        line = saying(written, text)
        read = sign_of(read_line(line))
        found = sign_in(essence(line))
        if not (read is found is sign):
            lost.append((text, sign, read, found))

    assert lost == []


@given(st.sampled_from([line for *_, line in LINES]), st.text(max_size=60))
def test_finder_and_reader_agree_on_any_message(written: str, said: str) -> None:
    line = saying(written, said)
    entry = read_entry(line)

    assert is_error(line) == (entry.severity is Severity.ERROR)
    assert is_warning(line) == (entry.severity is Severity.WARNING)
    assert entry.severity is severity_of(line)
    assert sign_of(read_line(line)) is sign_in(essence(line))


ENTRIES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([
            "message", "event", "body", "log", "level", "severity", "severityNumber", "attributes",
            "exception", "exception.type", "err", "type", "reason", "record", "status", "details",
            "execution_arn", "involvedObject", "kubernetes", "key", "value", "Properties", "@l",
        ]),
        inner, max_size=5,
    ),
)  # fmt: skip


@given(ENTRIES.map(json.dumps) | st.text() | ENTRIES.map(lambda entry: json.dumps(entry)[:-2]))
def test_no_line_is_too_odd_to_be_read(line: str) -> None:
    entry = read_entry(line)

    assert entry.severity is severity_of(line)
    essence(line)
    read_line(line)


PLATFORM = {
    "kernel": ("Mar 14 09:26:08 ip-10-0-1-9 kernel: Memory cgroup out of memory: Killed process"
               " 71 (java) total-vm:71kB, anon-rss:9kB", Sign.MEMORY),
    "kernel-cgroup": ("oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),task=java,pid=71,uid=0",
                      Sign.MEMORY),
    "kernel-invoked": ("java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0", Sign.MEMORY),
    "container": ("[container terminated with exit code 137]", Sign.MEMORY),
    "lambda-timeout": (json.dumps({"time": "2026-03-14T09:26:08Z", "type": "platform.report",
                                   "record": {"requestId": "1", "status": "timeout"}}),
                       Sign.TASK_TIMEOUT),
    "lambda-oom": (json.dumps({"type": "platform.runtimeDone", "record": {
        "status": "error", "errorType": "Runtime.OutOfMemory"}}), Sign.MEMORY),
    "step-functions": (json.dumps({
        "id": "7", "type": "TaskFailed", "details": {
            "error": "States.Timeout", "cause": "", "resource": "invoke"},
        "execution_arn": "arn:aws:states:eu-west-1:1:execution:flow:1"}), Sign.TASK_TIMEOUT),
    "step-functions-cause": (json.dumps({
        "type": "ExecutionFailed", "details": {"error": "ResourceNotFoundException", "cause":
        json.dumps({"errorType": "ResourceNotFoundException",
                    "errorMessage": "Requested resource not found"})},
        "execution_arn": "arn:aws:states:eu-west-1:1:execution:flow:1"}), Sign.MISSING),
    "balancer": ("https 2026-03-14T09:26:08.1Z app/shop/50dc 10.0.0.1:2817 10.0.1.7:80 0.0 0.1 0.0"
                 ' 502 - 34 366 "GET https://shop.example:443/cart HTTP/1.1" "curl" - -',
                 Sign.UPSTREAM),
    "distribution": ("2026-03-14\t09:26:08\tFRA2\t71\t10.0.0.1\tGET\td1.cloudfront.net\t/cart\t502"
                     "\t-\tcurl\t-\t-\tError\tid=\td1.cloudfront.net\thttps\t9\t0.1\t-\t-\t-"
                     "\tOriginConnectError\tHTTP/2.0", Sign.UPSTREAM),
    "gateway": (json.dumps({"requestId": "1", "httpMethod": "GET", "resourcePath": "/cart",
                            "status": "504", "integrationStatus": "504"}), Sign.UPSTREAM),
}  # fmt: skip


@pytest.mark.parametrize("name", PLATFORM)
def test_what_platforms_write_of_a_failure_is_an_error_of_its_class(name: str) -> None:
    line, sign = PLATFORM[name]

    assert is_error(line)
    assert sign_in(essence(line)) is sign
    assert sign_of(read_line(line)) is sign


@pytest.mark.parametrize(
    "line",
    [
        json.dumps({"type": "Normal", "reason": "Scheduled", "message": "Successfully assigned",
                    "involvedObject": {"name": "p"}}),
        json.dumps({"type": "platform.report", "record": {"status": "success"}}),
        json.dumps({"type": "TaskSucceeded", "details": {"output": "{}"},
                    "execution_arn": "arn:aws:states:eu-west-1:1:execution:flow:1"}),
        '10.0.0.1 - - [14/Mar/2026:09:26:08 +0000] "GET /errors/500 HTTP/1.1" 200 5000 "-" "curl"',
        "2026-03-14 09:26:08.123 UTC [71] LOG:  checkpoint complete: wrote 500 buffers",
    ],
)  # fmt: skip
def test_what_platforms_write_of_their_routine_is_no_error(line: str) -> None:
    assert not is_error(line)
    assert not is_warning(line)
