"""fulfilment-fn: packs the orders that arrive on the queue."""

from __future__ import annotations

import json
from typing import Any

from .log import log


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Packs a batch of orders."""
    for record in event["Records"]:
        order = json.loads(record["body"])
        parcels = sum(item["quantity"] for item in order["items"])
        log("INFO", context.aws_request_id, "order packed", orderId=order["orderId"], items=parcels)
    return {"batchItemFailures": []}
