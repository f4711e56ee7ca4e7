import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from casebook.adapters.clients import Clients
from casebook.adapters.xray import XRay
from casebook.domain.window import Window
from casebook.errors import NotPermitted, Throttled
from tests.fakes.aws_clients import ScriptedClients
from tests.fakes.shop import NOW
from tests.fakes.traces import TRACE_ID

WINDOW = Window(start=NOW - timedelta(minutes=10), end=NOW)
START = NOW.timestamp()
FUNCTION = {
    "id": "0000000000000001",
    "name": "checkout-fn",
    "resource_arn": "arn:aws:lambda:us-east-1:123456789012:function:checkout-fn",
    "start_time": START,
    "end_time": START + 3,
    "fault": True,
    "subsegments": [
        {
            "id": "0000000000000002",
            "name": "DynamoDB",
            "namespace": "aws",
            "start_time": START,
            "end_time": START + 1,
            "throttle": True,
            "error": True,
            "aws": {"operation": "PutItem", "table_name": "orders-table"},
            "cause": {
                "exceptions": [{"type": "Throttled", "message": "rate exceeded", "remote": True}]
            },
        },
        {
            "id": "0000000000000003",
            "name": "pay",
            "namespace": "remote",
            "start_time": START + 1,
            "in_progress": True,
            "http": {"request": {"url": "https://payments.internal:8443/charge"}},
            "cause": "0000000000000002",
        },
    ],
}


def traces_of(*documents: Any) -> ScriptedClients:
    """A service that has one trace, with these segments."""
    segments = [
        {"Id": str(n), "Document": each if isinstance(each, str) else json.dumps(each)}
        for n, each in enumerate(documents)
    ]
    trace = {"Id": TRACE_ID, "Duration": 3.0, "Segments": segments}
    return ScriptedClients(lambda operation, asked: {"Traces": [trace]})


def test_traces_of_the_named_services_alone_are_asked_for(clients: Clients) -> None:
    stub = Stubber(clients._client("xray", None))
    troubled = "{ fault = true OR throttle = true OR error = true }"
    expected = {
        "StartTime": WINDOW.start,
        "EndTime": WINDOW.end,
        "Sampling": False,
        "FilterExpression": f'service("checkout-fn") {troubled} OR service("orders") {troubled}',
    }
    found = {"Id": TRACE_ID, "Duration": 3.0, "HasFault": True}
    stub.add_response(
        "get_trace_summaries", {"TraceSummaries": [found], "NextToken": "n"}, expected
    )
    stub.add_response("get_trace_summaries", {"TraceSummaries": []}, {**expected, "NextToken": "n"})

    with stub:
        (summary,) = XRay(clients).search(("checkout-fn", "orders"), WINDOW, troubled=True)

    assert (summary.trace_id, summary.seconds, summary.fault) == (TRACE_ID, 3.0, True)


@pytest.mark.parametrize("hostile", ['a") OR service("payroll', "a\\", "a\nb", ""])
def test_a_name_that_no_service_can_have_is_not_asked_for(hostile: str) -> None:
    clients = ScriptedClients(lambda operation, asked: {"TraceSummaries": []})

    assert XRay(clients).search((hostile,), WINDOW) == []
    assert clients.asked == []


def test_a_long_incident_is_read_at_its_end_and_pages_are_bounded() -> None:
    clients = ScriptedClients(lambda operation, asked: {"TraceSummaries": [], "NextToken": "more"})
    day = Window(start=NOW - timedelta(days=1), end=NOW)

    XRay(clients).search([f"fn-{n}" for n in range(25)], day)

    assert len(clients.asked) == 6
    assert clients.asked[0]["StartTime"] == NOW - timedelta(hours=6)


def test_a_segment_and_what_is_in_it_are_read_with_all_their_names() -> None:
    (trace,) = XRay(traces_of(FUNCTION)).fetch([TRACE_ID])

    by_name = {each.name: each for each in trace.segments}
    table, pay = by_name["DynamoDB"], by_name["pay"]
    assert by_name["checkout-fn"].seconds == 3.0
    assert (table.parent, table.names) == ("0000000000000001", ("DynamoDB", "orders-table"))
    assert (table.throttle, table.exception) == (True, "Throttled: rate exceeded")
    assert (pay.is_call, pay.seconds, pay.exception) == (True, None, None)
    assert pay.names == ("pay", "payments.internal")


@pytest.mark.parametrize(
    "junk",
    [
        "{",
        "[]",
        {"id": 7, "start_time": START},
        {"id": "a"},
        {"id": "a", "start_time": "yesterday"},
        {"id": "a", "start_time": 1e300},
    ],
)
def test_a_document_that_is_no_segment_is_left_out(junk: Any) -> None:
    (trace,) = XRay(traces_of(junk, FUNCTION)).fetch([TRACE_ID])

    assert len(trace.segments) == 3


def test_odd_fields_are_read_as_far_as_they_go() -> None:
    odd = {"id": "a", "start_time": START, "name": None, "aws": "x", "http": 7, "subsegments": "x",
           "namespace": "remote", "cause": {"exceptions": "x"}, "end_time": "x"}  # fmt: skip

    (trace,) = XRay(traces_of(odd)).fetch([TRACE_ID])

    assert (trace.segments[0].name, trace.segments[0].end) == ("unnamed", None)


def test_ids_are_asked_for_five_at_a_time(clients: Clients) -> None:
    stub = Stubber(clients._client("xray", None))
    ids = [f"1-67400000-{n:024x}" for n in range(7)]
    stub.add_response("batch_get_traces", {"Traces": []}, {"TraceIds": ids[:5]})
    stub.add_response("batch_get_traces", {"Traces": []}, {"TraceIds": ids[5:]})

    with stub:
        assert XRay(clients).fetch(ids) == []


@pytest.mark.parametrize(
    ("code", "kind"), [("ThrottledException", Throttled), ("AccessDeniedException", NotPermitted)]
)
def test_a_refusal_is_an_error_of_its_kind(
    clients: Clients, code: str, kind: type[Exception]
) -> None:
    stub = Stubber(clients._client("xray", None))
    stub.add_client_error("batch_get_traces", code, expected_params={"TraceIds": ANY})

    with stub, pytest.raises(kind):
        XRay(clients).fetch([TRACE_ID])
