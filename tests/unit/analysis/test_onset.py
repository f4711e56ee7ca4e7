"""When events began to come more often."""

from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.onset import onset_of

HOUR = 360


def test_events_that_come_as_often_as_ever_have_no_onset() -> None:
    assert onset_of(dict.fromkeys(range(0, HOUR, 3), 1), HOUR) is None


def test_events_that_only_come_from_one_moment_on_begin_there() -> None:
    assert onset_of({350: 2, 352: 1, 355: 4}, HOUR) == 350


def test_a_surge_over_a_steady_trickle_begins_where_the_rate_changes() -> None:
    trickle = dict.fromkeys(range(0, HOUR, 30), 1)

    assert onset_of(trickle | dict.fromkeys(range(341, HOUR), 2), HOUR) == 341


def test_an_earlier_run_of_the_same_events_is_another_incident() -> None:
    earlier = dict.fromkeys(range(300, 306), 3)

    assert onset_of(earlier | dict.fromkeys(range(345, HOUR), 3), HOUR) == 345


def test_two_events_of_the_last_half_hour_are_no_onset() -> None:
    assert onset_of({200: 1, 340: 1}, HOUR) is None


def test_a_steady_noise_that_was_first_seen_a_little_late_is_no_onset() -> None:
    assert onset_of(dict.fromkeys(range(2, HOUR), 5), HOUR) is None


@given(st.dictionaries(st.integers(0, HOUR - 1), st.integers(0, 10_000)), st.integers(HOUR, 2_000))
def test_an_onset_is_a_period_in_which_something_came(counts: dict[int, int], periods: int) -> None:
    onset = onset_of(counts, periods)

    assert onset is None or (0 < onset < periods and counts[onset] > 0)
