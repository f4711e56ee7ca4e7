"""A traced checkout: the shop's function calls its table, then payments, which fails."""

from datetime import datetime, timedelta
from typing import Any

from casebook.domain.trace import Segment, Trace

TRACE_ID = "1-67400000-0123456789abcdef01234567"


def segment(
    id: str,
    parent: str | None,
    name: str,
    begin: float,
    end: float | None,
    start: datetime,
    **more: Any,
) -> Segment:
    """`begin` and `end` in seconds after `start`."""
    names = (name, *more.pop("also", ()))
    ended = None if end is None else start + timedelta(seconds=end)
    return Segment(id, parent, names, start + timedelta(seconds=begin), ended, **more)


def checkout(start: datetime, trace_id: str = TRACE_ID) -> Trace:
    """Three seconds, of which payments took 2.5 and then failed."""
    return Trace(
        trace_id,
        3.0,
        (
            segment("d", "c", "payments.internal", 0.4, 2.9, start, is_call=True, fault=True,
                    exception="TimeoutError: no answer", also=("payments",)),
            segment("a", None, "checkout-fn", 0, 3, start, fault=True),
            segment("b", "c", "DynamoDB", 0.1, 0.3, start, is_call=True, also=("orders-table",)),
            segment("c", "a", "## handler", 0, 3, start, fault=True),
        ),
    )  # fmt: skip
