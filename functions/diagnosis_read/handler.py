"""Lists of diagnoses, and one diagnosis' status, events and earlier states."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.diagnosis.requests import DiagnosesQuery, EventsQuery, PageQuery, StateQuery
from casebook.http import identity, query, reply, reply_json, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
reading = wire().reading


@app.get("/api/diagnoses")
def of_projects() -> Response[str]:
    return reply(reading.of_projects(identity(app), query(app, DiagnosesQuery)))


@app.get("/api/workloads/<workload_id>/diagnoses")
def of_workload(workload_id: str) -> Response[str]:
    return reply(reading.of_workload(identity(app), workload_id, query(app, PageQuery)))


@app.get("/api/diagnoses/<diagnosis_id>")
def status(diagnosis_id: str) -> Response[str]:
    return reply(reading.status(identity(app), diagnosis_id))


@app.get("/api/diagnoses/<diagnosis_id>/events")
def events(diagnosis_id: str) -> Response[str]:
    return reply_json(reading.events(identity(app), diagnosis_id, query(app, EventsQuery)))


@app.get("/api/diagnoses/<diagnosis_id>/state")
def state(diagnosis_id: str) -> Response[str]:
    return reply_json(reading.state(identity(app), diagnosis_id, query(app, StateQuery)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
