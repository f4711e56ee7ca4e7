"""GET /api/diagnoses/{diagnosisId}/evidence/{evidenceId}: what stands behind a claim."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
evidence = wire().evidence_reading


@app.get("/api/diagnoses/<diagnosis_id>/evidence/<evidence_id>")
def fetch(diagnosis_id: str, evidence_id: str) -> Response[str]:
    return reply(evidence.fetch(identity(app), diagnosis_id, evidence_id))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
