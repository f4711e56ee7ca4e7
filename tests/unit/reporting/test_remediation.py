"""What a report tells people to do: each command runs as it stands, and no step does harm."""

import shlex
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import get_args

import pytest

from casebook.domain.change import Change, ChangeKind, FieldChange
from casebook.domain.finding import Category, ErrorPattern, Finding, FindingKind
from casebook.domain.report import Remediation
from casebook.domain.workload import Metric, Resource, ResourceType, Workload
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.weighing import Candidate
from casebook.reporting.commands import changes_of
from casebook.reporting.looking import next_steps
from casebook.reporting.remediation import remediation_for
from tests.fakes.aws_cli import NoCommand, parse, shorthand

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
NAMES = (
    "orders",
    "/aws/lambda/it's here",
    "rds!cluster-1",
    "svc#2 $(reboot)",
    "a;b",
    "orders,AttributeKey=Username",
    'say "it", \\ = [x]',
)
DIMENSIONS = (
    {},
    {"FunctionName": "orders"},
    {"ClusterName": "main", "ServiceName": "orders web"},
    {"DBInstanceIdentifier": "orders-1"},
    {"DBClusterIdentifier": "orders"},
    {},
    {"FunctionName": "orders"},
)
MATRIX = list(product(get_args(ResourceType), get_args(Category)))


def resource(name: str, kind: str, dimensions: dict[str, str]) -> Resource:
    metrics = (Metric(namespace="AWS/X", name="Errors", dimensions=dimensions),)
    return Resource(name=name, type=kind, log_groups=(f"/logs/{name}",), metrics=metrics)


def change(kind: ChangeKind, name: str, *diff: FieldChange) -> Change:
    return Change(change_id="chg_1", at=NOW, kind=kind, resource=name, summary="", diff=diff)


def error(name: str, example: str) -> ErrorPattern:
    return ErrorPattern(
        template=example,
        count=3,
        first_at=NOW,
        last_at=NOW + timedelta(minutes=1),
        example=example,
        log_group=f"/logs/{name}",
        resource=name,
    )


def finding(
    kind: FindingKind,
    name: str,
    category: Category,
    made: Change | None = None,
    example: str = "it broke",
) -> Finding:
    return Finding(
        id=f"fnd_{kind}",
        agent="log-agent",
        rule="some-rule",
        kind=kind,
        claim=f"{name} failed.",
        strength=0.9,
        evidence=("evd_1",),
        resource=name,
        category=category if kind is FindingKind.CAUSE else None,
        onset=NOW,
        change=made,
        errors=(error(name, example),),
    )


def assessed(cause: Finding, of: Resource) -> tuple[Candidate, Assessment]:
    assert cause.resource
    assert cause.category
    blamed = Candidate(cause.resource, cause.category, (cause,))
    workload = Workload(
        workload_id="wkl_1",
        name="shop",
        project="team",
        resources=(of,),
        created_at=NOW,
        updated_at=NOW,
    )
    symptom = finding(FindingKind.SYMPTOM, cause.resource, cause.category)
    return blamed, Assessment((symptom, cause), (), (), (blamed,), workload)


def steps_for(
    of: Resource, category: Category, made: Change | None = None, example: str = "it broke"
) -> tuple[Remediation, ...]:
    cause = finding(FindingKind.CAUSE, of.name, category, made, example)
    return remediation_for(*assessed(cause, of))


@pytest.mark.parametrize(("kind", "category"), MATRIX)
def test_every_command_is_one_that_the_cli_takes(kind: ResourceType, category: Category) -> None:
    named = zip(NAMES, DIMENSIONS, strict=True)
    for (name, dimensions), made in product(named, get_args(ChangeKind)):
        one = resource(name, kind, dimensions)
        blamed, assessment = assessed(
            finding(FindingKind.CAUSE, name, category, change(made, name)), one
        )

        steps = [
            *remediation_for(blamed, assessment),
            *remediation_for(None, assessment),
            *next_steps(assessment, None, (), NOW),
        ]

        assert steps
        for step in steps:
            if step.command:
                parse(step.command)


@pytest.mark.parametrize("name", NAMES)
def test_the_changes_of_a_resource_are_asked_by_its_whole_name(name: str) -> None:
    words = shlex.split(changes_of(name, NOW))
    attributes = words[words.index("--lookup-attributes") + 1]

    assert shorthand(attributes) == {"AttributeKey": "ResourceName", "AttributeValue": name}


@pytest.mark.parametrize("category", get_args(Category))
def test_what_a_platform_did_is_not_undone(category: Category) -> None:
    one = resource("orders", "rds", {})
    made = change("service-event", "orders", FieldChange(path="writer", before="a", after="b"))

    told = " ".join(step.text for step in steps_for(one, category, made))

    for verb in ("Undo", "back to `", "Take back", "Roll", "Remove `"):
        assert verb not in told


@pytest.mark.parametrize("category", ["resource-exhaustion", "throttling", "traffic"])
@pytest.mark.parametrize(
    "words",
    [
        "FATAL: sorry, too many clients already",
        "remaining connection slots are reserved",
        "QueuePool limit of size 5 overflow 10 reached, connection timed out",
        "ERR max number of clients reached: maxclients",
    ],
)
def test_nobody_scales_what_drains_a_pool(category: Category, words: str) -> None:
    steps = steps_for(resource("orders", "rds", {}), category, None, words)

    assert any("fewer connections" in step.text for step in steps)
    assert not any(step.text.startswith(("Scale", "Raise", "Give")) for step in steps)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, "5", "Remove `x` from orders"),
        ("5", None, "Set `x` of orders again, to `5`"),
        ("5", "6", "Put `x` of orders back to `5`"),
    ],
)
def test_a_setting_is_put_back_by_what_was_done_to_it(
    before: str | None, after: str | None, told: str
) -> None:
    made = change("configuration", "orders", FieldChange(path="x", before=before, after=after))

    steps = steps_for(resource("orders", "lambda", {}), "configuration", made)

    assert steps[0].text.startswith(told)


@pytest.mark.parametrize(
    "command",
    [
        "aws ecs list-services --cluster <cluster>",
        "aws ecs describe-services --cluster main",  # the services are missing
        "aws ecs update-service --service orders",
        "aws lambda get-function-configuration --function orders",
        "aws lambda get-function-moods --function-name orders",
        "aws logs tail --since 10m",
        "aws logs tail /logs/a b",
        "aws moods list",
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,x,y",
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName",
    ],
)
def test_a_command_that_cannot_be_run_is_seen(command: str) -> None:
    with pytest.raises(NoCommand):
        parse(command)
