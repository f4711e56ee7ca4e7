"""payments-fn: POST /charge, and POST /bank/outage for the simulated bank.

`POST /bank/outage {"charges": n}` makes the bank answer 503 to the next n charges, which is how a
blip that heals by itself is made, the same on a fast machine and a slow one. The count lies in a
table, so that every worker of the function sees the same bank.
"""

from __future__ import annotations

import json
import os
from typing import Any

import boto3
from botocore.exceptions import ClientError

from .log import log

BANK = {"name": "bank"}

dynamodb = boto3.resource("dynamodb")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers both routes."""
    body = json.loads(event["body"])
    bank = dynamodb.Table(os.environ["BANK_TABLE"])
    if event["rawPath"].endswith("/bank/outage"):
        charges = int(body["charges"])
        bank.put_item(Item=BANK | {"refusing": charges})
        return answer(202, {"refusing": charges})
    return charge(bank, body, context.aws_request_id)


def charge(bank: Any, body: dict[str, Any], request_id: str) -> dict[str, Any]:
    """Charges a card, unless the bank is out."""
    if refuses(bank):
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


def refuses(bank: Any) -> bool:
    """Whether the bank is out for this charge; counts it."""
    try:
        bank.update_item(
            Key=BANK,
            UpdateExpression="ADD refusing :one_less",
            ConditionExpression="refusing > :none",
            ExpressionAttributeValues={":one_less": -1, ":none": 0},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    """An HTTP answer as API Gateway takes it."""
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body),
    }
