"""What a tool is.

A tool declares a Pydantic model of its parameters (its descriptions are what a model reads) and
answers with a typed `Result`. It reads through ports and reaches only the workload in hand.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Generic, Literal, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from casebook.domain.alarm import Alarm
from casebook.domain.anchor import Anchor
from casebook.domain.evidence import Evidence
from casebook.domain.model import Json, Model
from casebook.domain.window import Window
from casebook.domain.workload import Resource, Workload


class Parameters(BaseModel):
    """The parameters of one tool; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Nothing(Model):
    """The data of a result that has none."""


# What a run costs the account: nothing, a call or two, or money by how much is read.
Cost = Literal["free", "cheap", "metered"]

# The fields of a workload that say where something outside of AWS' telemetry is.
Connection = Literal["repository", "search", "database"]

P = TypeVar("P", bound=Parameters)
D = TypeVar("D", bound=Model)


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What a tool may look at, and about when: one workload and the incident window; and why it is
    looked at: the alarm that fired, if one did, or the question.

    `anchor` is how that alarm stands, once it is known. `evidence` is what earlier steps of the
    diagnosis in hand found, oldest first.

    `hint` is what a person said who had the diagnosis run again: a word on where to look first.

    `stream` is the diagnosis or session in hand, whose evidence may be read back. `repeats`: an
    earlier run is run again. `now` is then that run's, nothing after it is looked at, and nothing
    new is noted down.
    """

    workload: Workload
    window: Window
    now: datetime
    alarm: Alarm | None = None
    question: str = ""
    hint: str = ""
    anchor: Anchor | None = None
    stream: str = ""
    repeats: bool = False
    evidence: tuple[Evidence, ...] = field(default=(), compare=False, repr=False)

    @property
    def alarmed(self) -> Resource | None:
        """The resource that the alarm is about, if it is one of the workload's."""
        return self.alarm.watched(self.workload) if self.alarm else None

    @property
    def occasion(self) -> str:
        """Why somebody looks, in the words of the alarm or of who asked: words to search by."""
        if self.alarm is None:
            return f"{self.question} {self.hint}".strip()
        # The reason is left out: it says thresholds and datapoints, as that of every alarm does.
        alarm = self.alarm
        words = (alarm.name, alarm.description, alarm.metric, *alarm.dimensions.values(), self.hint)
        return " ".join(words).strip()


class Found(NamedTuple, Generic[D]):
    """The query was answered and there is something. `text` is what agents and people read."""

    data: D
    text: str
    query: Json
    window: Window


class NoData(NamedTuple):
    """The query was answered: there is nothing. `text` says what was looked for."""

    text: str
    query: Json
    window: Window


class Failed(NamedTuple):
    """The query could not be answered. `text` says what was asked and what went wrong."""

    text: str
    query: Json
    window: Window
    retryable: bool = False


class Answers(Protocol):
    """What the tools answered in this diagnosis so far, by whichever agent they were asked."""

    def newest(self, tool: str) -> Evidence | None:
        """The last answer of the tool; None if it was not asked."""
        ...

    def when(self, then: Evidence, tool: str) -> Evidence | None:
        """The last answer of the tool before that evidence, else the first one after it."""
        ...

    def data(self, evidence: Evidence, kind: type[D]) -> D | None:
        """What it brought back; None if that was nothing, or is not kept any more."""
        ...


class Tool(ABC, Generic[P, D]):
    """One way to look at a workload. Subclasses are stateless beside the ports they were given."""

    name: str
    description: str
    timeout_seconds: ClassVar[float] = 10.0
    cost: ClassVar[Cost] = "cheap"
    connection: ClassVar[Connection | None] = None
    """What a workload's team must have registered for the tool to be of use."""
    parameters: type[P]
    data: type[D]

    def missing(self, workload: Workload) -> str | None:
        """Why the tool is of no use to the workload, and what would change that; None if it is."""
        if self.connection is None or getattr(workload, self.connection) is not None:
            return None
        return (
            f"{self.name} cannot be used: workload {workload.name!r} has no {self.connection} "
            f"(PUT /api/workloads/{workload.workload_id} with `{self.connection}`)"
        )

    @abstractmethod
    def run(self, parameters: P, scope: Scope) -> Found[D] | NoData | Failed:
        """Answer the query.

        May raise CasebookError: the registry makes a `Failed` of it.
        """

    def still_holds(self, then: Evidence, parameters: P, scope: Scope, answers: Answers) -> bool:
        """Whether an earlier answer to the same query is what would be answered now, as can be told
        without asking: because time has changed nothing, and what was asked anew shows that
        nothing came since. Then the tool is not run. In doubt it does not hold.
        """
        return False
