"""Which findings belong to an earlier episode that somebody has ended already.

An alarm's window may reach back into the incident before it. Its errors are new against the hour
before, and still no news: what broke was put back or replaced, they ended with that, and others
came after.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from casebook.domain.change import Change
from casebook.domain.finding import ErrorPattern, Finding, FindingKind
from casebook.reasoning.harmless import is_replaced_by, is_undone_by
from casebook.reasoning.symptoms import errors_of

# What is under way when something is put back still fails.
_LAST_OF_THEM = timedelta(seconds=5)
_TELLING = frozenset({FindingKind.SYMPTOM, FindingKind.CAUSE, FindingKind.RECOVERY})


@dataclass(frozen=True, slots=True)
class Episode:
    """A change of `resource` was in force from `began` to `ended`: undone or replaced then."""

    resource: str
    began: datetime
    ended: datetime

    def holds(self, error: ErrorPattern) -> bool:
        """True if the error came and went with it."""
        came = self.began - _LAST_OF_THEM <= error.first_at < self.ended
        return came and error.last_at <= self.ended + _LAST_OF_THEM


def of_this_episode(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without those that only tell of an episode that was ended."""
    over = list(_over(findings))
    if not over:
        return tuple(findings)
    return tuple(kept for each in findings if (kept := _without(each, over)))


def _over(findings: Sequence[Finding]) -> Iterator[Episode]:
    """Every episode that was ended before other errors began; without others, it is the one in
    hand."""
    errors = errors_of(findings)
    changes = [finding.change for finding in findings if finding.change]
    for change in changes:
        for later in changes:
            episode = Episode(change.resource, change.not_before or change.at, later.at)
            others_came = any(error.first_at > later.at for error in errors)
            if others_came and _is_over(episode, change, later, errors):
                yield episode


def _is_over(
    episode: Episode, change: Change, later: Change, errors: Iterable[ErrorPattern]
) -> bool:
    """True if the later change ended it. A release that only replaces another ended something if
    errors went with it."""
    if is_undone_by(change, later):
        return True
    return is_replaced_by(change, later) and any(map(episode.holds, errors))


def _without(finding: Finding, over: Sequence[Episode]) -> Finding | None:
    """The finding without what is over; None if it tells of nothing else."""
    if finding.kind not in _TELLING:
        return finding
    if not finding.errors:
        return None if _is_metric_of(finding, over) else finding
    left = tuple(e for e in finding.errors if not any(each.holds(e) for each in over))
    if len(left) == len(finding.errors):
        return finding
    if not left:
        return None
    onset = finding.onset and min(error.first_at for error in left)
    return finding.model_copy(update={"errors": left, "onset": onset})


def _is_metric_of(finding: Finding, over: Sequence[Episode]) -> bool:
    """True if the finding rests on a metric of the resource that was put right, whose period began
    before that: it cannot tell the two episodes apart."""
    onset = finding.onset
    return onset is not None and any(
        each.resource == finding.resource and onset < each.ended for each in over
    )
