"""POST …/evidence/{evidenceId}/recheck of a diagnosis and of a chat: is it still so?"""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import identity, query, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
rechecking = wire().rechecking
of_diagnoses = wire().diagnosis_evidence


@app.post("/api/diagnoses/<diagnosis_id>/evidence/<evidence_id>/recheck")
def of_diagnosis(diagnosis_id: str, evidence_id: str) -> Response[str]:
    return reply(rechecking.recheck(of_diagnoses.cited(identity(app), diagnosis_id, evidence_id)))


@app.post("/api/workloads/<workload_id>/agent/evidence/<evidence_id>/recheck")
def of_session(workload_id: str, evidence_id: str) -> Response[str]:
    from casebook.chat.messages import SessionQuery  # of chats alone

    asked = query(app, SessionQuery)
    cited = wire().session_evidence.cited(identity(app), workload_id, asked, evidence_id)
    return reply(rechecking.recheck(cited))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
