"""IAM is enforced: a function's role does what the function is for, and no more.

The probe is a function of its own with the role in question, so that it is AWS' own decision and
not a reading of the policy.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from local.state import Stack

PROBE = """
import boto3
from botocore.exceptions import ClientError

def handler(event, context):
    client = boto3.client("dynamodb")
    try:
        getattr(client, event["action"])(TableName=event["table"], **event["arguments"])
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"
"""
KEY = {"pk": {"S": "probe"}, "sk": {"S": "probe"}}


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Iterator[str]:
    """A function that has the role of agent_history."""
    functions = stack.aws.client("lambda")
    found = functions.get_paginator("list_functions").paginate()
    (role,) = [
        function["Role"]
        for page in found
        for function in page["Functions"]
        if function["FunctionName"].endswith("agent-history")
    ]
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("probe.py", PROBE)
    functions.create_function(
        FunctionName="probe",
        Runtime="python3.13",
        Handler="probe.handler",
        Role=role,
        Code={"ZipFile": package.getvalue()},
        Timeout=15,
    )
    yield "probe"
    functions.delete_function(FunctionName="probe")


def decision(stack: Stack, probe: str, action: str, **arguments: object) -> str:
    event = {"action": action, "table": stack.casebook.table_name, "arguments": arguments}
    answer = stack.aws.client("lambda").invoke(FunctionName=probe, Payload=json.dumps(event))
    return str(json.loads(answer["Payload"].read()))


def test_the_history_may_be_read_by_its_function(stack: Stack, probe: str) -> None:
    assert decision(stack, probe, "get_item", Key=KEY) == "allowed"


@pytest.mark.parametrize(
    ("action", "arguments"),
    [("put_item", {"Item": KEY}), ("delete_item", {"Key": KEY}), ("scan", {})],
)
def test_the_history_may_not_be_written_or_scanned_by_its_function(
    stack: Stack, probe: str, action: str, arguments: dict[str, object]
) -> None:
    assert decision(stack, probe, action, **arguments) == "AccessDeniedException"
