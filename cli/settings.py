"""`casebook settings`: what is set at this moment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casebook.engine import Engine
from casebook.in_force.views import LimitsInForce, ModelInForce, SettingsInForce
from cli.client import Client, sign_in
from cli.plain import plain
from local import state

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def run(as_json: AsJson = False) -> None:
    """Show the engine's share, agents' tools, limits, models and runbooks."""
    stack = state.read()
    said = Client(stack.casebook.http_api_url, sign_in(stack)).settings()
    if as_json:
        print(json.dumps(said, indent=2))
        return
    output = Console()
    settings = SettingsInForce.model_validate(said)
    output.print(engine(settings), highlight=False)
    for table in tables(settings):
        output.print(table)
    for note in settings.notes:
        output.print(plain(note), style="yellow", highlight=False)


def engine(settings: SettingsInForce) -> str:
    """In a sentence, who answers."""
    if settings.engine.engine is Engine.DETERMINISTIC or not settings.models:
        return "Rules alone answer."
    share = f"{settings.engine.share:g} %"
    return f"Models answer {share} of all sessions and diagnoses, rules the others."


def tables(settings: SettingsInForce) -> Iterator[Table]:
    """What there is of models, agents, limits and runbooks."""
    if settings.models:
        models = Table("model", "state", "answer", "prompt", "price", box=None)
        for model in settings.models:
            models.add_row(
                plain(model.model),
                plain(_state(model)),
                f"{model.max_tokens:,} tokens",
                f"{model.context_tokens:,} tokens",
                "known" if model.is_priced else "unknown",
            )
        yield models
    agents = Table("agent", "tools", box=None)
    for agent in settings.agents:
        taken = f"; not {', '.join(agent.forbidden)}" if agent.forbidden else ""
        agents.add_row(plain(agent.agent), plain(f"{', '.join(agent.tools) or 'none'}{taken}"))
    yield agents
    yield _limits(settings.limits)
    if settings.runbooks:
        runbooks = Table("runbook", "of", "bytes", box=None)
        for runbook in settings.runbooks:
            owner = runbook.workload_id or f"project {runbook.project}"
            runbooks.add_row(plain(runbook.name), plain(owner), f"{runbook.bytes:,}")
        yield runbooks


def _state(model: ModelInForce) -> str:
    match model.state:
        case "asked":
            return "is asked"
        case "left-alone":
            return f"left alone until {model.until:%H:%M:%S} UTC: {model.reason}"
        case "on-trial":
            return f"on trial after: {model.reason}"


def _limits(limits: LimitsInForce) -> Table:
    shown = Table("limit", "of", "is", box=None)
    for name, of, amount in (
        ("sessions an hour", "a user", limits.sessions_per_hour),
        ("messages", "a session", limits.messages_per_session),
        ("characters", "a message", limits.message_characters),
        ("diagnoses a day", "a workload", limits.diagnoses_per_day),
        ("diagnoses at once", "the account", limits.diagnoses_at_once),
        ("diagnoses at once", "a project", limits.project_diagnoses_at_once),
        ("rechecks an hour", "a diagnosis or session", limits.rechecks_per_hour),
        ("days", "an event", limits.event_days),
        ("days", "the usage", limits.usage_days),
    ):
        shown.add_row(name, of, f"{amount:,}")
    for budget in limits.budgets:
        of = f"a {budget.kind.value.replace('-day', ' in a day')}"
        shown.add_row("tokens", of, f"{budget.tokens:,}")
        shown.add_row("dollars", of, f"{budget.dollars:,.2f}")
    return shown
