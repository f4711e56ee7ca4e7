"""GET …/evidence/{evidenceId} of a diagnosis and of a chat: what stands behind a claim."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import identity, query, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
evidence = wire().evidence_reading
of_diagnoses = wire().diagnosis_evidence


@app.get("/api/diagnoses/<diagnosis_id>/evidence/<evidence_id>")
def of_diagnosis(diagnosis_id: str, evidence_id: str) -> Response[str]:
    return reply(evidence.fetch(of_diagnoses.cited(identity(app), diagnosis_id, evidence_id)))


@app.get("/api/workloads/<workload_id>/agent/evidence/<evidence_id>")
def of_session(workload_id: str, evidence_id: str) -> Response[str]:
    from casebook.chat.messages import SessionQuery  # of chats alone

    asked = query(app, SessionQuery)
    cited = wire().session_evidence.cited(identity(app), workload_id, asked, evidence_id)
    return reply(evidence.fetch(cited))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
