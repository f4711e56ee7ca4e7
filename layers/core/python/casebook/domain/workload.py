"""What is watched: a workload and the resources that it consists of."""

from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema

from casebook.domain.connections import Database, McpServer, Repository, SearchConnection
from casebook.domain.model import Instant, Model

ResourceType = Literal[
    "lambda", "dynamodb", "sqs", "ecs", "eks-workload", "eks-node", "rds", "elasticache",
    "stepfunctions", "apigateway", "http", "other",
]  # fmt: skip


def _known_type(said: object) -> object:
    """A kind that Casebook knows nothing particular of is watched by its logs and metrics alone."""
    return said if said in get_args(ResourceType) or not isinstance(said, str) else "other"


_ANY_TYPE = {"type": "string", "examples": list(get_args(ResourceType))}


class Metric(Model):
    """A CloudWatch metric by its full address."""

    namespace: str = Field(min_length=1)
    name: str = Field(min_length=1)
    dimensions: dict[str, str] = Field(default_factory=dict)


class Resource(Model):
    """One part of a workload, named as AWS names it (function, table, queue …).

    An `eks-workload` is a Deployment, StatefulSet, DaemonSet or Job, or a pod that has no owner,
    named as that is, with or without its namespace (`shop/cart`); an `eks-node` is named as
    `kubectl get nodes` names it.
    """

    name: str = Field(min_length=1)
    type: Annotated[ResourceType, BeforeValidator(_known_type), WithJsonSchema(_ANY_TYPE)] = "other"
    log_groups: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = ()


class Connections(Model):
    """What tools may reach for a workload beside AWS. What is not registered is not offered."""

    repository: Repository | None = None
    search: SearchConnection | None = None
    database: Database | None = None
    mcp: tuple[McpServer, ...] = Field((), max_length=5)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of the secrets that the connections need."""
        needed = (self.repository, self.search, self.database, *self.mcp)
        return tuple(name for each in needed if (name := getattr(each, "secret", None)))


class Workload(Connections):
    """A registered workload. `project` is the Cognito group whose members may see it."""

    workload_id: str
    name: str
    project: str
    resources: tuple[Resource, ...]
    calls: tuple[tuple[str, str], ...] = ()
    """Who calls whom: (caller, callee) by resource name."""
    alarms: tuple[str, ...] = ()
    """Names of alarms that belong to this workload, beside those found by their dimensions."""
    created_at: Instant
    updated_at: Instant

    def resource(self, name: str) -> Resource | None:
        return next((each for each in self.resources if each.name == name), None)

    @property
    def log_groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(g for each in self.resources for g in each.log_groups))

    def owner_of_log_group(self, log_group: str) -> Resource | None:
        return next((each for each in self.resources if log_group in each.log_groups), None)

    def callees_of(self, name: str) -> tuple[str, ...]:
        return self._callees.get(name, ())

    @cached_property
    def _callees(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for caller, callee in self.calls:
            found.setdefault(caller, []).append(callee)
        return {caller: tuple(callees) for caller, callees in found.items()}


# What AWS itself records for each kind of resource, so that nobody has to list it by hand.
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
_STANDARD_METRICS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "lambda": ("AWS/Lambda", "FunctionName", ("Errors", "Invocations", "Throttles", "Duration")),
    "dynamodb": (
        "AWS/DynamoDB",
        "TableName",
        ("ReadThrottleEvents", "WriteThrottleEvents", "SystemErrors", "UserErrors"),
    ),
    "sqs": (
        "AWS/SQS",
        "QueueName",
        ("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"),
    ),
}


def standard_log_groups(resource: Resource) -> tuple[str, ...]:
    """The log groups that AWS itself names after the resource."""
    return (f"/aws/lambda/{resource.name}",) if resource.type == "lambda" else ()


def with_standard_telemetry(resource: Resource) -> Resource:
    """The resource with AWS' own log group and metrics where its owner named none."""
    log_groups = resource.log_groups or standard_log_groups(resource)
    metrics = resource.metrics
    if not metrics and resource.type in _STANDARD_METRICS:
        namespace, dimension, names = _STANDARD_METRICS[resource.type]
        metrics = tuple(
            Metric(namespace=namespace, name=name, dimensions={dimension: resource.name})
            for name in names
        )
    return resource.model_copy(update={"log_groups": log_groups, "metrics": metrics})
