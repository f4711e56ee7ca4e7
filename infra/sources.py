"""Permission to read the telemetry of workloads, whose names are not known at deployment.

Casebook only ever reads: no statement here changes anything of a workload. Where AWS allows a
resource to be named, the kind of resource in this account and region is.
"""

import aws_cdk as cdk

from infra.function import CasebookFunction
from infra.settings import Setting


def allow_logs(function: CasebookFunction) -> None:
    """Search the account's log groups, and stop a search that takes too long."""
    groups = _arn(function, "logs", "log-group", ":")
    function.allow(["logs:FilterLogEvents", "logs:StartQuery", "logs:DescribeLogGroups"], [groups])
    function.allow(["logs:GetQueryResults", "logs:GetLogRecord", "logs:StopQuery"], ["*"])


def allow_traces(function: CasebookFunction) -> None:
    """Read traces. X-Ray knows no resource that a policy could name; the tool keeps to the
    workload's."""
    function.allow(["xray:GetTraceSummaries", "xray:BatchGetTraces"], ["*"])


def allow_metrics(function: CasebookFunction) -> None:
    """Read metrics, and alarms with their history. Composite alarms are told only to those whose
    permission names no alarm
    (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html)."""
    function.allow(["cloudwatch:GetMetricData"], ["*"])
    function.allow(["cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory"], ["*"])


def allow_changes(function: CasebookFunction) -> None:
    """Look up who changed what, in CloudTrail's management events, and whose key an unnamed caller
    used; and what the services themselves report."""
    function.allow(["cloudtrail:LookupEvents"], ["*"])
    function.allow(["iam:GetAccessKeyLastUsed"], [_arn(function, "iam", "user", "/")])
    rate = function.stage.trail_requests_a_second
    function.configure(Setting.TRAIL_REQUESTS_A_SECOND, str(rate))
    _allow_platform_events(function)


def _allow_platform_events(function: CasebookFunction) -> None:
    """Read what the services say of a resource: events, why tasks stopped, which executions failed.
    RDS and ElastiCache take no resource for it, tasks are listed by the container instances that
    they may run on; what Lambda reads for a function is among its configuration:
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/IAM.APIReference.html
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html
    """
    events = ["rds:DescribeEvents", "elasticache:DescribeEvents", "health:DescribeEvents"]
    function.allow([*events, "application-signals:ListServiceStates"], ["*"])
    instances = _arn(function, "ecs", "container-instance", "/")
    function.allow(["ecs:ListTasks"], [instances])
    function.allow(["ecs:DescribeTasks"], [_arn(function, "ecs", "task", "/")])
    function.allow(["states:ListExecutions"], [_arn(function, "states", "stateMachine", ":")])
    issues = f"arn:{cdk.Aws.PARTITION}:health:*::event/*"
    function.allow(["health:DescribeEventDetails", "health:DescribeAffectedEntities"], [issues])
    function.allow(["pi:DescribeDimensionKeys"], [_arn(function, "pi", "metrics/rds", "/")])
    function.allow(["states:GetExecutionHistory"], [_arn(function, "states", "execution", ":")])


def allow_configuration(function: CasebookFunction) -> None:
    """Read how resources are configured, and what their roles may do. Code is not read:
    `lambda:GetFunction` is left out because it hands out the deployed package."""
    function.allow(
        ["lambda:GetFunctionConfiguration", "lambda:GetFunctionConcurrency"],
        [_arn(function, "lambda", "function", ":")],
    )
    _allow_what_sends_work(function)
    function.allow(["dynamodb:DescribeTable"], [_arn(function, "dynamodb", "table", "/")])
    queues = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListDeadLetterSourceQueues"]
    function.allow(queues, [_arn(function, "sqs", "*", "")])
    services = _arn(function, "ecs", "service", "/")
    function.allow(["ecs:DescribeServices"], [services])
    function.allow(["ecs:DescribeTaskDefinition", "ecs:ListClusters"], ["*"])
    function.allow(["rds:DescribeDBInstances"], [_arn(function, "rds", "db", ":")])
    function.allow(["rds:DescribeDBClusters"], [_arn(function, "rds", "cluster", ":")])
    function.allow(["rds:DescribeDBParameters"], [_arn(function, "rds", "pg", ":")])
    function.allow(["states:DescribeStateMachine"], [_arn(function, "states", "stateMachine", ":")])
    function.allow(["states:ListStateMachines"], ["*"])
    function.allow(["apigateway:GET"], _apis(function))
    function.allow(
        ["iam:ListRolePolicies", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"],
        [_arn(function, "iam", "role", "/")],
    )
    policies = f"arn:{cdk.Aws.PARTITION}:iam::aws:policy/*"
    function.allow(
        ["iam:GetPolicy", "iam:GetPolicyVersion"], [_arn(function, "iam", "policy", "/"), policies]
    )


def _allow_what_sends_work(function: CasebookFunction) -> None:
    """Read event source mappings, rules and schedules. The calls that list them take no resource:
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html
    """
    lists = (
        "lambda:ListEventSourceMappings",
        "events:ListEventBuses",
        "events:ListRuleNamesByTarget",
        "scheduler:ListSchedules",
    )
    function.allow(lists, ["*"])
    function.allow(["events:DescribeRule"], [_arn(function, "events", "rule", "/")])
    function.allow(["scheduler:GetSchedule"], [_arn(function, "scheduler", "schedule", "/")])


def _apis(function: CasebookFunction) -> list[str]:
    """API Gateway's ARNs have paths for resources: the list of REST APIs or of newer ones, and all
    that lies below."""
    root = f"arn:{cdk.Aws.PARTITION}:apigateway:{cdk.Aws.REGION}::"
    return [f"{root}/restapis*", f"{root}/apis*"]


def _arn(function: CasebookFunction, service: str, resource: str, separator: str) -> str:
    """Every resource of one kind in this account, as `arn:…:<resource><separator>*`."""
    name = f"{resource}{separator}*" if separator else resource
    region = "" if service == "iam" else cdk.Aws.REGION
    return f"arn:{cdk.Aws.PARTITION}:{service}:{region}:{cdk.Aws.ACCOUNT_ID}:{name}"
