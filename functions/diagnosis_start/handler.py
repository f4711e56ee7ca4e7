"""POST /api/workloads/{workloadId}/diagnoses: start a diagnosis by hand."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.diagnosis.requests import StartDiagnosis
from casebook.http import body, identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
opening = wire().opening


@app.post("/api/workloads/<workload_id>/diagnoses")
def start(workload_id: str) -> Response[str]:
    return reply(opening.by_person(identity(app), workload_id, body(app, StartDiagnosis)), 202)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
