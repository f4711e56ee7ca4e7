"""Runs scenarios in this process, without a stack: seconds for a suite."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cli.evaluation.scenario import Scenario
from cli.evaluation.scoring import Trial
from cli.evaluation.silence import silence

if TYPE_CHECKING:
    from casebook.domain.diagnosis import Diagnosis


def replayed(scenario: Scenario) -> tuple[Trial, Diagnosis | None]:
    """One trial. What the product refuses is its result, as it is on a stack."""
    from cli.evaluation.replay import FIRED_AT, Replay

    began = time.monotonic()
    diagnosis: Diagnosis | None = None
    problem = None
    try:
        with silence():
            diagnosis = Replay(scenario).diagnosis()
    except Exception as error:  # noqa: BLE001 - a defect in one must not end a run of thousands
        problem = f"{type(error).__name__}: {error}"
    trial = Trial(
        scenario.name,
        scenario.part,
        scenario.expected,
        diagnosis=diagnosis.diagnosis_id if diagnosis else None,
        report=diagnosis.report if diagnosis else None,
        seconds=time.monotonic() - began,
        problem=problem,
        fired_at=FIRED_AT,
    )
    return trial, diagnosis


def explanation(diagnosis: Diagnosis) -> Iterator[str]:
    """Every finding, hypothesis and gap: for whoever writes rules."""
    for finding in diagnosis.findings:
        yield (
            f"{finding.agent} {finding.rule} [{finding.kind.value} {finding.strength:.2f}]"
            f" {finding.resource}/{finding.category}: {finding.claim}"
        )
    if diagnosis.report:
        for found in diagnosis.report.hypotheses:
            yield f"=> {found.resource}/{found.category} {found.confidence:.2f} {found.summary}"
        yield f"gaps: {diagnosis.report.gaps}"
        yield diagnosis.report.summary
