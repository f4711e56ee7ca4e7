"""`casebook diagnoses` and `casebook alarms`: what happened lately, over all workloads."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from casebook.diagnosis.requests import DiagnosisPage, DiagnosisSummary
from casebook.domain.model import iso
from casebook.workloads.alarm_requests import HeardAlarmPage, HeardAlarmView
from cli.client import Client, sign_in
from cli.plain import plain
from local import state

_ID_CHARACTERS = 30

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Limit = Annotated[int, typer.Option(min=1, max=100, help="How many, at most.")]
IsOpen = Annotated[bool, typer.Option("--open", help="Only those that have not ended.")]


def diagnoses(is_open: IsOpen = False, limit: Limit = 20, as_json: AsJson = False) -> None:
    """List the newest diagnoses of all workloads."""
    client = _client()
    said = client.all_diagnoses(limit, state="open" if is_open else None)
    if as_json:
        print(json.dumps(said, indent=2))
        return
    page = DiagnosisPage.model_validate(said)
    Console().print(diagnoses_table(page, client.workload_names()))


def alarms(limit: Limit = 20, as_json: AsJson = False) -> None:
    """List the newest alarms that were heard, and what became of each."""
    client = _client()
    said = client.alarms(limit)
    if as_json:
        print(json.dumps(said, indent=2))
        return
    page = HeardAlarmPage.model_validate(said)
    Console().print(alarms_table(page, client.workload_names()))


def diagnoses_table(page: DiagnosisPage, names: dict[str, str]) -> Table:
    """The page for people. `names` are those of the workloads that are still registered."""
    shown = Table(box=None, pad_edge=False)
    shown.add_column("diagnosis", no_wrap=True)
    shown.add_column("started, UTC", no_wrap=True)
    for heading in ("workload", "result"):
        shown.add_column(heading, overflow="fold")
    for diagnosis in page.diagnoses:
        workload = names.get(diagnosis.workload_id, diagnosis.workload_id)
        started = iso(diagnosis.started_at)[:16].replace("T", " ")
        shown.add_row(diagnosis.diagnosis_id, started, plain(workload), _result(diagnosis))
    return shown


def alarms_table(page: HeardAlarmPage, names: dict[str, str]) -> Table:
    """The page for people."""
    shown = Table(box=None, pad_edge=False)
    shown.add_column("heard, UTC", no_wrap=True)
    shown.add_column("alarm, workload", overflow="fold")
    shown.add_column("outcome", no_wrap=True)
    # An id that is cut cannot be copied into the next command.
    shown.add_column("diagnosis, or why none", overflow="fold", width=_ID_CHARACTERS)
    for alarm in page.alarms:
        shown.add_row(
            iso(alarm.at)[:16].replace("T", " "),
            "\n".join(filter(None, (plain(alarm.name), plain(_workload_of(alarm, names))))),
            alarm.outcome.value,
            plain(alarm.diagnosis_id or alarm.why or ""),
        )
    return shown


def _result(diagnosis: DiagnosisSummary) -> str:
    if diagnosis.verdict is None:
        return plain(diagnosis.status) + _before(diagnosis.queue_place)
    result = diagnosis.verdict
    if diagnosis.confidence is not None:
        result += f", {diagnosis.confidence:.0%}"
    if diagnosis.resource is not None:
        result += f": {diagnosis.resource} ({diagnosis.category})"
    counts = diagnosis.feedback
    said = [f"{counts.useful} useful"] * bool(counts.useful) + [f"{counts.wrong} wrong"] * bool(
        counts.wrong
    )
    return plain("; ".join([result, *said]))


def _before(place: int | None) -> str:
    """How many start before one that is queued."""
    return "" if place is None else f", {place - 1} before it" if place > 1 else ", next"


def _workload_of(alarm: HeardAlarmView, names: dict[str, str]) -> str:
    return names.get(alarm.workload_id, alarm.workload_id) if alarm.workload_id else ""


def _client() -> Client:
    stack = state.read()
    return Client(stack.casebook.http_api_url, sign_in(stack))
