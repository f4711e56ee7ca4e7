"""Permission to read the telemetry of workloads, whose names are not known at deployment.

Casebook only ever reads: no statement here changes anything of a workload. Where AWS allows a
resource to be named, the kind of resource in this account and region is.
"""

import aws_cdk as cdk

from infra.function import CasebookFunction
from infra.settings import Setting


def allow_logs(function: CasebookFunction) -> None:
    """Search the account's log groups."""
    groups = _arn(function, "logs", "log-group", ":")
    function.allow(["logs:FilterLogEvents", "logs:StartQuery", "logs:DescribeLogGroups"], [groups])
    function.allow(["logs:GetQueryResults"], ["*"])


def allow_metrics(function: CasebookFunction) -> None:
    """Read metrics and the state of alarms."""
    function.allow(["cloudwatch:GetMetricData"], ["*"])
    function.allow(["cloudwatch:DescribeAlarms"], [_arn(function, "cloudwatch", "alarm", ":")])


def allow_changes(function: CasebookFunction) -> None:
    """Look up who changed what, in CloudTrail's management events, and whose key an unnamed caller
    used."""
    function.allow(["cloudtrail:LookupEvents"], ["*"])
    function.allow(["iam:GetAccessKeyLastUsed"], [_arn(function, "iam", "user", "/")])
    rate = function.stage.trail_requests_a_second
    function.configure(Setting.TRAIL_REQUESTS_A_SECOND, str(rate))


def allow_configuration(function: CasebookFunction) -> None:
    """Read how resources are configured, and what their roles may do. Code is not read:
    `lambda:GetFunction` is left out because it hands out the deployed package."""
    function.allow(
        ["lambda:GetFunctionConfiguration", "lambda:GetFunctionConcurrency"],
        [_arn(function, "lambda", "function", ":")],
    )
    function.allow(["dynamodb:DescribeTable"], [_arn(function, "dynamodb", "table", "/")])
    function.allow(["sqs:GetQueueAttributes", "sqs:GetQueueUrl"], [_arn(function, "sqs", "*", "")])
    function.allow(
        ["iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"],
        [_arn(function, "iam", "role", "/")],
    )


def _arn(function: CasebookFunction, service: str, resource: str, separator: str) -> str:
    """Every resource of one kind in this account, as `arn:…:<resource><separator>*`."""
    name = f"{resource}{separator}*" if separator else resource
    region = "" if service == "iam" else cdk.Aws.REGION
    return f"arn:{cdk.Aws.PARTITION}:{service}:{region}:{cdk.Aws.ACCOUNT_ID}:{name}"
