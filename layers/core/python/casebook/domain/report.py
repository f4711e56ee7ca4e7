"""The report: what a diagnosis concludes, every sentence with its evidence."""

from enum import StrEnum

from casebook.domain.change import Change
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Category, ErrorPattern, Strength
from casebook.domain.hypothesis import Hypothesis
from casebook.domain.model import Instant, Model
from casebook.domain.prose import Prose


class Verdict(StrEnum):
    """How a diagnosis ends."""

    CONFIRMED = "confirmed"  # independent sources agree and nothing speaks against it
    LIKELY = "likely"  # the best explanation, with a gap that is named
    INCONCLUSIVE = "inconclusive"  # the evidence does not decide; that is a valid answer
    HEALTHY = "healthy"  # a false alarm, or it has recovered by itself


class RootCause(Model):
    resource: str
    category: Category
    summary: Prose


class Moment(Model):
    """A line of the timeline. With `until` it is an interval: it happened at some time from `at` to
    `until`, as a datapoint's period or two observations tell it."""

    at: Instant
    until: Instant | None = None
    what: Prose
    evidence: tuple[str, ...] = ()


class RuledOut(Model):
    summary: Prose
    evidence: tuple[str, ...]


class Remediation(Model):
    """Something for a person to do. `command` only reads: Casebook changes nothing."""

    text: Prose
    command: str | None = None


class Since(Model):
    """When the symptom began: not before `not_before`, where that is known, and by `onset`."""

    not_before: Instant | None = None
    onset: Instant


class Look(Model):
    """Something that was looked at, and what there was: `12 datapoints`, `nothing`, an error."""

    what: Prose
    found: Prose
    evidence: tuple[str, ...] = ()


class TeamRow(Model):
    """A row of the team's own knowledge that had a part in it: in which table, and its name."""

    table: str
    name: str


class Narrative(Model):
    """The incident told by a language model, after the conclusion and without a part in it. `text`
    is what stood the check, with its citations; `struck` sentences did not."""

    text: Prose
    model: str
    struck: int = 0


class Report(Model):
    """The result of a diagnosis, as it stands in `diagnosis-concluded`."""

    verdict: Verdict
    root_cause: RootCause | None
    confidence: Strength
    summary: Prose
    since: Since | None = None
    narrative: Narrative | None = None
    change: Change | None = None
    errors: tuple[ErrorPattern, ...] = ()
    timeline: tuple[Moment, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    remediation: tuple[Remediation, ...] = ()
    looked_at: tuple[Look, ...] = ()
    next_steps: tuple[Remediation, ...] = ()
    """What to do to know more, where the evidence does not decide."""
    gaps: tuple[Prose, ...] = ()
    team_rows: tuple[TeamRow, ...] = ()
    """What of it would not be there, or would read otherwise, without the team's own knowledge."""
    evidence: tuple[Evidence, ...] = ()
    duration_seconds: float = 0.0
    cost_usd: float | None = 0.0
    """Of every model call; None if the price of one is unknown."""
