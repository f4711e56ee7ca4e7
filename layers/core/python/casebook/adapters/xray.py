"""Traces out of AWS X-Ray.

https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from casebook.adapters.clients import Clients
from casebook.domain.trace import Segment, Trace, TraceSummary
from casebook.domain.window import Window

# https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html
_IDS_A_CALL = 5
_MOST_PAGES = 3
_NAMES_A_FILTER = 20
_LONGEST_WINDOW = timedelta(hours=6)
_MOST_SEGMENTS = 1_000
_LONGEST_EXCEPTION = 500
_END_OF_CALENDAR = 253_402_300_800  # the year 10000
# What a segment's name may have; no quotation mark among it, so no name can leave its quotes.
_NAME = re.compile(r"[\w .:/%&#=+@-]{1,200}")
_TROUBLED = "{ fault = true OR throttle = true OR error = true }"
# Where the `aws` block says what was called.
_CALLED = ("table_name", "function_name", "function_arn", "queue_url", "topic_arn", "stream_name",
           "bucket_name", "resource_names", "api_id")  # fmt: skip


class XRay:
    """Reads with GetTraceSummaries and BatchGetTraces."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def search(
        self, names: Sequence[str], window: Window, *, troubled: bool = False
    ) -> list[TraceSummary]:
        asked = [name for name in names if _NAME.fullmatch(name)]
        found: list[TraceSummary] = []
        for first in range(0, len(asked), _NAMES_A_FILTER):
            batch = asked[first : first + _NAMES_A_FILTER]
            for page in self._pages(_filter(batch, troubled), window):
                found += [_summary(each) for each in page.get("TraceSummaries", [])]
        return found

    def fetch(self, trace_ids: Sequence[str]) -> list[Trace]:
        documents: dict[str, list[str]] = {}
        seconds: dict[str, float] = {}
        for first in range(0, len(trace_ids), _IDS_A_CALL):
            request: dict[str, Any] = {"TraceIds": list(trace_ids[first : first + _IDS_A_CALL])}
            for _ in range(_MOST_PAGES):
                page = self._clients.call("xray", "batch_get_traces", **request)
                for each in page.get("Traces", []):
                    kept = documents.setdefault(each["Id"], [])
                    kept += [segment["Document"] for segment in each.get("Segments", [])]
                    seconds[each["Id"]] = float(each.get("Duration") or 0.0)
                if not (token := page.get("NextToken")):
                    break
                request["NextToken"] = token
        return [_trace(each, seconds[each], documents[each]) for each in documents]

    def _pages(self, expression: str, window: Window) -> Iterator[dict[str, Any]]:
        """The newest pages; the traces closest to the window's end come first."""
        request: dict[str, Any] = {
            "StartTime": max(window.start, window.end - _LONGEST_WINDOW),
            "EndTime": window.end,
            "FilterExpression": expression,
            "Sampling": False,
        }
        for _ in range(_MOST_PAGES):
            page = self._clients.call("xray", "get_trace_summaries", **request)
            yield page
            if not (token := page.get("NextToken")):
                return
            request["NextToken"] = token


def _filter(names: Iterable[str], troubled: bool) -> str:
    """https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html"""
    condition = f" {_TROUBLED}" if troubled else ""
    return " OR ".join(f'service("{name}"){condition}' for name in names)


def _summary(found: dict[str, Any]) -> TraceSummary:
    return TraceSummary(
        trace_id=found["Id"],
        seconds=float(found.get("Duration") or found.get("ResponseTime") or 0.0),
        error=bool(found.get("HasError")),
        fault=bool(found.get("HasFault")),
        throttle=bool(found.get("HasThrottle")),
    )


def _trace(trace_id: str, seconds: float, documents: Iterable[str]) -> Trace:
    segments: list[Segment] = []
    for document in documents:
        try:
            root = json.loads(document)
        except ValueError:
            continue
        if isinstance(root, dict):
            _collect(root, root.get("parent_id"), segments)
    return Trace(trace_id, seconds, tuple(segments))


def _collect(document: dict[str, Any], parent: str | None, into: list[Segment]) -> None:
    """The segment and its subsegments, as far as they are whole."""
    waiting = [(document, parent)]
    while waiting and len(into) < _MOST_SEGMENTS:
        found, above = waiting.pop()
        start = _moment(found.get("start_time"))
        if start is None or not isinstance(found.get("id"), str):
            continue
        into.append(_segment(found, above, start))
        nested = found.get("subsegments")
        waiting += [
            (each, found["id"])
            for each in (nested if isinstance(nested, list) else [])
            if isinstance(each, dict)
        ]


def _segment(found: dict[str, Any], parent: str | None, start: datetime) -> Segment:
    return Segment(
        id=found["id"],
        parent=parent,
        names=tuple(dict.fromkeys(filter(None, _names(found)))) or ("unnamed",),
        start=start,
        end=_moment(found.get("end_time")),
        is_call=found.get("namespace") in ("aws", "remote"),
        error=bool(found.get("error")),
        fault=bool(found.get("fault")),
        throttle=bool(found.get("throttle")),
        exception=_exception(found.get("cause")),
    )


def _names(found: dict[str, Any]) -> Iterator[str]:
    yield str(found.get("name") or "")
    if isinstance(arn := found.get("resource_arn"), str):
        yield _last_part(arn)
    aws = found.get("aws")
    called = aws if isinstance(aws, dict) else {}
    for key in _CALLED:
        value = called.get(key)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str):
                yield _last_part(each)
    if found.get("namespace") == "remote":
        yield _host(found.get("http"))


def _host(http: object) -> str:
    request = http.get("request") if isinstance(http, dict) else None
    url = request.get("url") if isinstance(request, dict) else None
    try:
        return urlsplit(url).hostname or "" if isinstance(url, str) else ""
    except ValueError:
        return ""


def _moment(seconds: object) -> datetime | None:
    """None for what is no time after 1970 that a calendar has."""
    if not isinstance(seconds, int | float) or not 0 < seconds < _END_OF_CALENDAR:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _last_part(text: str) -> str:
    return re.split(r"[:/]", text.rstrip("/"))[-1]


def _exception(cause: object) -> str | None:
    """`TimeoutError: no answer`; a cause may also be the id of an exception told elsewhere."""
    exceptions = cause.get("exceptions") if isinstance(cause, dict) else None
    for each in exceptions if isinstance(exceptions, list) else []:
        if isinstance(each, dict):
            said = [str(each[key]) for key in ("type", "message") if each.get(key)]
            if said:
                return ": ".join(said)[:_LONGEST_EXCEPTION]
    return None
