from datetime import timedelta

import pytest
from pydantic import ValidationError

from casebook.domain.trace import Trace
from casebook.errors import Forbidden
from casebook.tools.get_trace import GetTrace
from casebook.tools.tool import Found, NoData
from local.memory.telemetry import MemoryTraces
from tests.fakes.shop import NOW, scope
from tests.fakes.traces import TRACE_ID, checkout, segment

BEGIN = NOW - timedelta(minutes=5)


@pytest.fixture
def traces() -> MemoryTraces:
    held = MemoryTraces()
    held.put(checkout(BEGIN))
    return held


def quick(trace_id: str, name: str = "checkout-fn") -> Trace:
    return Trace(trace_id, 0.1, (segment("a", None, name, 0, 0.1, BEGIN),))


def test_a_failed_request_is_told_with_its_way_its_times_and_its_origin(
    traces: MemoryTraces,
) -> None:
    tool = GetTrace(traces)

    found = tool.run(tool.parameters(), scope())

    assert isinstance(found, Found)
    (request,) = found.data.requests
    assert (request.entry, request.caller) == ("checkout-fn", "checkout-fn")
    assert request.origin is not None
    assert request.origin.resource == "payments"
    assert found.text == (
        "1 traces were seen, 1 of them with a failure.\n"
        f"- trace {TRACE_ID}: 3 s from 2026-11-21T18:55:00.000Z; the failure began in payments"
        " (payments.internal): TimeoutError: no answer; most of the time, 2.5 s, in payments"
        " (payments.internal)\n"
        "  checkout-fn 3 s fault\n"
        "    checkout-fn (## handler) 3 s fault\n"
        "      orders-table (DynamoDB) 0.2 s\n"
        "      payments (payments.internal) 2.5 s fault TimeoutError: no answer"
    )


def test_failures_are_read_before_others_and_no_more_than_asked_for(traces: MemoryTraces) -> None:
    for number in range(20):
        traces.put(quick(f"1-67400000-{number:024x}"))
    tool = GetTrace(traces)

    found = tool.run(tool.parameters(limit=2), scope())

    assert isinstance(found, Found)
    assert found.data.requests[0].trace_id == TRACE_ID
    assert (len(found.data.requests), found.data.seen, found.data.failed) == (2, 21, 1)


def test_enough_failures_need_no_second_search(traces: MemoryTraces) -> None:
    tool = GetTrace(traces)

    tool.run(tool.parameters(limit=1), scope())

    assert traces.searches == [True]


@pytest.mark.parametrize("spelled", [TRACE_ID, TRACE_ID.removeprefix("1-").replace("-", "")])
def test_one_trace_is_read_by_either_spelling_of_its_id(traces: MemoryTraces, spelled: str) -> None:
    tool = GetTrace(traces)

    found = tool.run(tool.parameters(trace_id=spelled), scope())

    assert isinstance(found, Found)
    assert found.data.requests[0].trace_id == TRACE_ID


def test_a_trace_that_reached_nothing_of_the_workload_is_refused(traces: MemoryTraces) -> None:
    foreign = quick("1-67400000-ffffffffffffffffffffffff", name="payroll-fn")
    traces.put(foreign)
    tool = GetTrace(traces)

    with pytest.raises(Forbidden, match="reached no resource of workload 'shop'"):
        tool.run(tool.parameters(trace_id=foreign.trace_id), scope())


@pytest.mark.parametrize("trace_id", [None, TRACE_ID])
def test_without_traces_there_is_no_data_and_why_that_may_be(trace_id: str | None) -> None:
    tool = GetTrace(MemoryTraces())

    found = tool.run(tool.parameters(trace_id=trace_id), scope())

    assert isinstance(found, NoData)
    assert "X-Ray has no trace of" in found.text
    assert "Tracing is off" in found.text


def test_a_trace_of_a_thousand_segments_keeps_the_way_to_its_fault() -> None:
    many = [segment(str(n), "root", f"call {n}", n, n + 1, BEGIN) for n in range(900)]
    failed = segment("last", "899", "payments", 901, 902, BEGIN, fault=True, exception="gone")
    traces = MemoryTraces()
    root = segment("root", None, "checkout-fn", 0, 1000, BEGIN)
    traces.put(Trace(TRACE_ID, 1000, (root, *many, failed)))
    tool = GetTrace(traces)

    found = tool.run(tool.parameters(), scope())

    assert isinstance(found, Found)
    (request,) = found.data.requests
    assert len(request.steps) == 202
    assert request.steps[-1].name == "payments"
    assert len(found.text) < 6000


@pytest.mark.parametrize("wrong", ["", "17", "1-67400000-xyz", TRACE_ID + '" OR 1'])
def test_what_is_no_trace_id_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        GetTrace.parameters(trace_id=wrong)
