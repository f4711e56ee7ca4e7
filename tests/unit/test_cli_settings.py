"""`casebook settings` says what is set, in words."""

from datetime import UTC, datetime

import pytest
from rich.console import Console

from casebook.domain.budget import BudgetKind
from casebook.engine import Engine
from casebook.in_force.views import (
    AgentInForce,
    BudgetInForce,
    EngineInForce,
    LimitsInForce,
    ModelInForce,
    RunbookInForce,
    SettingsInForce,
)
from cli.settings import engine, tables

MODEL = ModelInForce(
    model="anthropic/claude[bold]",
    state="left-alone",
    until=datetime(2026, 11, 29, 12, 30, tzinfo=UTC),
    reason="the key is refused",
    max_tokens=8192,
    context_tokens=200_000,
    timeout_seconds=60,
    attempts=3,
    is_priced=False,
)
SETTINGS = SettingsInForce(
    engine=EngineInForce(engine=Engine.MODEL, share=12.5),
    agents=(
        AgentInForce(
            agent="log-agent",
            tools=("get_trace",),
            allowed=("get_trace",),
            forbidden=("search_logs",),
        ),
    ),
    limits=LimitsInForce(
        sessions_per_hour=20,
        messages_per_session=100,
        message_characters=8000,
        diagnoses_per_day=200,
        diagnoses_at_once=40,
        project_diagnoses_at_once=10,
        rechecks_per_hour=60,
        event_days=90,
        usage_days=400,
        budgets=(BudgetInForce(kind=BudgetKind.WORKLOAD_DAY, tokens=10_000_000, dollars=50),),
    ),
    models=(MODEL,),
    runbooks=(RunbookInForce(name="a.md", location="s3://b/a.md", bytes=10, project="shop"),),
    notes=(),
)


def test_everything_that_is_set_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for table in tables(SETTINGS):
        Console(width=160).print(table)

    shown = capsys.readouterr().out
    assert "anthropic/claude[bold]" in shown
    assert "left alone until 12:30:00 UTC: the key is refused" in shown
    assert "get_trace; not search_logs" in shown
    assert "a workload in a day" in shown
    assert "project shop" in shown


def test_who_answers_is_said_in_a_sentence() -> None:
    assert (
        engine(SETTINGS) == "Models answer 12.5 % of all sessions and diagnoses, rules the others."
    )
    assert engine(SETTINGS.model_copy(update={"models": ()})) == "Rules alone answer."
    rules = EngineInForce(engine=Engine.DETERMINISTIC, share=100)
    assert engine(SETTINGS.model_copy(update={"engine": rules})) == "Rules alone answer."
