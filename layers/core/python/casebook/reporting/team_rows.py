"""Which rows of the team's own knowledge had a part in what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from casebook.domain.change import Change
from casebook.domain.finding import ErrorPattern, Finding
from casebook.domain.report import TeamRow
from casebook.domain.workload import Workload
from casebook.knowledge.catalogue import Catalogue, known
from casebook.knowledge.kubernetes import reason_in
from casebook.knowledge.signs import team_sign_in
from casebook.knowledge.words import words_of
from casebook.reasoning.reading import read

if TYPE_CHECKING:
    from casebook.knowledge.team_rows import TeamRows


def rows_that_spoke(findings: Iterable[Finding], workload: Workload) -> tuple[TeamRow, ...]:
    """Each once, in the order of the findings. Where the team knows nothing of its own: none."""
    catalogue = known()
    if (team := catalogue.team) is None:
        return ()
    spoken = (
        row
        for finding in findings
        for rows in (
            _of_rule(finding),
            *(_of_error(error, catalogue, team) for error in finding.errors),
            _of_change(finding.change, catalogue, team) if finding.change else (),
            _of_metrics(finding, workload, catalogue, team),
        )
        for row in rows
    )
    return tuple(TeamRow(table=table, name=name) for table, name in dict.fromkeys(spoken))


Spoken = Iterator[tuple[str, str]]


def _of_rule(finding: Finding) -> Spoken:
    if finding.team_row:
        yield "cause", finding.team_row


def _of_error(error: ErrorPattern, catalogue: Catalogue, team: TeamRows) -> Spoken:
    reading = read(error)
    if reading.event:
        if (reason := reading.event.row) and reason in team.reasons:
            yield "reason", reason.name
        return
    if own := team_sign_in(reading.words):
        yield "sign", own
    first = next((row for row, _, _ in catalogue.signs.fitting(reading.words)), None)
    if first in team.more_of_ours:
        yield "sign", first.name


def _of_change(change: Change, catalogue: Catalogue, team: TeamRows) -> Spoken:
    if (event := catalogue.events.of(change.summary)) and event in team.events:
        yield "event", event.name
    if (reason := reason_in(change.summary)) and reason in team.reasons:
        yield "reason", reason.name
    for row in team.settings:
        if any(row.fits(field.path) for field in change.diff):
            yield "setting", row.name


def _of_metrics(
    finding: Finding, workload: Workload, catalogue: Catalogue, team: TeamRows
) -> Spoken:
    """Of the metrics of its resource that the claim names."""
    resource = workload.resource(finding.resource) if finding.resource and team.metrics else None
    for metric in resource.metrics if resource else ():
        if metric.name in finding.claim:
            row = catalogue.metrics.row_of(metric.namespace, words_of(metric.name))
            if row in team.metrics:
                yield "metric", row.name
