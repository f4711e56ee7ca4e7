"""What a report about a variant is worth, and what the table makes of it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.console import Console

from casebook.domain.change import Change
from casebook.domain.report import Moment, Report, RootCause, Verdict
from cli.evaluation.metamorphic.judging import (
    Outcome,
    judge_of_innocent,
    judge_of_recovery,
    judged,
    judged_without_evidence,
)
from cli.evaluation.metamorphic.rows import relations
from cli.evaluation.metamorphic.running import BASE, Run
from cli.evaluation.metamorphic.table import Results, document, shown
from cli.evaluation.scenario import Expected

NOW = datetime(2026, 11, 21, 19, 4, tzinfo=UTC)
CAUSE = Expected(
    verdict=("confirmed", "likely"),
    resource=("pay-api",),
    category=("deployment",),
    mentions=("2.0.0",),
    faults=("mailer",),
)


def report(
    verdict: str, resource: str | None = None, confidence: float = 0.9, **fields: Any
) -> Report:
    category = fields.pop("category", "deployment")
    cause = RootCause(resource=resource, category=category, summary="") if resource else None
    known = {"summary": "", "verdict": Verdict(verdict), "root_cause": cause}
    return Report(**(known | {"confidence": confidence} | fields))


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (report("confirmed", "pay-api"), Outcome.SAME),
        (report("likely", "pay-api", 0.6), Outcome.SAME),
        (report("inconclusive", None, 0.5), Outcome.LESS_SURE),
        (report("likely", "pay-api", 0.7, category="traffic"), Outcome.LESS_SURE),
        (report("likely", "pay-api", 0.9, category="traffic"), Outcome.ANOTHER),
        (report("likely", "orders", 0.8), Outcome.LOST),
        (report("confirmed", "orders", 0.9), Outcome.ANOTHER),
        (report("healthy", None, 0.8), Outcome.LOST),
        (report("healthy", None, 0.84), Outcome.ANOTHER),
    ],
)
def test_an_outcome_is_about_the_cause_and_how_sure_it_is(said: Report, outcome: Outcome) -> None:
    assert judged(said, CAUSE, None, NOW) is outcome


def test_a_fault_where_none_is_is_another_cause() -> None:
    nothing = Expected(verdict=("healthy",), resource=(None,))

    assert judged(report("confirmed", "pay-api"), nothing, None, NOW) is Outcome.ANOTHER
    assert judged(report("healthy"), nothing, None, NOW) is Outcome.SAME


def test_without_its_evidence_another_cause_may_be_suspected_with_less_certainty() -> None:
    base = report("confirmed", "pay-api", 0.95)

    suspected = judged_without_evidence(report("likely", "orders", 0.7), CAUSE, base, NOW)
    sure = judged_without_evidence(report("likely", "orders", 0.85), CAUSE, base, NOW)
    healthy = judged_without_evidence(report("healthy", None, 0.7), CAUSE, base, NOW)
    other_fault = judged_without_evidence(report("confirmed", "mailer"), CAUSE, base, NOW)

    assert suspected is Outcome.LESS_SURE
    assert sure is Outcome.ANOTHER
    assert healthy is Outcome.LOST
    assert other_fault is Outcome.LESS_SURE


def test_an_innocent_change_is_not_to_be_blamed_even_on_the_right_resource() -> None:
    innocent = Change(
        change_id="c", at=NOW, kind="deployment", resource="pay-api", summary="imprint"
    )
    judge = judge_of_innocent("imprint")

    assert judge(report("confirmed", "pay-api", change=innocent), CAUSE, None, NOW) is (
        Outcome.ANOTHER
    )
    assert judge(report("confirmed", "pay-api"), CAUSE, None, NOW) is Outcome.SAME


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (report("healthy", summary="It has recovered by itself, since 18:54 UTC."), Outcome.SAME),
        (report("healthy", summary="A false alarm."), Outcome.LESS_SURE),
        (
            report("likely", "pay-api", summary="The errors have stopped at 18:55:10."),
            Outcome.SAME,
        ),
        (
            report("likely", "pay-api", summary="The errors have stopped at 17:00."),
            Outcome.LOST,
        ),
        (report("confirmed", "pay-api", summary="It fails: `task stopped 18:54`."), Outcome.LOST),
        (report("confirmed", "orders", summary="It has recovered at 18:54."), Outcome.ANOTHER),
    ],
)
def test_a_recovery_is_said_with_its_time(said: Report, outcome: Outcome) -> None:
    assert judge_of_recovery(600)(said, CAUSE, None, NOW) is outcome


def test_a_recovery_in_the_timeline_alone_is_less() -> None:
    moment = Moment(at=NOW.replace(hour=18, minute=54), what="Errors are back to normal.")

    said = report("likely", "pay-api", timeline=(moment,))

    assert judge_of_recovery(600)(said, CAUSE, None, NOW) is Outcome.LESS_SURE


def results(*outcomes: tuple[str, Outcome]) -> Results:
    """Runs of the row `names`, on scenarios of which `wrong` is wrong unchanged."""
    base = [
        Run("right", BASE, "", Outcome.SAME),
        Run("wrong", BASE, "", Outcome.LOST),
    ]
    runs = [Run(scenario, "names", "first", outcome) for scenario, outcome in outcomes]
    wanted = [relation for relation in relations(()) if relation.name == "names"]
    return Results([*base, *runs], wanted)


def test_shares_are_of_scenarios_that_are_right_unchanged() -> None:
    found = results(("right", Outcome.SAME), ("right", Outcome.LOST), ("wrong", Outcome.LOST))

    (row,) = found.rows
    assert (len(row.counted), row.share) == (2, 0.5)
    assert not found.as_it_must


def test_another_cause_counts_over_all_scenarios() -> None:
    found = results(("right", Outcome.SAME), ("wrong", Outcome.ANOTHER))

    (row,) = found.rows
    assert row.share == 1.0
    assert row.another == 1
    assert not found.as_it_must
    assert results(("right", Outcome.LESS_SURE), ("wrong", Outcome.LOST)).as_it_must


def test_the_table_fits_80_columns_and_names_what_breaks() -> None:
    found = results(("right", Outcome.ANOTHER), ("right", Outcome.SAME))
    console = Console(file=io.StringIO(), width=80)

    console.print(shown(found))

    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert "!first" in text
    assert document(found, 1)["rows"][0]["anotherAboveSure"] == 1
