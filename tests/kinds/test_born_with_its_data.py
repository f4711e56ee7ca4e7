"""A resource that is as old as its data: its own release is suspect, and rare errors have not
stopped while what it works on piles up.
"""

import pytest

from tests.evals import aws
from tests.evals.builder import MINUTE
from tests.kinds.incidents import Situation, blamed, confidently_blames_other, is_healthy, situation

SEEDS = range(2)


def _newborn(seed: int, *, piles_up: bool) -> Situation:
    """A queue whose consumer was released hours ago, fails now and then, and may leave its work
    waiting."""
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
    of.business(of.right, 2, since=born)
    for metric in ("Invocations", "Errors", "Duration"):
        of.it.series(of.right, metric).silence(-1e6, born)
    says = f"{of.name()} of {of.name()} has no {of.name()}"
    every = of.dice.uniform(0.2, 0.4) if piles_up else 3
    # Long after the release, so that it did not only come just before.
    of.it.says(of.right, says, every, born + 1500, level="ERROR")
    of.it.moves(born + 1500, f"{of.right} Errors {every * 2}")
    of.it.change(born - 40, f"deployment {of.right} | {of.right}: first release")
    visible, alarm = "ApproximateNumberOfMessagesVisible", of.name("alarm")
    if piles_up:
        of.it.moves(born, f"{queue} {visible} 4000", ramp=-born)
        of.it.alarm(alarm, queue, visible, 2500, 3, statistic="Maximum")
    else:
        of.it.alarm(alarm, of.right, "Errors", 0, 1)
    return of


@pytest.mark.parametrize("piles_up", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_never_worked_otherwise_was_released_so(seed: int, piles_up: bool) -> None:
    of = _newborn(seed, piles_up=piles_up)

    report = of.diagnosed()

    assert blamed(report) == of.right
    assert (of.right, "deployment") in [(h.resource, h.category) for h in report.hypotheses]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("grows", [True, False])
def test_rare_errors_have_not_stopped_while_the_backlog_grows(seed: int, grows: bool) -> None:
    """A burst of errors that is over, while the function works on: whether that is a recovery, what
    waits before it tells."""
    of = situation(seed, f"held up {grows}")
    queue, worker, since, until = of.name("queue"), of.name("worker"), -171.0, -137.0
    of.it.has(aws.queue(queue, 40), aws.function(worker, of.style(), 200))
    of.it.calls(f"{queue} > {worker}")
    of.business(worker, 20)
    of.it.says(worker, f"{of.name()} came back empty", 36, since, until, level="ERROR")
    of.it.series(worker, "Errors").shift(-180, 21, -121)
    if grows:
        waiting = f"{queue} ApproximateNumberOfMessagesVisible 6000"
        of.it.moves(-12 * MINUTE, waiting, ramp=12 * MINUTE)
    of.it.alarm(of.name("alarm"), worker, "Errors", 5, 1, missing="notBreaching")

    assert is_healthy(of.diagnosed()) is not grows


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
