"""One line of Kubernetes may tell of many times, and once may be for good."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casebook.analysis.error_lines import is_error
from casebook.analysis.event_counts import Occurrences
from casebook.analysis.log_patterns import error_patterns
from casebook.domain.finding import ErrorPattern
from casebook.domain.window import Window
from casebook.ports.logs import LogLine
from tests.evals.kubernetes import layouts
from tests.evals.kubernetes.layouts import Event

NOW = datetime.fromisoformat("2026-03-14T09:00:00Z")
WINDOW = Window(start=NOW - timedelta(minutes=10), end=NOW + timedelta(seconds=1))
Layout = Callable[[Event], str]
BASELINE = WINDOW.before(timedelta(hours=1))
TELLING_COUNTS = (layouts.core, layouts.recurring, layouts.routed, layouts.exported, layouts.aged)


def unscheduled(count: int, since: float, until: float = 0) -> Event:
    """Times in seconds before now."""
    now = NOW.timestamp()
    return Event("Warning", "FailedScheduling", "Pod", "cart-5d8f7c9b6-x2k4p", "shop",
                 "0/3 nodes are available: 3 Insufficient cpu.", count, now - since, now - until,
                 "default-scheduler")  # fmt: skip


def patterns(*told: tuple[float, str]) -> tuple[ErrorPattern, ...]:
    lines = [LogLine(NOW - timedelta(seconds=ago), text, "events", "s") for ago, text in told]
    return error_patterns(lines, WINDOW, BASELINE, lambda line: "cart", is_error)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The layouts write times as seconds since 1970, as they are here."""
    monkeypatch.setattr(
        layouts, "iso", lambda at: datetime.fromtimestamp(at, NOW.tzinfo).strftime("%FT%TZ")
    )


@pytest.mark.parametrize("layout", TELLING_COUNTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize(
    ("count", "since", "inside"), [(1, 0, 1), (8, 300, 8), (121, 1200, 61), (300, 86_400, 3)]
)
def test_an_event_that_was_written_once_came_as_often_as_it_says(
    layout: Layout, count: int, since: float, inside: int
) -> None:
    [pattern] = patterns((0, layout(unscheduled(count, since))))

    assert pattern.count == pytest.approx(inside, abs=2, rel=0.1)
    assert pattern.last_at == NOW
    assert pattern.baseline_count <= count - 1


@given(st.lists(st.integers(1, 20), min_size=1, max_size=8))
def test_what_is_written_down_again_counts_only_what_is_new(steps: list[int]) -> None:
    total, told = 0, []
    for place, step in enumerate(steps):
        total += step
        ago = 500 - 50 * place
        told.append((ago, layouts.core(unscheduled(total, 590, ago))))

    [pattern] = patterns(*told)

    assert pattern.count == total


def event(reason: str, message: str) -> str:
    about = {"kind": "Pod", "name": "cart-5d8f7c9b6-x2k4p"}
    return json.dumps({"reason": reason, "message": message, "type": "Warning",
                       "involvedObject": about})  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "message", "ago", "counts"),
    [
        ("Failed", 'Error: configmap "flags" not found', 900, True),
        ("Failed", 'Error: configmap "flags" not found', 1300, False),
        ("Unhealthy", "Readiness probe failed: connection refused", 900, False),
    ],
)
def test_what_lasts_is_of_the_window_that_begins_after_it(
    reason: str, message: str, ago: float, counts: bool
) -> None:
    assert bool(patterns((ago, event(reason, message)))) is counts


MOMENTS = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | st.sampled_from(
    ["", "soon", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-03-14T09:00:00"]
)
COUNTS = st.integers() | st.just(10**400) | st.booleans()
AGES = st.from_regex(r"(\d{1,12}[smhdy]){1,4}", fullmatch=True)


@given(COUNTS, MOMENTS, MOMENTS, AGES)
@example(2, "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "0d")
@example(2, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0d")
def test_whatever_a_line_claims_its_times_are_few_and_in_order_and_not_after_it(
    count: int, first: str, last: str, age: str
) -> None:
    written = datetime(2026, 3, 14, 9, tzinfo=UTC)
    claimed = {
        "type": "Warning", "reason": "BackOff", "message": "m", "count": count,
        "involvedObject": {"kind": "Pod", "name": "cart-5d8f7c9b6-x2k4p", "namespace": "shop"},
        "firstTimestamp": first, "lastTimestamp": last,
    }  # fmt: skip
    listed = f"2m (x{abs(count) % 10**12} over {age})  Warning  BackOff  Pod/cart-0  gone"
    for line in (json.dumps(claimed), listed):
        told = Occurrences(written - timedelta(hours=2)).of(LogLine(written, line, "g", "s"))

        assert 1 <= len(told.times) <= 300
        assert list(told.times) == sorted(told.times)
        assert told.times[-1] == written
