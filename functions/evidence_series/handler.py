"""GET …/evidence/{evidenceId}/series of a diagnosis and of a chat: the numbers for a chart."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.diagnosis.series_requests import SeriesQuery, SessionSeriesQuery
from casebook.domain.cited import CitedEvidence
from casebook.http import identity, query, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
evidence = wire().evidence_reading
of_diagnoses = wire().diagnosis_evidence


@app.get("/api/diagnoses/<diagnosis_id>/evidence/<evidence_id>/series")
def of_diagnosis(diagnosis_id: str, evidence_id: str) -> Response[str]:
    asked = query(app, SeriesQuery)
    return _series(of_diagnoses.cited(identity(app), diagnosis_id, evidence_id), asked)


@app.get("/api/workloads/<workload_id>/agent/evidence/<evidence_id>/series")
def of_session(workload_id: str, evidence_id: str) -> Response[str]:
    from casebook.chat.messages import SessionQuery  # of chats alone

    asked = query(app, SessionSeriesQuery)
    session = SessionQuery(session_id=asked.session_id)
    cited = wire().session_evidence.cited(identity(app), workload_id, session, evidence_id)
    return _series(cited, asked)


def _series(cited: CitedEvidence, asked: SeriesQuery) -> Response[str]:
    return reply(wire().charting.series(cited, evidence.fetch(cited), asked))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
