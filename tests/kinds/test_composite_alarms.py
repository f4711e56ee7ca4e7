"""A composite alarm has no metric of its own: where its children are not known, the workload's own
metrics tell since when something is wrong.
"""

import pytest

from tests.evals import aws
from tests.evals.builder import MINUTE
from tests.kinds.incidents import Situation, blamed, is_healthy, situation


def _composite(of: Situation, function: str) -> None:
    """An alarm over two others that CloudWatch tells nothing of."""
    of.it.alarm(of.name("any"), function, "Errors", 1)
    name = of.name("child")
    del of.it._alarm["Trigger"]
    of.it._alarm["AlarmRule"] = f'ALARM("{name}") OR ALARM("{of.name("child")}")'


@pytest.mark.parametrize("minutes", [30, 110])
@pytest.mark.parametrize("seed", range(2))
def test_the_onset_is_that_of_the_workload_s_metrics(seed: int, minutes: int) -> None:
    of = situation(seed, f"composite {minutes}")
    rate, since = of.dice.randint(60, 150), -minutes * MINUTE
    function, of.right = of.function(rate), of.host()
    of.it.has(aws.outside(of.right, rate))
    of.it.calls(f"{function} > {of.right}")
    text = f"{of.right} answered 503 Service Unavailable for POST /v1/items"
    of.it.says(function, text, 8, since, level="ERROR")
    of.it.moves(since, f"{function} Errors {rate / 2}", f"{of.right} Failures {rate / 2}")
    _composite(of, function)

    diagnosis = of.diagnosis()

    assert diagnosis.report
    assert blamed(diagnosis.report) == of.right
    assert diagnosis.anchor
    assert diagnosis.anchor.onset
    assert diagnosis.alarm
    began = diagnosis.anchor.onset.start - diagnosis.alarm.changed_at
    assert abs(began.total_seconds() - since) <= 2 * MINUTE


@pytest.mark.parametrize("seed", range(2))
def test_quiet_metrics_do_not_prove_that_such_an_alarm_was_wrong(seed: int) -> None:
    of = situation(seed, "quiet composite")
    function = of.function(of.dice.randint(60, 150))
    _composite(of, function)

    diagnosis = of.diagnosis()

    assert diagnosis.report
    assert not is_healthy(diagnosis.report)
    assert diagnosis.anchor
    assert diagnosis.anchor.onset is None
