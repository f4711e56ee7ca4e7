"""checkout-fn: POST /orders."""

from __future__ import annotations

import json
import os
import traceback
from typing import Any

import boto3

from .log import log
from .payment import charge
from .pricing import price

dynamodb = boto3.resource("dynamodb")
sqs = boto3.client("sqs")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes an order; whatever goes wrong is logged and left to Lambda as an error."""
    order = json.loads(event["body"])
    request_id = context.aws_request_id
    log("INFO", request_id, "checkout started", orderId=order["orderId"], items=len(order["items"]))
    try:
        checkout(order, request_id)
    except Exception as error:
        log(
            "ERROR",
            request_id,
            f"checkout failed: {error}",
            orderId=order["orderId"],
            errorType=type(error).__name__,
            stackTrace=traceback.format_exc(),
        )
        raise
    return {"statusCode": 201, "body": json.dumps({"orderId": order["orderId"]})}


def checkout(order: dict[str, Any], request_id: str) -> None:
    """Charges the order, stores it and hands it to fulfilment."""
    order_id = order["orderId"]
    if "loyalty" in order and order["loyalty"]["lookupMs"] > 150:
        log("WARNING", request_id, "slow loyalty lookup", durationMs=order["loyalty"]["lookupMs"])
    total = price(order)
    payment = charge(os.environ["PAYMENTS_URL"], order_id, total)
    log("INFO", request_id, "payment taken", orderId=order_id, paymentId=payment)
    dynamodb.Table(os.environ["ORDERS_TABLE"]).put_item(
        Item={"orderId": order_id, "total": total, "paymentId": payment, "status": "paid"}
    )
    sqs.send_message(
        QueueUrl=os.environ["FULFILMENT_QUEUE_URL"],
        MessageBody=json.dumps({"orderId": order_id, "items": order["items"]}),
    )
    log("INFO", request_id, "checkout finished", orderId=order_id, amount=float(total))
