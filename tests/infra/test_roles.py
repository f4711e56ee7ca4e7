"""Each function's role may do what the function is for, and is refused everything else: the
policies of the template, evaluated as IAM does. `tests/stack/test_denied.py` asks AWS."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from casebook.adapters.dynamodb import keys
from tests.infra.deployment import Deployment
from tests.roles.attempts import Attempt
from tests.roles.needs import (
    ALL,
    OF_NO_FUNCTION,
    ROWS,
    logging_of,
    needed,
    refused,
    summary,
    tried_locally,
)
from tests.roles.policies import ACCOUNT, REGION, Policies, matches

SECURITY = Path(__file__).parents[2] / "docs" / "security.md"
COPIER = "Console"
# How the state machine delivers its own log, and is traced.
LOGGING = {"logs:DescribeLogGroups", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}


class Tried:
    """A deployment whose roles are tried."""

    def __init__(self, deployment: Deployment) -> None:
        self.policies = Policies(deployment)
        self.roles = {
            name: properties["Role"]["Fn::GetAtt"][0]
            for name, properties in deployment.functions.items()
        }
        others = {*self.policies.statements} - {*self.roles.values()}
        self.others = {
            "console copier" if r.startswith(COPIER) else "state machine": r for r in others
        }
        self.names = names_of(deployment)

    def allows(self, role: str, attempt: Attempt) -> bool:
        on = attempt.arn.format_map(self.names)
        return self.policies.allows(role, attempt.action, on, attempt.context)

    def allowed(self, function: str, attempts: Iterable[Attempt]) -> list[str]:
        role = self.roles[function]
        return [one.id for one in attempts if self.allows(role, one)]


def names_of(deployment: Deployment) -> dict[str, str]:
    """What the placeholders of attempts stand for, in a template without physical names."""
    policies = Policies(deployment)

    def only(kind: str, part: str = "", *, by_arn: bool = False) -> str:
        (found,) = (name for name in deployment.of_type(kind) if part in name)
        return policies.physical(found, by_arn=by_arn)

    return {
        "region": REGION,
        "account": ACCOUNT,
        "stack": deployment.stack,
        "stage": deployment.stack.partition("-")[2],
        "table": only("AWS::DynamoDB::Table"),
        "bucket": only("AWS::S3::Bucket", "Storage"),
        "queue": only("AWS::SQS::Queue"),
        "results": only("AWS::SNS::Topic", "Results", by_arn=True),
        "pool": only("AWS::Cognito::UserPool"),
        "live": next(name for name in deployment.of_type("AWS::ApiGatewayV2::Api")
                     if name.startswith("Streaming")),
    }  # fmt: skip


@pytest.fixture(scope="module")
def account(real: Deployment) -> Tried:
    return Tried(real)


@pytest.fixture(scope="module")
def laptop(local: Deployment) -> Tried:
    return Tried(local)


def test_every_function_has_a_row_and_every_row_a_function(either: Deployment) -> None:
    assert set(either.functions) == set(ROWS)


@pytest.mark.parametrize("function", ROWS)
def test_a_role_is_refused_what_its_function_is_not_for(account: Tried, function: str) -> None:
    assert account.allowed(function, refused(function)) == []


@pytest.mark.parametrize("function", ROWS)
def test_a_role_may_do_what_its_function_is_for(account: Tried, function: str) -> None:
    wanted = list(needed(function))

    assert account.allowed(function, wanted) == [one.id for one in wanted]


@pytest.mark.parametrize("function", ROWS)
def test_on_a_laptop_nothing_more_is_permitted_than_it_cannot_tell_apart(
    laptop: Tried, function: str
) -> None:
    assert laptop.allowed(function, tried_locally(function)) == []


def test_a_role_that_is_no_functions_may_do_nothing_of_it(account: Tried) -> None:
    assert set(account.others) == OF_NO_FUNCTION
    for role in account.others.values():
        allowed = {a.action for a in (*ALL, *logging_of(*ROWS)) if account.allows(role, a)}
        assert allowed <= LOGGING


def test_no_permission_is_left_untried(account: Tried, real: Deployment) -> None:
    """A new action, or an old one on another resource, needs its attempt."""
    tried = {one.action: [] for one in (*ALL, *logging_of(*ROWS))}  # type: dict[str, list[str]]
    for one in (*ALL, *logging_of(*ROWS)):
        tried[one.action].append(one.arn.format_map(account.names))
    untried = {
        (action, resource)
        for role in account.roles.values()
        for statement in account.policies.statements[role]
        for action in as_actions(statement["Action"])
        for resource in statement["Resource"]
        if not any(matches(on, resource) for on in tried.get(action, ()))
    }

    # A model may be asked by a profile of its own as well as by a shared one.
    assert {
        r for _, r in untried if "inference-profile" not in r and "foundation" not in r
    } == set()


def as_actions(actions: str | list[str]) -> list[str]:
    return [actions] if isinstance(actions, str) else actions


def test_what_is_tried_is_what_the_docs_count() -> None:
    assert summary() in " ".join(SECURITY.read_text().split())


def test_keys_of_the_table_are_those_that_policies_name() -> None:
    from infra import storage

    written = (keys.__doc__ or "").splitlines()
    heads = {line.split("|")[1].strip().partition("<")[0] for line in written if "|" in line}
    named = {*storage.RULING, storage.CONNECTIONS, storage.TICKETS, storage.LIMITS, storage.USAGE}

    assert {name.rstrip("*") for name in named | {storage.WORKLOAD_ITEMS}} <= heads
