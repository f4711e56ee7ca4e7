"""The onset in logs is no random pause, and a recovery is no pause that is as long as usual: of
steady errors at a few a minute, over hundreds of seeds.
"""

import random

import pytest

from casebook.analysis.onset import onset_of
from tests.evals.builder import MINUTE
from tests.kinds.incidents import is_healthy, share, situation

SEEDS = range(300)
HOUR = 3600


def _steady(seed: int, per_minute: float, since: int, before: float = 0.0) -> dict[int, int]:
    """Errors by second of two hours: at this rate from `since` on, and at another before."""
    dice, counts = random.Random(f"onsets {per_minute} {seed}"), dict[int, int]()
    for begin, end, rate in ((0, since, before), (since, 2 * HOUR, per_minute)):
        at = begin + dice.expovariate(rate / 60) if rate else end
        while at < end:
            counts[int(at)] = counts.get(int(at), 0) + 1
            at += dice.expovariate(rate / 60)
    return counts


@pytest.mark.parametrize("per_minute", [2, 4, 12])
@pytest.mark.parametrize("minutes", [10, 20, 50])
def test_the_onset_of_steady_errors_is_their_first(per_minute: float, minutes: int) -> None:
    since = 2 * HOUR - minutes * 60

    def is_near(seed: int) -> bool:
        onset = onset_of(_steady(seed, per_minute, since), 2 * HOUR)
        return onset is not None and since <= onset <= since + 3 * 60 * max(1, 4 / per_minute)

    assert share(map(is_near, SEEDS)) >= 0.95


@pytest.mark.parametrize("per_minute", [0.2, 1, 6])
def test_errors_that_always_come_as_often_have_no_onset(per_minute: float) -> None:
    """Where there is no time before it, the very first may be taken for a begin."""

    def is_none(seed: int) -> bool:
        return (onset_of(_steady(seed, per_minute, 0), 2 * HOUR) or 0) < 0.1 * 2 * HOUR

    assert share(map(is_none, SEEDS)) >= 0.95


@pytest.mark.parametrize("factor", [6, 20])
def test_errors_that_become_far_more_are_found_among_those_of_before(factor: int) -> None:
    since = 2 * HOUR - 20 * 60

    def is_near(seed: int) -> bool:
        onset = onset_of(_steady(seed, 0.5 * factor, since, 0.5), 2 * HOUR)
        return onset is not None and abs(onset - since) <= 5 * 60

    assert share(map(is_near, SEEDS)) >= 0.9


def test_a_pause_of_sparse_errors_is_no_recovery() -> None:
    def is_kept(seed: int) -> bool:
        of = situation(seed, "sparse")
        function, since = of.function(of.dice.randint(40, 90)), -of.dice.uniform(25, 50) * MINUTE
        of.it.says(function, f"{of.name()} failed: no {of.name()}", 0.7, since, level="ERROR")
        of.it.moves(since, f"{function} Errors 0.7")
        of.it.alarm(of.name("a"), function, "Errors", 0, 1)
        return not is_healthy(of.diagnosed())

    assert share(map(is_kept, range(10))) >= 0.9


def test_errors_that_stopped_while_work_went_on_are_over() -> None:
    def is_over(seed: int) -> bool:
        of = situation(seed, "stopped")
        function, since = of.function(of.dice.randint(60, 90)), -26 * MINUTE
        until = since + 8 * MINUTE
        of.it.says(function, f"{of.name()} failed: no {of.name()}", 20, since, until, "ERROR")
        of.it.series(function, "Errors").shift(since, 20, until)
        of.it.alarm(of.name("a"), function, "Errors", 8, 2)
        return is_healthy(of.diagnosed())

    assert share(map(is_over, range(6))) >= 0.8
