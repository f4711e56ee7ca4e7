"""How many error lines came when."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.error_counts import error_counts
from casebook.domain.window import Window

START = datetime(2026, 11, 29, 14, 0, 30, tzinfo=UTC)


def window(minutes: float) -> Window:
    return Window(start=START, end=START + timedelta(minutes=minutes))


def test_errors_are_counted_by_whole_minutes_for_each_resource_most_first() -> None:
    errors = [(START + timedelta(seconds=each), "orders") for each in (0, 10, 29, 30, 140)]

    orders, cart = error_counts([(START, "cart"), *errors], window(2.5))

    assert (orders.resource, orders.start.second, orders.period_seconds) == ("orders", 0, 60)
    assert orders.values == (3, 1, 1)
    assert cart.values == (1, 0, 0)


def test_a_minute_of_which_not_all_lines_were_read_is_unknown_and_no_zero() -> None:
    left_out = Window(start=START, end=START + timedelta(seconds=45))

    (counts,) = error_counts([(START + timedelta(minutes=2), "orders")], window(3), [left_out])

    assert counts.values == (None, None, 1, 0)


@given(
    st.lists(st.floats(min_value=0, max_value=1), max_size=50),
    st.floats(min_value=0, max_value=60 * 24 * 30),
)
def test_every_error_of_the_window_is_counted_once_and_bars_are_few(
    places: list[float], minutes: float
) -> None:
    asked = window(minutes)
    errors = [(START + asked.duration * place, "orders") for place in places]

    found = error_counts(errors, asked)

    assert sum(value or 0 for counts in found for value in counts.values) == len(errors)
    assert all(len(counts.values) <= 241 for counts in found)
