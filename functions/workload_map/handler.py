"""GET /api/workloads/{workloadId}/map: its resources, who calls whom, and how each is now."""

from typing import Any

from aws_lambda_powertools.event_handler import Response

from casebook.http import identity, reply, resolver
from casebook.observability import logger
from casebook.wiring import wire

app = resolver()
map_reading = wire().map_reading


@app.get("/api/workloads/<workload_id>/map")
def workload_map(workload_id: str) -> Response[str]:
    # A GET writes nothing, so its requests to AWS are metered and not booked.
    with wire().bookings.open(None):
        return reply(map_reading.map(identity(app), workload_id))


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
