"""What the alarm's own metric says by now."""

from collections.abc import Iterator

from casebook.citing.claims import Citing, clock
from casebook.domain.finding import Finding, FindingKind
from casebook.reasoning.case import Case
from casebook.reasoning.rules.series import counts, summaries

STILL_ALARMING = "still-alarming"
ALARM_CLEARED = "alarm-cleared"


def alarm_now(case: Case) -> Iterator[Finding]:
    """Whether the newest datapoint of the metric that the alarm watches is over its threshold.

    If it is, what somebody wanted to be told of goes on, whatever else looks better: a count that
    is not yet whole can only grow. If it is not, a count may still come to it. Where failures alone
    are counted, a period without them has no datapoint. The onset is where the datapoint's period
    begins.
    """
    alarm, owner = case.scope.alarm, case.scope.alarmed
    newest_of_all = max((e.points[-1].at for _, e in summaries(case) if e.points), default=None)
    for evidence, each in summaries(case):
        if alarm is None or owner is None or not each.points or each.resource != owner.name:
            continue
        if (each.namespace, each.name) != (alarm.namespace, alarm.metric):
            continue
        newest = each.points[-1]
        breaches = alarm.breaches(newest.value)
        if breaches is None:
            continue
        breaches &= not (counts(each) and newest_of_all is not None and newest.at < newest_of_all)
        citing = Citing(evidence)
        level = citing.amount(newest.value)
        yield case.finding(
            STILL_ALARMING if breaches else ALARM_CLEARED,
            FindingKind.CONTEXT,
            f"The metric {each.name} of {each.resource}, which the alarm watches, is"
            f" {'still' if breaches else 'not'} {_side(alarm.comparison)} its threshold at {clock(newest.at)}"
            f"{f': {level}' if level else ''}.",
            0.5,
            citing,
            resource=each.resource,
            onset=newest.at,
        )


def _side(comparison: str) -> str:
    """On which side of its threshold a breaching value lies."""
    return "below" if comparison.startswith("Less") else "over"
