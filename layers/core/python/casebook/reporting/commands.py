"""Commands of the AWS CLI that a report offers. Each only reads, and has all its arguments: a
command that nobody can run as it stands is not offered."""

import re
import shlex
from collections.abc import Iterator
from datetime import datetime

from casebook.domain.workload import Resource

_PLAIN = re.compile(r"[\w.:/@$#!+-]+")


def log_tail(log_group: str, *, follow: bool = False) -> str:
    command = f"aws logs tail {shlex.quote(log_group)} --since {'10m' if follow else '1h'}"
    return f"{command} --follow" if follow else command


def alarm_history(alarm: str) -> str:
    return (
        f"aws cloudwatch describe-alarm-history --alarm-name {shlex.quote(alarm)}"
        " --history-item-type StateUpdate"
    )


def changes_of(resource: str, since: datetime) -> str:
    """https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events-cli.html"""
    attribute = shlex.quote(f"AttributeKey=ResourceName,AttributeValue={_shorthand(resource)}")
    return (
        f"aws cloudtrail lookup-events --lookup-attributes {attribute}"
        f" --start-time {since:%Y-%m-%dT%H:%M:%SZ}"
    )


def _shorthand(value: str) -> str:
    """The value as the CLI's shorthand reads it: a comma would begin the next key.

    https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
    """
    if _PLAIN.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def looks_at(resource: Resource) -> Iterator[tuple[str, str]]:
    """What to look at on a resource of this type, and by which command. What a command needs beside
    the resource's name comes from its metrics' dimensions; without it there is no command."""
    name = shlex.quote(resource.name)
    of = {key: value for metric in resource.metrics for key, value in metric.dimensions.items()}
    match resource.type:
        case "lambda":
            function = shlex.quote(of.get("FunctionName", resource.name))
            yield (
                "See how {} is configured now.",
                f"aws lambda get-function-configuration --function-name {function}",
            )
            yield (
                "See how many of {} may run at once.",
                f"aws lambda get-function-concurrency --function-name {function}",
            )
        case "dynamodb":
            table = shlex.quote(of.get("TableName", resource.name))
            yield "See how {} is set up now.", f"aws dynamodb describe-table --table-name {table}"
        case "sqs":
            yield "See that {} is there.", f"aws sqs get-queue-url --queue-name {name}"
        case "rds":
            yield from _database(of)
        case "ecs":
            yield from _service(of)
        case _:
            return


def _database(dimensions: dict[str, str]) -> Iterator[tuple[str, str]]:
    """An instance and a cluster are asked for differently; a name alone does not say which."""
    if instance := dimensions.get("DBInstanceIdentifier"):
        one = f"--db-instance-identifier {shlex.quote(instance)}"
        yield "See the state of {}.", f"aws rds describe-db-instances {one}"
    elif cluster := dimensions.get("DBClusterIdentifier"):
        one = f"--db-cluster-identifier {shlex.quote(cluster)}"
        yield "See the state of {}.", f"aws rds describe-db-clusters {one}"


def _service(dimensions: dict[str, str]) -> Iterator[tuple[str, str]]:
    cluster, service = dimensions.get("ClusterName"), dimensions.get("ServiceName")
    if cluster and service:
        yield (
            "See the deployments and the newest events of {}.",
            f"aws ecs describe-services --cluster {shlex.quote(cluster)}"
            f" --services {shlex.quote(service)}",
        )
