"""POST /api/diagnoses/{diagnosisId}/evidence/{evidenceId}/recheck: is it still so?"""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
rechecking = wire().rechecking


@app.post("/api/diagnoses/<diagnosis_id>/evidence/<evidence_id>/recheck")
def recheck(diagnosis_id: str, evidence_id: str) -> Response[str]:
    return reply(rechecking.recheck(identity(app), diagnosis_id, evidence_id))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
