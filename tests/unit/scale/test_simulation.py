"""The arithmetic of an hour of diagnoses: nothing is lost, nothing is counted twice."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.scale.demand import DIAGNOSIS, Step, steps
from local.scale.quotas import QUOTAS, Quota, Use
from local.scale.simulation import arrivals, bearable, load, longest_wait, simulate, storm
from local.scale.words import verdict

starts = st.lists(st.floats(0, 500), min_size=1, max_size=20)
a_step = st.builds(
    lambda at, seconds, amount: Step("a step", at, seconds, {Use.POSTS: amount}),
    st.floats(0, 90),
    st.floats(0.1, 40),
    st.floats(0, 300),
)


@given(starts, st.lists(a_step, min_size=1, max_size=4))
def test_all_that_is_asked_for_is_asked_for_once(begun: list[float], taken: list[Step]) -> None:
    asked = load(begun, taken)[Use.POSTS]

    whole = len(begun) * sum(step.uses[Use.POSTS] for step in taken)
    assert sum(asked) == pytest.approx(whole)
    assert min(asked) >= 0


def test_a_step_asks_in_the_seconds_that_it_lasts_for_its_part_of_each() -> None:
    step = Step("a step", 1.5, 2.0, {Use.POSTS: 8.0})

    assert load([1.0], [step])[Use.POSTS][:6] == pytest.approx([0, 0, 2, 4, 2, 0])


def test_a_function_that_runs_is_one_at_once_while_it_does() -> None:
    step = Step("a step", 0.0, 3.0, {Use.LAMBDA: 3.0})

    assert load([1.0, 2.0], [step])[Use.LAMBDA][:6] == pytest.approx([0, 1, 2, 2, 1, 0])


@given(st.lists(st.floats(0, 50), min_size=1, max_size=60), st.floats(1, 60))
def test_requests_wait_only_where_a_second_asks_for_more_than_the_limit(
    asked: list[float], limit: float
) -> None:
    assert (longest_wait(asked, limit) > 0) == (max(asked) > limit)


def test_what_waits_is_served_at_the_limit() -> None:
    assert longest_wait([10, 0, 0, 0], 2) == pytest.approx(4)
    assert longest_wait([10, 0, 4, 0], 2) == pytest.approx(4)


@given(st.lists(st.floats(0, 50), min_size=1, max_size=60), st.floats(1, 60), st.floats(1, 60))
def test_more_of_a_quota_never_makes_anything_wait_longer(
    asked: list[float], one: float, other: float
) -> None:
    less, more = sorted((one, other))

    assert longest_wait(asked, more) <= longest_wait(asked, less)


def test_the_same_seed_is_the_same_hour_and_its_rate_is_the_asked_one() -> None:
    hour = arrivals(5_000)

    assert hour == arrivals(5_000)
    assert hour != arrivals(5_000, seed=1)
    assert len(hour) == pytest.approx(5_000, rel=0.05)
    assert all(earlier <= later for earlier, later in pairwise(hour))
    assert hour[0] >= 0
    assert hour[-1] < 3_600


def test_a_storm_has_exactly_its_diagnoses_within_its_time() -> None:
    assert len(storm(100, 60)) == 100
    assert max(storm(100, 60)) <= 60


@pytest.mark.parametrize("quota", QUOTAS, ids=lambda quota: quota.use.name)
def test_what_an_even_hour_bears_is_what_uses_the_quota_up(quota: Quota) -> None:
    used = sum(step.uses.get(quota.use, 0) for step in steps())

    assert bearable(quota) * used == pytest.approx(quota.limit * 3600) or used == 0


def test_beyond_what_a_quota_bears_it_never_catches_up() -> None:
    first = min(QUOTAS, key=bearable)

    def outcome(rate: float) -> str:
        return verdict(next(o for o in simulate(arrivals(rate)) if o.quota is first))

    assert "not enough" in outcome(bearable(first) * 1.2)
    assert "not enough" not in outcome(bearable(first) * 0.8)


def test_a_diagnosis_of_one_round_has_the_transitions_of_its_state_machine() -> None:
    """Prepare, Mode, Plan, Gate, GateDecision, Investigate, four specialists, Assess,
    AssessDecision, Conclude and Notify."""
    one_round = type(DIAGNOSIS)(**{**vars(DIAGNOSIS), "rounds": 1, "specialists": 4})

    assert one_round.transitions == 14


def test_every_quota_says_where_it_is_written_and_what_to_do() -> None:
    assert {quota.use for quota in QUOTAS} == set(Use)
    assert all(quota.see.startswith("https://docs.aws.amazon.com/") for quota in QUOTAS)
    assert all(quota.relief for quota in QUOTAS)
