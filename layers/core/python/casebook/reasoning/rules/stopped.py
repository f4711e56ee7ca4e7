"""The errors have stopped, and would show if they had not."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from casebook.analysis.error_lines import essence, is_error
from casebook.analysis.onset import longest_pause
from casebook.citing.claims import Citing, clock
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Recovered
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.sightings import Sighting, by_resource
from casebook.tools.results.logs import LoggedLine, LogLines

_SURE = 0.01  # how likely the silence may be by chance, had the fault gone on
_BURSTS = 1.5  # errors that come in bursts pause for longer than chance makes them
_SHORTEST = timedelta(seconds=3)
_LONGEST = timedelta(seconds=60)
_ONE_ERROR = timedelta(seconds=30)
_AFTERMATH = timedelta(seconds=1)
_WORK_LINES = 3


def errors_stopped(case: Case) -> Iterator[Finding]:
    """The resource went on working, and logged no error for longer than chance allows.

    Silence alone is no recovery: traffic may have ended. So lines are asked for that came after the
    last error, by enough to be no aftermath of it. And the pause must be longer than the error ever
    paused, than chance makes the longest of so many pauses, and as long as the errors lasted (up to
    a minute).
    """
    for resource, sightings in by_resource(case.sightings.news).items():
        last = max(each.pattern.last_at for each in sightings)
        quiet = _quiet_needed(sightings)
        for evidence, lines in case.results(LogLines):
            groups = {each.pattern.log_group for each in sightings}
            own = [e for e in lines.lines if e.log_group in groups and e.is_of(resource)]
            after = [line for line in own if line.at > last + _AFTERMATH]
            if len(after) < _WORK_LINES or after[-1].at - last < quiet:
                continue
            if any(_failed_anew(line, case.sightings.noise) for line in after):
                continue
            citing = Citing(evidence, *(each.evidence for each in sightings))
            yield case.finding(
                "errors-stopped",
                FindingKind.RECOVERY,
                f"{resource} logged its last error at {clock(last)} and works on without one, up to"
                f" {clock(after[-1].at)}.",
                Strength.STRONG,
                citing,
                resource=resource,
                onset=last,
                errors=sightings,
                about=Recovered(of="failures"),
            )
            break


def _quiet_needed(sightings: list[Sighting]) -> timedelta:
    """How long a pause has to be before it is one, against the errors that came last: those that
    had ended before these began are of an earlier wave."""
    newest = max((each.pattern for each in sightings), key=lambda pattern: pattern.last_at)
    wave = [e.pattern for e in sightings if e.pattern.last_at >= newest.first_at]
    lasted = newest.last_at - min(pattern.first_at for pattern in wave)
    pauses = max(pattern.count for pattern in wave) - 1
    if not pauses:
        return _ONE_ERROR
    by_chance = longest_pause(max(lasted.total_seconds(), 1.0), pauses, pauses, _SURE)
    in_bursts = _BURSTS * min(pattern.longest_pause_seconds for pattern in wave)
    needed = timedelta(seconds=max(by_chance, in_bursts))
    return max(_SHORTEST, needed, min(lasted, _LONGEST))


def _failed_anew(line: LoggedLine, noise: Iterable[Sighting]) -> bool:
    """True for an error line that is none of those that are always there."""
    if not is_error(line.message):
        return False
    said = essence(line.message)
    return not any(_fits(each.pattern.template, said) for each in noise)


def _fits(template: str, said: str) -> bool:
    words = ".*".join(re.escape(part) for part in template.split("<*>"))
    return re.fullmatch(words, said) is not None
