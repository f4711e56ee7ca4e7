"""How far a series left its usual value, and when it did so before."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.recurrence import Excursion, excursion, occasions, recurring_since

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)


def before(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def test_a_fall_is_an_excursion_only_where_falling_is_harmful() -> None:
    assert excursion([100, 100, 90], [5], sign=-1) == Excursion(100, 95, -1)
    assert excursion([100, 100, 90], [5], sign=1) is None


def test_nothing_to_compare_is_no_excursion() -> None:
    assert excursion([], [5], 1) is None
    assert excursion([5], [], 1) is None
    assert excursion([5], [5], 1) is None


def test_every_separate_occasion_counts_once_by_its_first_moment() -> None:
    peaks = [(before(minute), 90.0) for minute in (121, 120, 119, 61, 60)]
    calm = [(before(minute), 30.0) for minute in (150, 100, 50)]

    found = occasions(sorted(peaks + calm), NOW, Excursion(30, 60, 1))

    assert found == [before(121), before(61)]


def test_what_was_raised_shortly_before_is_the_same_rise() -> None:
    assert occasions([(before(20), 90.0), (before(5), 95.0)], NOW, Excursion(30, 60, 1)) == []


def test_less_than_three_quarters_of_the_way_is_not_as_far() -> None:
    assert occasions([(before(90), 70.0)], NOW, Excursion(30, 60, 1)) == []


def every(minutes: int, since: int) -> list[datetime]:
    return [before(minute) for minute in range(since, 0, -minutes)]


@given(st.integers(5, 20), st.integers(60, 240), st.integers(0, 20))
def test_what_came_for_as_long_as_is_known_has_no_beginning(
    minutes: int, since: int, later: int
) -> None:
    known = every(1, since + min(later, minutes))

    assert recurring_since(every(minutes, since), known, NOW) is None


@given(st.integers(5, 20), st.integers(60, 240))
def test_what_recurs_after_hours_without_began_with_its_first(minutes: int, since: int) -> None:
    known = every(1, since + 24 * 60)

    assert recurring_since(every(minutes, since), known, NOW) == before(since)


@given(st.integers(5, 20), st.integers(60, 240))
def test_the_hours_between_two_looks_are_not_known(minutes: int, since: int) -> None:
    week = timedelta(days=7)
    then = [moment - week for moment in every(minutes, since)]
    known = sorted([*every(1, since), *(moment - week for moment in every(1, since))])

    assert recurring_since(every(minutes, since), known, NOW) is None
    assert recurring_since([*then, *every(minutes, since)], known, NOW) is None


def test_of_one_occasion_before_nobody_knows() -> None:
    assert recurring_since([before(60)], every(1, 24 * 60), NOW) is None


numbers = st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), max_size=30)


@given(numbers, numbers, st.sampled_from([1, -1]))
def test_any_numbers_are_answered(earlier: list[float], inside: list[float], sign: int) -> None:
    found = excursion(earlier, inside, sign)

    if found:
        points = [(before(100 - n), value) for n, value in enumerate(earlier)]
        assert occasions(points, NOW, found) == sorted(occasions(points, NOW, found))
