"""Each function's role, on a stack that enforces IAM, is refused what the function is not for.

The credentials are those that a function of that role has, so that each answer is AWS' own decision
and not a reading of the policy. `tests/infra/test_roles.py` is the second opinion, and the only one
for what the local AWS does not tell apart.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from local.aws import ACCOUNT, REGION
from local.state import Stack
from tests.roles.asking import DENIALS, Asking
from tests.roles.needs import LACKING, ROWS, refused, tried_locally

STACK = "Casebook-local"
PROBE = """
import os

def handler(event, context):
    return [os.environ[f"AWS_{name}"] for name in event]
"""
KEYS = ["ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"]


@pytest.fixture(scope="module")
def roles(stack: Stack) -> dict[str, str]:
    """The role's ARN of every deployed function of Casebook's."""
    pages = stack.aws.client("lambda").get_paginator("list_functions").paginate()
    return {
        function["FunctionName"].removeprefix(f"{STACK}-").replace("-", "_"): function["Role"]
        for page in pages
        for function in page["Functions"]
        if function["FunctionName"].startswith(f"{STACK}-")
    }


@pytest.fixture(scope="module")
def asking(stack: Stack) -> Asking:
    casebook = stack.casebook
    live = casebook.web_socket_url.split("/")[-2]
    resources = stack.aws.client("cloudformation").get_paginator("list_stack_resources")
    (queue,) = (
        resource["PhysicalResourceId"]
        for page in resources.paginate(StackName=STACK)
        for resource in page["StackResourceSummaries"]
        if resource["ResourceType"] == "AWS::SQS::Queue"
    )
    names = {
        "region": REGION,
        "account": ACCOUNT,
        "stack": STACK,
        "stage": "local",
        "table": casebook.table_name,
        "bucket": casebook.bucket_name,
        "queue": queue.rpartition("/")[2],
        "results": casebook.result_topic_arn,
        "pool": casebook.user_pool_id,
        "live": live,
        "push": "http" + casebook.web_socket_url.removeprefix("ws"),
    }
    return Asking(stack.emulator.endpoint, names)


class Become:
    """Takes on roles, by a function that runs as each in turn and tells its keys."""

    def __init__(self, stack: Stack, asking: Asking, roles: dict[str, str]) -> None:
        self._functions = stack.aws.client("lambda")
        self._asking, self._roles = asking, roles
        self._made: list[str] = []

    def __call__(self, function: str) -> Asking:
        name = f"probe-{len(self._made)}-{function}"
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("probe.py", PROBE)
        self._functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Handler="probe.handler",
            Role=self._roles[function],
            Code={"ZipFile": package.getvalue()},
            Timeout=15,
        )
        self._made.append(name)
        answer = self._functions.invoke(FunctionName=name, Payload=json.dumps(KEYS))
        self._asking.become(*json.loads(answer["Payload"].read()))
        return self._asking

    def end(self) -> None:
        for name in self._made:
            self._functions.delete_function(FunctionName=name)


@pytest.fixture(scope="module")
def become(stack: Stack, asking: Asking, roles: dict[str, str]) -> Iterator[Become]:
    s3 = stack.aws.client("s3")
    s3.create_bucket(Bucket="shop-data")  # without it, who asks is told that it is not there
    become = Become(stack, asking, roles)
    yield become
    become.end()
    s3.delete_bucket(Bucket="shop-data")


def test_every_deployed_function_has_a_row(roles: dict[str, str]) -> None:
    assert set(roles) == set(ROWS)


@pytest.mark.parametrize("function", ROWS)
def test_a_role_is_refused_what_its_function_is_not_for(become: Become, function: str) -> None:
    asking = become(function)

    answers = {one.id: asking.answer(one) for one in tried_locally(function)}

    assert {name: said for name, said in answers.items() if said not in DENIALS} == {}


def test_what_the_local_aws_lacks_is_not_counted_as_refused(become: Become) -> None:
    """Should it learn these services, they are to be tried here."""
    asking = become("me")
    lacking = [one for one in refused("me") if one.service in LACKING - {""}]

    assert {one.service for one in lacking} == LACKING - {""}
    assert {asking.answer(one) for one in lacking}.isdisjoint(DENIALS)
