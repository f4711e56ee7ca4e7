"""Why findings of cdk-nag's AwsSolutions rules are right to stand, each in a sentence.

A finding about a wildcard is acknowledged by its exact text, so a wider one is found again.
Which function holds which permission is a matter of `tests/infra`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import Acknowledgment, CfnElement, Stack, Validations
from constructs import Construct, IConstruct

from infra.stage import DEFAULT_MODEL_SECRETS
from infra.workflow import machine_name

if TYPE_CHECKING:
    from infra.stack import CasebookStack

# `AwsSolutions-IAM5[Resource::…]` by resource, as cdk-nag writes it.
ACCOUNT = "<AWS::Region>:<AWS::AccountId>"
WORKLOADS = {
    f"arn:<AWS::Partition>:logs:{ACCOUNT}:log-group:*": "log groups",
    f"arn:<AWS::Partition>:cloudwatch:{ACCOUNT}:alarm:*": "alarms",
    f"arn:<AWS::Partition>:lambda:{ACCOUNT}:function:*": "functions",
    f"arn:<AWS::Partition>:dynamodb:{ACCOUNT}:table/*": "tables",
    f"arn:<AWS::Partition>:sqs:{ACCOUNT}:*": "queues",
    f"arn:<AWS::Partition>:ecs:{ACCOUNT}:service/*": "services",
    f"arn:<AWS::Partition>:ecs:{ACCOUNT}:container-instance/*": "container instances",
    f"arn:<AWS::Partition>:ecs:{ACCOUNT}:task/*": "tasks",
    f"arn:<AWS::Partition>:states:{ACCOUNT}:stateMachine:*": "state machines",
    f"arn:<AWS::Partition>:states:{ACCOUNT}:execution:*": "executions",
    f"arn:<AWS::Partition>:rds:{ACCOUNT}:db:*": "databases",
    f"arn:<AWS::Partition>:rds:{ACCOUNT}:cluster:*": "clusters",
    f"arn:<AWS::Partition>:rds:{ACCOUNT}:pg:*": "parameter groups",
    f"arn:<AWS::Partition>:pi:{ACCOUNT}:metrics/rds/*": "databases",
    f"arn:<AWS::Partition>:events:{ACCOUNT}:rule/*": "rules",
    f"arn:<AWS::Partition>:scheduler:{ACCOUNT}:schedule/*": "schedules",
    "arn:<AWS::Partition>:health:*::event/*": "issues of AWS",
    "arn:<AWS::Partition>:apigateway:<AWS::Region>::/restapis*": "REST APIs",
    "arn:<AWS::Partition>:apigateway:<AWS::Region>::/apis*": "HTTP APIs",
    "arn:<AWS::Partition>:iam::<AWS::AccountId>:policy/*": "policies",
    "arn:<AWS::Partition>:iam::aws:policy/*": "policies of AWS",
    "arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*": "roles",
    "arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*": "users",
}
CONNECTIONS = {
    f"arn:<AWS::Partition>:secretsmanager:{ACCOUNT}:secret:casebook/tools/*": "secrets",
    f"arn:<AWS::Partition>:es:{ACCOUNT}:domain/*": "domains",
    f"arn:<AWS::Partition>:rds:{ACCOUNT}:cluster:*": "clusters",
}
CONNECTIONS_REASON = (
    "Connections are registered after deployment, so their {what} are not known by name; only "
    "reads are made, and which project's secret may be sent where is checked (docs/security.md)."
)
WORKLOADS_REASON = (
    "Workloads are registered after deployment, so the {what} to read are not known by name; "
    "the actions only read."
)
MODELS = (
    "arn:<AWS::Partition>:bedrock:*::foundation-model/*",
    "arn:<AWS::Partition>:bedrock:*:<AWS::AccountId>:inference-profile/*",
    "arn:<AWS::Partition>:bedrock:*:<AWS::AccountId>:application-inference-profile/*",
    *(
        f"arn:<AWS::Partition>:secretsmanager:{ACCOUNT}:secret:{name}-??????"
        for name in DEFAULT_MODEL_SECRETS
    ),
)
MODELS_REASON = (
    "Which models a team asks is configured after deployment; a profile spreads requests over "
    "regions, and Secrets Manager ends a secret's name with characters of its own."
)
UNNAMED_REASON = (
    "X-Ray's actions, and where the function reads telemetry those of CloudTrail, GetMetricData, "
    "the results of log queries, and the calls that list what there is of a service, have no "
    "resource that a policy could name."
)


def justify(stack: CasebookStack) -> None:
    """Acknowledge what stands, on the construct it stands on."""
    _justify_permissions(stack)
    acknowledge(
        stack,
        "AwsSolutions-L1",
        "The layers are built for Python 3.13, the version that this project is tested with; "
        "moving to a newer one is a change of its own.",
    )
    acknowledge(
        stack.failed_events,
        "AwsSolutions-SQS3",
        "This queue is the dead-letter queue, of asynchronous functions and of the alarm topic.",
    )
    acknowledge(
        stack.identity.pool,
        "AwsSolutions-COG2",
        "Second factors are offered and not forced: pipelines and the command line sign in too, "
        "and a team that wants to forces them in the pool.",
    )
    acknowledge(
        stack.identity.pool,
        "AwsSolutions-COG8",
        "The plus plan costs per user and adds risk scoring; administrators alone create users.",
    )
    acknowledge(
        stack.storage.bucket,
        "AwsSolutions-S1",
        "Functions alone reach the bucket, and the HTTP API's access log has who asked for what.",
    )
    acknowledge(
        stack.diagnosis.workflow.machine,
        "AwsSolutions-SF1",
        "Every step writes its events to Casebook's own log; the machine's adds its errors, "
        "without execution data.",
    )
    _justify_open_routes(stack)


def _justify_permissions(stack: CasebookStack) -> None:
    for function in stack.functions:
        acknowledge(function.role, "AwsSolutions-IAM5[Resource::*]", UNNAMED_REASON)
    acknowledge(
        stack.diagnosis.workflow.role,
        "AwsSolutions-IAM5[Resource::*]",
        "X-Ray's actions and CloudWatch's log delivery have no resource that a policy could name.",
    )
    for resource, what in WORKLOADS.items():
        acknowledge(
            stack, f"AwsSolutions-IAM5[Resource::{resource}]", WORKLOADS_REASON.format(what=what)
        )
    for resource in MODELS:
        acknowledge(stack, f"AwsSolutions-IAM5[Resource::{resource}]", MODELS_REASON)
    for resource, what in CONNECTIONS.items():
        acknowledge(
            stack, f"AwsSolutions-IAM5[Resource::{resource}]", CONNECTIONS_REASON.format(what=what)
        )
    bucket, api = logical_id(stack.storage.bucket), logical_id(stack.streaming.api)
    acknowledge(
        stack,
        f"AwsSolutions-IAM5[Resource::<{bucket}.Arn>/evidence/*]",
        "Every piece of evidence is an object of its own under this prefix.",
    )
    for prefix in ("knowledge", "knowledge-index"):
        acknowledge(
            stack,
            f"AwsSolutions-IAM5[Resource::<{bucket}.Arn>/{prefix}/*]",
            "Teams add runbooks after deployment; each, and each index, is an object of its own.",
        )
    acknowledge(
        stack,
        f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:{ACCOUNT}:<{api}>"
        "/live/POST/@connections/*]",
        "A connection gets its name when a person connects.",
    )
    acknowledge(
        stack,
        f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:{ACCOUNT}"
        f":execution:{machine_name(stack)}:*]",
        "Every diagnosis is an execution of its own.",
    )


def _justify_open_routes(stack: CasebookStack) -> None:
    acknowledge(
        stack.api,
        "AwsSolutions-APIG4",
        "Health is open by design: it tells whether Casebook works, and nothing about anyone. "
        "A test holds every other path to the authorizer.",
    )
    acknowledge(
        stack.streaming,
        "AwsSolutions-APIG4",
        "API Gateway authorises a WebSocket once, when it connects, where the ticket is redeemed; "
        "its other routes take no authorizer.",
    )


def acknowledge(construct: IConstruct | None, rule: str, reason: str) -> None:
    """Let a finding of the rule stand, on the construct and what is inside it."""
    if construct is not None:
        Validations.of(construct).acknowledge(Acknowledgment(id=rule, reason=reason))


def logical_id(construct: Construct) -> str:
    """The name in the template, by which cdk-nag writes a reference."""
    resource = construct.node.default_child
    if not isinstance(resource, CfnElement):
        raise TypeError(f"{construct.node.path} is no single resource")
    return str(Stack.of(construct).resolve(resource.logical_id))
