"""Stretches of metrics that are read at once are what they are when read one by one."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.window import Window
from casebook.domain.workload import Metric
from casebook.tools.metric_stretches import read_stretches, whole_periods
from local.memory.telemetry import MemoryMetrics
from tests.fakes.shop import NOW

METRIC = Metric(namespace="Shop", name="Orders", dimensions={})
_minutes = st.integers(0, 600)


def _window(ends: tuple[int, int]) -> Window:
    first, last = sorted(ends)
    return Window(start=NOW - timedelta(minutes=last), end=NOW - timedelta(minutes=first))


@given(
    st.lists(_minutes, max_size=60),
    st.lists(st.tuples(_minutes, _minutes).map(_window), min_size=1, max_size=4),
    st.sampled_from([60, 300]),
)
def test_read_at_once_each_stretch_is_as_if_it_was_read_alone(
    put: list[int], stretches: list[Window], period: int
) -> None:
    metrics = MemoryMetrics()
    for place, minute in enumerate(put):
        metrics.put(METRIC, NOW - timedelta(minutes=minute), float(place))

    read = read_stretches(metrics, [(METRIC, "Sum")], stretches, period)

    assert len(metrics.windows) == 1
    alone = [metrics.query([(METRIC, "Sum")], whole_periods(w, period), period) for w in stretches]
    assert read == alone


def test_so_many_datapoints_that_their_reading_would_take_long_are_not_read_at_once() -> None:
    metrics = MemoryMetrics()
    stretches = [_window((0, 60)), _window((10_080, 10_140))]

    read_stretches(metrics, [(METRIC, "Sum")] * 200, stretches, 60)

    assert [w.duration <= timedelta(hours=2) for w in metrics.windows] == [True, True]


def test_nothing_is_read_of_no_metric() -> None:
    metrics = MemoryMetrics()

    assert read_stretches(metrics, [], [_window((0, 60))] * 2, 60) == [[], []]
    assert not metrics.windows
