"""Error lines as rules see them: read, with their sign, and told apart into news and noise."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from casebook.analysis.error_lines import informs_of_trouble
from casebook.domain.evidence import Evidence
from casebook.domain.finding import ErrorPattern
from casebook.domain.window import Window
from casebook.knowledge.kubernetes import Reason
from casebook.knowledge.metrics import MetricKind, describe_metric
from casebook.knowledge.signs import TeamSign, team_sign_in
from casebook.reasoning.case import Case
from casebook.reasoning.reading import Reading, read
from casebook.reasoning.signs import Sign, is_guess, sign_of
from casebook.tools.results.logs import BASELINE, LogPatterns

# Information is of the incident if it began with it, as closely as an alarm can tell.
_WITH_IT = timedelta(minutes=5)

# That all of so few came within the window, where they may have come in the hour before as well.
_BY_CHANCE = 0.1
# From fewer seconds nobody knows how often something comes.
_LEAST_BASIS = 300.0


@dataclass(frozen=True, eq=False)
class Sighting:
    """An error pattern of the window, read, with the evidence that shows it."""

    pattern: ErrorPattern
    reading: Reading
    sign: Sign | None
    evidence: Evidence
    only_warns: bool = False
    only_informs: bool = False

    @cached_property
    def team_sign(self) -> TeamSign | None:
        """The class of the team's own that the error shows, beside its sign."""
        return team_sign_in(self.reading.words)

    @property
    def resource(self) -> str:
        return self.pattern.resource

    @property
    def onset(self) -> datetime | None:
        """When it began, if that is known."""
        return self.pattern.began

    @property
    def reason(self) -> Reason | None:
        """What the table of Kubernetes' reasons knows of it, where Kubernetes says it."""
        return self.reading.event.row if self.reading.event else None

    @property
    def is_guess(self) -> bool:
        """Whether the program itself only supposes it."""
        return is_guess(self.reading)

    @property
    def cited(self) -> ErrorPattern:
        return self.pattern.model_copy(update={"evidence": (self.evidence.id,)})


@dataclass(frozen=True, eq=False, repr=False)
class Sightings:
    """What the logs of one case show."""

    case: Case

    @cached_property
    def news(self) -> tuple[Sighting, ...]:
        """Error patterns that are new, or far more frequent than in the hour before."""
        return tuple(each for each, fresh in self._sightings() if fresh)

    @cached_property
    def noise(self) -> tuple[Sighting, ...]:
        """Error patterns that were as frequent before: real, but no news."""
        return tuple(each for each, fresh in self._sightings() if fresh is False)

    @cached_property
    def telling(self) -> tuple[Sighting, ...]:
        """What rules look for a cause in: the news, and warnings that are new and show a sign.
        Many a program warns of the reason and fails without it, or logs no error at all."""
        return (*self.news, *self.warnings)

    @cached_property
    def warnings(self) -> tuple[Sighting, ...]:
        """What was told below the level of an error, is new, and shows a sign."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[Sighting]:
        for evidence, found in self.case.results(LogPatterns):
            for pattern in found.warnings:
                reading, informs = read(pattern), informs_of_trouble(pattern.example)
                warning = Sighting(pattern, reading, sign_of(reading), evidence, True, informs)
                tells = warning.sign not in (None, Sign.CLIENT_GONE) or warning.team_sign
                if tells and (not informs or self._began_with_it(pattern)):
                    yield warning

    def _began_with_it(self, pattern: ErrorPattern) -> bool:
        """True if it came to be with the incident or with errors of its resource, and none of those
        says by itself what is wrong."""
        own = [error for error in self.news if error.resource == pattern.resource]
        if pattern.onset is None or any(error.sign is not None for error in own):
            return False
        begun = [self.case.scope.window.start, *(error.onset for error in own if error.onset)]
        period = self.case.scope.alarm.period_seconds if self.case.scope.alarm else 0
        slack = max(_WITH_IT, 2 * timedelta(seconds=period))
        return any(abs(pattern.onset - moment) <= slack for moment in begun)

    def _sightings(self) -> Iterator[tuple[Sighting, bool | None]]:
        for evidence, found in self.case.results(LogPatterns):
            for pattern in found.patterns:
                reading = read(pattern)
                sighting = Sighting(pattern, reading, sign_of(reading), evidence)
                fresh = is_news(pattern, evidence.window, found.known_since)
                is_counted = sighting.reason is not None or self._is_counted(pattern)
                yield sighting, True if fresh is None and is_counted else fresh

    def _is_counted(self, pattern: ErrorPattern) -> bool:
        """True for an error that somebody looks for, however rare: one of the very resource whose
        failures set off the alarm, and any where no alarm did."""
        alarm, owner = self.case.scope.alarm, self.case.scope.alarmed
        if alarm is None:
            return True  # whoever asks wants to hear of whatever failed
        if owner is None or owner.name != pattern.resource:
            return False
        watched = [describe_metric(metric.namespace, metric.name) for metric in alarm.metrics]
        return any(traits.kind is MetricKind.ERRORS for traits in watched)


def is_news(
    pattern: ErrorPattern, window: Window, known_since: datetime | None = None
) -> bool | None:
    """More than chance makes of what is usual.

    Counts of independent events scatter by the root of their mean (Poisson), so three roots above
    the expected count are news one time in several hundred by chance; twice the expected count is
    asked for besides, since a busy service's rate moves by itself. What began within the hour is
    news all the same: an alarm may take its time. Where nothing came before, all of so few may have
    come so late by chance, and a few minutes before tell no habit: then nobody knows (None). Before
    `known_since` no line at all was logged.
    """
    if pattern.onset is not None:
        return True
    begin = window.start - BASELINE
    known = max(begin, min(known_since or begin, window.end))
    if not pattern.baseline_count:
        return True if _late_by_chance(pattern, known, window.end) < _BY_CHANCE else None
    before = (window.start - known).total_seconds()
    if before < _LEAST_BASIS:
        return None
    expected = pattern.baseline_count * window.duration.total_seconds() / before
    return pattern.count > max(2 * expected, expected + 3 * math.sqrt(expected))


def _late_by_chance(pattern: ErrorPattern, known: datetime, end: datetime) -> float:
    """How likely lines at any times after `known` all come as late as these did.

    Several are held against the time up to the last of them, given that it came when it did: what
    was news once is news when it has stopped, too. One is held against the time up to `end`.
    """
    until = end if pattern.count == 1 else max(known, pattern.last_at)
    whole = (until - known).total_seconds()
    share = (until - pattern.first_at).total_seconds() / whole if whole else 1.0
    return min(1.0, share) ** max(1, pattern.count - 1)


def by_resource(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """The sightings of each resource, most frequent first."""
    grouped: dict[str, list[Sighting]] = {}
    for each in sorted(sightings, key=lambda each: -each.pattern.count):
        grouped.setdefault(each.resource, []).append(each)
    return grouped


def onset_of(sightings: Iterable[Sighting]) -> datetime | None:
    """When the first of them began, where that is known of any."""
    return min((each.onset for each in sightings if each.onset), default=None)
