"""Lists of diagnoses, and one diagnosis' status, events and earlier states."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.diagnosis.requests import (
    DiagnosesQuery,
    EventsQuery,
    FollowQuery,
    PageQuery,
    StateQuery,
)
from casebook.http import (
    identity,
    last_event_id,
    query,
    reply,
    reply_events,
    reply_json,
    resolver,
    wants_events,
)
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
    if wants_events(app):
        asked = query(app, FollowQuery)
        behind = asked.model_copy(update={"after": last_event_id(app, asked.after)})
        return reply_events(reading.server_sent(identity(app), diagnosis_id, behind))
    return reply_json(reading.events(identity(app), diagnosis_id, query(app, EventsQuery)))


@app.get("/api/diagnoses/<diagnosis_id>/state")
def state(diagnosis_id: str) -> Response[str]:
    return reply_json(reading.state(identity(app), diagnosis_id, query(app, StateQuery)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
