"""Shows a diagnosis while it runs: its steps, its agents, and findings as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.markup import escape
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from cli.events import Event

_REFRESHES = 8


class DiagnosisView:
    """What is known so far, as a Rich renderable; a fold of the events."""

    def __init__(self) -> None:
        self.title = "diagnosis"
        self._steps: list[str] = []
        self._agents: dict[str, str] = {}
        self._findings: dict[str, str] = {}
        """By claim: two findings may claim the same, of which one says that it is a symptom."""
        self._evidence = 0
        self._folds: Mapping[str, Callable[[Event], None]] = {
            "diagnosis-started": self._started,
            "mode-selected": self._mode,
            "plan-made": self._plan,
            "agent-started": self._agent_started,
            "agent-completed": self._agent_completed,
            "agent-failed": self._agent_failed,
            "evidence-found": self._found,
            "finding-reported": self._finding,
            "assessment-made": self._assessed,
        }

    def add(self, event: Event) -> None:
        """Takes note of an event; those that say nothing to a person change nothing."""
        if fold := self._folds.get(event.type):
            fold(event)

    def __rich__(self) -> RenderableType:
        agents = Table.grid(padding=(0, 1))
        for agent, state in self._agents.items():
            waiting = state == "running"
            agents.add_row(
                "  ",
                Spinner("dots", agent) if waiting else f"[green]✓[/] {agent}",
                "" if waiting else Text(state, style="dim"),
            )
        head = Text(f"{self.title}, {self._evidence} pieces of evidence", style="bold")
        steps = [Text.from_markup(f"  {step}") for step in self._steps]
        findings = [Text.from_markup(f"  • {finding}") for finding in self._findings.values()]
        return Group(head, *steps, agents, *findings)

    def _started(self, event: Event) -> None:
        self.title = event.stream
        alarm = event.data.get("alarm")
        self._steps.append(f"opened by {'the alarm' if alarm else 'hand'}")

    def _mode(self, event: Event) -> None:
        self._steps.append(f"{event.data['mode']} mode: {escape(event.data['reason'])}")

    def _plan(self, event: Event) -> None:
        agents = ", ".join(assignment["agent"] for assignment in event.data["assignments"])
        self._steps.append(f"round {event.data['round']}: {agents}")

    def _agent_started(self, event: Event) -> None:
        self._agents[event.data["agent"]] = "running"

    def _agent_completed(self, event: Event) -> None:
        self._agents[event.data["agent"]] = f"{event.data['findings']} findings"

    def _agent_failed(self, event: Event) -> None:
        self._agents[event.data["agent"]] = f"failed: {event.data['error']}"

    def _found(self, event: Event) -> None:
        self._evidence += 1

    def _finding(self, event: Event) -> None:
        finding: Mapping[str, Any] = event.data["finding"]
        claim: str = finding["claim"]
        self._findings.setdefault(claim, f"[dim]{finding['agent']}[/] {escape(claim)}")

    def _assessed(self, event: Event) -> None:
        data = event.data
        self._steps.append(
            f"assessed at {data['confidence']:.0%}, {data['next']}: {escape(data['reason'])}"
        )


@contextmanager
def shown(console: Console) -> Iterator[DiagnosisView]:
    """A view that stays on the screen as it was at the end. What is printed next begins a line."""
    view = DiagnosisView()
    try:
        with Live(view, console=console, refresh_per_second=_REFRESHES):
            yield view
    finally:
        if not console.is_terminal:
            console.line()  # on a terminal, Rich has ended the last line
