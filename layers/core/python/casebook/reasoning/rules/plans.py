"""What was planned: the same change at the same time of several days, and what followed it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from casebook.citing.claims import Citing, clock
from casebook.domain.anchor import Anchor
from casebook.domain.change import Change
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Plan
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.change_words import described
from casebook.tools.results.changes import Changes

# Once before is no custom.
_FEWEST_DAYS = 2
_SOON = timedelta(minutes=15)
_CLOCKS = timedelta(minutes=1)


def planned(case: Case) -> Iterator[Finding]:
    """The alarm's metric left its level just after a change that is made at this time of other
    days, and it did so after the earlier ones: somebody planned it, and it passes.

    A change that was harmless on all those days and is followed by a breach today is no such plan.
    """
    anchor = case.scope.anchor
    began = (anchor.onset or anchor.since) if anchor else None
    if anchor is None or began is None:
        return
    for evidence, found in case.results(Changes):
        times = {repeated.change_id: repeated.at for repeated in found.repeated}
        for change in found.changes:
            earlier = times.get(change.change_id, ())
            is_just_before = began.start - _SOON <= change.at <= began.end + _CLOCKS
            if len(earlier) < _FEWEST_DAYS or not is_just_before:
                continue
            if not _followed(anchor, earlier, began.end - change.at):
                continue
            yield _planned(case, Citing(evidence), change, earlier)


def _planned(case: Case, citing: Citing, change: Change, earlier: Sequence[datetime]) -> Finding:
    return case.finding(
        "planned",
        FindingKind.HEALTH,
        f"{described(change, citing)} The same was done by the same actor at about this time of"
        f" several days before, the newest at {clock(earlier[-1])}, and what the alarm watches"
        " moved as far then.",
        Strength.STRONG,
        citing,
        resource=change.resource,
        onset=change.at,
        change=change,
        about=Plan(),
    )


def _followed(anchor: Anchor, earlier: Sequence[datetime], delay: timedelta) -> bool:
    """True if the alarm's condition was met after earlier occasions, and after each of which the
    data tell."""
    reach = anchor.baseline.start if anchor.baseline else None
    longest = max(delay, timedelta(0)) + _SOON
    followed = [
        any(moment - _CLOCKS <= episode <= moment + longest for episode in anchor.occasions)
        for moment in earlier
    ]
    known = [
        has_come
        for moment, has_come in zip(earlier, followed, strict=True)
        if has_come or (reach and moment >= reach)
    ]
    return bool(known) and all(known)
