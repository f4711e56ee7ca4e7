"""What a reply may use, and how it cites."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from casebook.agents.specialist import Run, ScopedTools
from casebook.chat.answering.intents import Asked
from casebook.chat.exchange import Situation
from casebook.citing.claims import clock
from casebook.domain.finding import Finding
from casebook.domain.model import Json
from casebook.tools.tool import Scope


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything a reply may use."""

    asked: Asked
    toolbox: ScopedTools
    scope: Scope
    situation: Situation

    @property
    def span(self) -> str:
        """The window in words: `between 19:00:00 UTC and 19:15:00 UTC`."""
        return f"between {clock(self.scope.window.start)} and {clock(self.until)}"

    @property
    def until(self) -> datetime:
        return max(self.scope.window.end, self.scope.now)

    def run(self, tool: str, **parameters: JsonValue) -> Run:
        """Run one tool; a parameter that is None is not given."""
        given: Json = {key: value for key, value in parameters.items() if value is not None}
        return self.toolbox.gather((tool, given))[0]


Reply = Callable[[Talk], Iterator[str]]


def cite(*evidence: str) -> str:
    """` [evd_…] [evd_…]`"""
    return "".join(f" [{each}]" for each in dict.fromkeys(evidence))


def all_cited(findings: Iterable[Finding]) -> str:
    return cite(*(i for each in findings for i in each.evidence))


def without_data(run: Run, what: str) -> str:
    """That there is nothing, or why it is not known; with the window either way."""
    window = run.evidence.window
    span = f"between {clock(window.start)} and {clock(window.end)}"
    if run.outcome == "error":
        return f"The {what} {span} could not be read, so I do not know.{cite(run.evidence.id)}"
    return f"I found no {what} {span}.{cite(run.evidence.id)}"


def diagnoses(situation: Situation) -> Iterator[str]:
    """What Casebook's own records say; they are no telemetry and cite the diagnosis itself."""
    if situation.open_diagnosis:
        yield f"A diagnosis is running: {situation.open_diagnosis}."
    if situation.last_diagnosis and situation.last_verdict:
        summary = f": {situation.last_summary}" if situation.last_summary else ""
        yield (
            f"The last diagnosis ({situation.last_diagnosis}) was"
            f" **{situation.last_verdict.value}**{summary}"
        )
