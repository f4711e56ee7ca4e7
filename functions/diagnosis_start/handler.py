"""POST /api/workloads/{workloadId}/diagnoses and /api/diagnoses/{diagnosisId}/rerun: by hand."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.diagnosis.requests import RerunDiagnosis, StartDiagnosis
from casebook.http import body, identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
opening = wire().opening


@app.post("/api/workloads/<workload_id>/diagnoses")
def start(workload_id: str) -> Response[str]:
    return reply(opening.by_person(identity(app), workload_id, body(app, StartDiagnosis)), 202)


@app.post("/api/diagnoses/<diagnosis_id>/rerun")
def rerun(diagnosis_id: str) -> Response[str]:
    asked = body(app, RerunDiagnosis)
    return reply(wire().rerunning.rerun(identity(app), diagnosis_id, asked), 202)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
