"""A resource that is as old as its data: its own release is suspect, and rare errors have not
stopped while what it works on piles up.
"""

import pytest

from tests.evals import aws
from tests.kinds.incidents import Situation, blamed, confidently_blames_other, is_healthy, situation

SEEDS = range(2)


def _newborn(seed: int, *, is_old: bool = False) -> Situation:
    """A queue with two consumers: one of years, and one that was released hours ago, fails now and
    then, and leaves its work waiting."""
    of = situation(seed, "births")
    born = of.minutes_ago(70, 130)
    queue, of.right, old = of.name("queue"), of.name("loader"), of.name("api")
    of.it.has(
        aws.function(old, of.style(), of.dice.randint(60, 200)),
        aws.queue(queue, 40),
        aws.function(of.right, of.style(), 12),
    )
    of.it.calls(f"{old} > {queue} > {of.right}")
    of.business(old, 3)
    since = None if is_old else born
    of.business(of.right, 2, since=since)
    if not is_old:
        for metric in ("Invocations", "Errors", "Duration"):
            of.it.series(of.right, metric).silence(-1e6, born)
    says = f"{of.name()} of {of.name()} came back empty"
    every = of.dice.uniform(0.15, 0.3)
    of.it.says(of.right, says, every, born + 90, level="ERROR")
    of.it.moves(born + 60, f"{of.right} Errors {every * 2}")
    of.it.moves(born, f"{queue} ApproximateNumberOfMessagesVisible 4000", ramp=-born)
    of.it.change(born - 40, f"deployment {of.right} | {of.right}: first release")
    of.it.alarm(
        of.name("alarm"), queue, "ApproximateNumberOfMessagesVisible", 2500, 3, statistic="Maximum"
    )
    return of


@pytest.mark.parametrize("seed", SEEDS)
def test_what_never_worked_otherwise_was_released_so(seed: int) -> None:
    of = _newborn(seed)

    report = of.diagnosed()

    assert blamed(report) == of.right


@pytest.mark.parametrize("seed", SEEDS)
def test_rare_errors_have_not_stopped_while_the_backlog_grows(seed: int) -> None:
    assert not is_healthy(_newborn(seed, is_old=True).diagnosed())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_newcomer_that_works_is_not_blamed_for_another_s_errors(seed: int) -> None:
    of = situation(seed, "births of others")
    born = of.minutes_ago(70, 130)
    new, of.right = of.name("fn"), of.function(of.dice.randint(60, 200))
    of.it.has(aws.function(new, of.style(), 12))
    of.business(new, 2, since=born)
    for metric in ("Invocations", "Errors", "Duration"):
        of.it.series(new, metric).silence(-1e6, born)
    of.it.change(born - 40, f"deployment {new} | {new}: first release")
    since = of.minutes_ago(10, 30)
    of.it.says(of.right, f"{of.name()} failed: no {of.name()} left", 6, since, level="ERROR")
    of.it.moves(since, f"{of.right} Errors 6")
    of.it.alarm(of.name("alarm"), of.right, "Errors", 3)

    report = of.diagnosed()

    assert blamed(report) != new
    assert not confidently_blames_other(report, of.right)
