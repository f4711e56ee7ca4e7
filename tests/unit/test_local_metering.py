"""Lambda's metrics are counted from the lines that Lambda itself writes."""

from __future__ import annotations

from local.metering import Invocation, Line, invocations


def lines(stream: str, *texts: str) -> list[Line]:
    return [Line(1_000, stream, text) for text in texts]


def start(request_id: str) -> str:
    return f"START RequestId: {request_id} Version: $LATEST"


def report(request_id: str) -> str:
    return f"REPORT RequestId: {request_id}\tDuration: 286 ms\tBilled Duration: 286 ms\t"


def test_an_invocation_that_answered_counts_with_its_duration() -> None:
    log = lines("a", start("r1"), '{"level": "INFO"}', "END RequestId: r1", report("r1"))

    assert list(invocations(log)) == [Invocation("r1", 1_000, 286.0, failed=False)]


def test_a_trace_of_the_runtime_is_an_error() -> None:
    trace = ["Traceback (most recent call last):", '  File "handler.py"', "KeyError: 'coupon'"]

    (only,) = invocations(lines("a", start("r1"), *trace, report("r1")))

    assert only.failed


def test_an_error_that_the_function_only_logged_is_none() -> None:
    logged = '{"level": "ERROR", "stackTrace": "Traceback (most recent call last):"}'

    (only,) = invocations(lines("a", start("r1"), logged, report("r1")))

    assert not only.failed


def test_the_next_invocation_of_the_same_worker_starts_clean() -> None:
    failed = [start("r1"), "Traceback (most recent call last):", report("r1")]

    counted = list(invocations(lines("a", *failed, start("r2"), report("r2"))))

    assert [one.failed for one in counted] == [True, False]


def test_workers_that_write_at_the_same_time_are_kept_apart() -> None:
    log = [
        *lines("a", start("r1"), "Traceback (most recent call last):"),
        *lines("b", start("r2"), report("r2")),
        *lines("a", report("r1")),
    ]

    assert {one.request_id: one.failed for one in invocations(log)} == {"r1": True, "r2": False}


def test_an_invocation_that_has_not_ended_does_not_count_yet() -> None:
    assert list(invocations(lines("a", start("r1"), '{"level": "INFO"}'))) == []
