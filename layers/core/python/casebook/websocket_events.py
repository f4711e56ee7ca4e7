"""What API Gateway says of a WebSocket connection, and what it wants to hear.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
"""

from collections.abc import Mapping
from typing import Any

from casebook.errors import Forbidden
from casebook.ports.connections import Identity

OK = {"statusCode": 200}


def ticket_of(event: Mapping[str, Any]) -> str:
    return str((event.get("queryStringParameters") or {}).get("ticket") or "")


def connection_of(event: Mapping[str, Any]) -> str:
    return str(event["requestContext"]["connectionId"])


def admission(who: Identity | None, method_arn: str) -> dict[str, Any]:
    """A Lambda authorizer's answer: let them in as who they are, or not at all.

    The context's values must be texts; the identity travels as JSON.
    """
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Action": "execute-api:Invoke",
                "Effect": "Allow" if who else "Deny",
                "Resource": method_arn,
            }
        ],
    }
    if who is None:
        return {"principalId": "nobody", "policyDocument": policy}
    context = {"identity": who.to_json()}
    return {"principalId": who.user, "policyDocument": policy, "context": context}


def admitted(event: Mapping[str, Any]) -> Identity:
    """Who the authorizer let in. Raises Forbidden when no authorizer ran."""
    identity = (event["requestContext"].get("authorizer") or {}).get("identity")
    if not identity:
        raise Forbidden("connect with a ticket")
    return Identity.model_validate_json(identity)
