"""payments-fn: POST /charge, and POST /bank/outage for the simulated bank.

`POST /bank/outage {"seconds": n}` makes the bank answer 503 for so long, which is how a blip that
heals by itself is made. The end of the outage lies in a table, so that every worker of the
function sees the same bank.
"""

from __future__ import annotations

import json
import os
import time
from typing import Any

import boto3

from .log import log

BANK = {"name": "bank"}

dynamodb = boto3.resource("dynamodb")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers both routes."""
    body = json.loads(event["body"])
    bank = dynamodb.Table(os.environ["BANK_TABLE"])
    if event["rawPath"].endswith("/bank/outage"):
        until = str(time.time() + float(body["seconds"]))
        bank.put_item(Item=BANK | {"outUntil": until})
        return answer(202, {"outUntil": until})
    return charge(bank, body, context.aws_request_id)


def charge(bank: Any, body: dict[str, Any], request_id: str) -> dict[str, Any]:
    """Charges a card, unless the bank is out."""
    state = bank.get_item(Key=BANK, ConsistentRead=True).get("Item", {})
    if time.time() < float(state.get("outUntil", 0)):
        log(
            "ERROR",
            request_id,
            "bank answered 503: service temporarily unavailable",
            orderId=body["orderId"],
            errorType="BankUnavailable",
        )
        return answer(503, {"message": "the bank is temporarily unavailable"})
    log("INFO", request_id, "charged", orderId=body["orderId"], amount=body["amount"])
    return answer(200, {"paymentId": f"pay_{body['orderId']}"})


def answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    """An HTTP answer as API Gateway takes it."""
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body),
    }
