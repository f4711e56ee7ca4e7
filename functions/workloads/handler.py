"""GET/POST /api/workloads and GET/PUT/DELETE /api/workloads/{workloadId}: what is watched."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import body, identity, no_content, query, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire
from casebook.workloads.requests import DescribeWorkload, WorkloadsQuery

app = resolver()
registration = wire().registration


@app.get("/api/workloads")
def list_workloads() -> Response[str]:
    return reply(registration.all(identity(app), query(app, WorkloadsQuery)))


@app.post("/api/workloads")
def register() -> Response[str]:
    return reply(registration.register(identity(app), body(app, DescribeWorkload)), 201)


@app.get("/api/workloads/<workload_id>")
def get(workload_id: str) -> Response[str]:
    return reply(registration.get(identity(app), workload_id))


@app.put("/api/workloads/<workload_id>")
def replace(workload_id: str) -> Response[str]:
    described = body(app, DescribeWorkload)
    return reply(registration.replace(identity(app), workload_id, described))


@app.delete("/api/workloads/<workload_id>")
def remove(workload_id: str) -> Response[str]:
    registration.remove(identity(app), workload_id)
    wire().chat.end_about(workload_id)
    return no_content()


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
