"""What a finding is about, as a value that other code decides by.

A claim is prose for people, and a rule's name says who looked. Code that reads a finding asks
neither: it matches on its observation. What the finding has already (resource, kind, onset, errors,
change, evidence) is not repeated here, so a type without fields is enough where only its presence
decides. A finding that nobody decides by beyond its kind has no observation.
"""

from typing import Annotated, Literal

from pydantic import Field

from casebook.domain.model import Model


class AlarmNow(Model):
    """A look at the alarm's own metric: whether it meets the alarm's condition by now."""

    type: Literal["alarm-now"] = "alarm-now"
    breaches: bool


class Backlog(Model):
    """Work that waits at the resource, and whether it still grows."""

    type: Literal["backlog"] = "backlog"
    grows: bool


class Born(Model):
    """The resource has telemetry only since the finding's onset: it was released then."""

    type: Literal["born"] = "born"


class ChangeLink(Model):
    """A change held against the errors. `asks_for_more`: it makes its resource ask for more."""

    type: Literal["change-link"] = "change-link"
    asks_for_more: bool = False


class MetricShift(Model):
    """A metric left its usual level. `of` is what moved: the share of what is up or succeeds
    (`availability`), any other level of which only that is known (`level`), the part that a
    function takes of the account's `concurrency`, open `connections`, the load of a source whose
    follower fell behind (`followed-load`), or how far a replica is behind its source
    (`replica-lag`)."""

    type: Literal["metric-shift"] = "metric-shift"
    of: Literal[
        "availability", "level", "concurrency", "connections", "followed-load", "replica-lag"
    ]


class NeedsNobody(Model):
    """The team's runbooks say that nobody has to act on such an alarm."""

    type: Literal["needs-nobody"] = "needs-nobody"


class Plan(Model):
    """The finding's change is made regularly, and had the same effect before."""

    type: Literal["plan"] = "plan"


class Quiet(Model):
    """Telemetry was read, and no failure in it is above the usual: of the resource, or of all."""

    type: Literal["quiet"] = "quiet"


class Recovered(Model):
    """`alarm`: the alarm's metric is back at its baseline. `latency`: it is as fast as before, and
    may fail at once. `failures`: work goes on without them."""

    type: Literal["recovered"] = "recovered"
    of: Literal["alarm", "failures", "latency"]


class Runbook(Model):
    """A section of the team's runbooks is about what is in hand."""

    type: Literal["runbook"] = "runbook"


class Statement(Model):
    """The database spends its time on one statement, which the claim names."""

    type: Literal["statement"] = "statement"


class Unseen(Model):
    """The resource that the alarm is about has none of this telemetry in the window."""

    type: Literal["unseen"] = "unseen"
    source: Literal["logs", "metrics"]


Observation = Annotated[
    AlarmNow
    | Backlog
    | Born
    | ChangeLink
    | MetricShift
    | NeedsNobody
    | Plan
    | Quiet
    | Recovered
    | Runbook
    | Statement
    | Unseen,
    Field(discriminator="type"),
]
