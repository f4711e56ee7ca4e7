"""POST /api/diagnoses/{diagnosisId}/pause, /resume, /cancel and /feedback."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.diagnosis.requests import GiveFeedback
from casebook.http import body, identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
control = wire().control
giving_feedback = wire().giving_feedback


@app.post("/api/diagnoses/<diagnosis_id>/pause")
def pause(diagnosis_id: str) -> Response[str]:
    return reply(control.pause(identity(app), diagnosis_id))


@app.post("/api/diagnoses/<diagnosis_id>/resume")
def resume(diagnosis_id: str) -> Response[str]:
    return reply(control.resume(identity(app), diagnosis_id))


@app.post("/api/diagnoses/<diagnosis_id>/cancel")
def cancel(diagnosis_id: str) -> Response[str]:
    return reply(control.cancel(identity(app), diagnosis_id))


@app.post("/api/diagnoses/<diagnosis_id>/feedback")
def feedback(diagnosis_id: str) -> Response[str]:
    return reply(giving_feedback.give(identity(app), diagnosis_id, body(app, GiveFeedback)))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
