"""What is tried with every role, each with the needs that permit it; `never.py` has what none may.

An ARN, and the values of a call, have placeholders in braces: `table`, `bucket`, `stack`, `stage`,
`live` (the WebSocket API's id), `results`, `queue` and `pool`, of the deployment that is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

KEYS = "dynamodb:LeadingKeys"
STREAM = "STREAM#dgn_1"
SECRETS = ("casebook/anthropic", "casebook/openai", "casebook/azure-openai")


@dataclass(frozen=True)
class Attempt:
    """One action on one resource, and how a client asks for it: `<service>.<operation>`.

    `call` is empty where no client of AWS' makes the request; `context` is the condition keys that
    the request has.
    """

    action: str
    arn: str
    call: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    context: Mapping[str, str] = field(default_factory=dict)

    @property
    def service(self) -> str:
        """Whose client is asked."""
        return self.call.partition(".")[0]

    @cached_property
    def id(self) -> str:
        asked = "".join(f" ({value})" for value in self.context.values())
        return f"{self.action} on {self.arn}{asked}"


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{{region}}:{{account}}:{resource}"


def asked(name: str, *needs: str, on: str = "*", call: str = "", **arguments: Any) -> Attempt:
    """`name` is the action; its client's call is spelled alike unless it is said."""
    return Attempt(name, on, call, arguments, frozenset(needs))


# ---- Casebook's own table, bucket and functions

TABLE = arn("dynamodb", "table/{table}")


def item(action: str, key: str, *needs: str) -> Attempt:
    """A request about one item of Casebook's table."""
    pk = {"pk": {"S": key}, "sk": {"S": "probe"}}
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "GetItem": ("get_item", {"Key": pk}),
        "PutItem": ("put_item", {"Item": pk}),
        "UpdateItem": ("update_item", {"Key": pk}),
        "DeleteItem": ("delete_item", {"Key": pk}),
        "ConditionCheckItem": ("transact_write_items", {}),
    }
    operation, arguments = calls[action]
    said: dict[str, Any] = {"TableName": "{table}", **arguments}
    if action == "ConditionCheckItem":
        check: dict[str, Any] = {
            "TableName": "{table}",
            "Key": pk,
            "ConditionExpression": "attribute_exists(pk)",
        }
        said = {"TransactItems": [{"ConditionCheck": check}]}
    name = f"dynamodb:{action}"
    return Attempt(name, TABLE, f"dynamodb.{operation}", said, frozenset(needs), {KEYS: key})


def query(need: str, index: str = "") -> Attempt:
    said: dict[str, Any] = {
        "TableName": "{table}",
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": "probe"}},
    }
    if index:
        said["IndexName"] = index
    on = f"{TABLE}/index/{index}" if index else TABLE
    return Attempt("dynamodb:Query", on, "dynamodb.query", said, frozenset({need}))


def stored(action: str, key: str, *needs: str) -> Attempt:
    """A request about one object of Casebook's bucket."""
    operation = "get_object" if action == "GetObject" else "put_object"
    said = {"Bucket": "{bucket}", "Key": key}
    on = f"arn:aws:s3:::{{bucket}}/{key}"
    return Attempt(f"s3:{action}", on, f"s3.{operation}", said, frozenset(needs))


def listed(prefix: str, *needs: str) -> Attempt:
    said, on = {"Bucket": "{bucket}", "Prefix": prefix}, "arn:aws:s3:::{bucket}"
    context = {"s3:prefix": prefix}
    return Attempt("s3:ListBucket", on, "s3.list_objects_v2", said, frozenset(needs), context)


# What may be written under which partition key: by functions that write nothing else, too.
KEPT = (
    ("TICKET#1", "write table", "write tickets"),
    ("CONNECTION#1", "write table", "write connections"),
    ("WORKLOAD#wkl_1", "write table", "write workloads"),
    ("LIMIT#rechecks", "write table"),
    ("USAGE#shop", "write table"),
    ("OWNERSHIP", "write ownership"),
    ("KNOWLEDGE#shop", "write knowledge"),
)
MORE = {
    ("UpdateItem", "LIMIT#rechecks"): ["count"],
    ("UpdateItem", "USAGE#shop"): ["count"],
    ("DeleteItem", "TICKET#1"): ["redeem"],
}


def _own() -> Iterator[Attempt]:
    yield item("GetItem", STREAM, "read table")
    yield query("read table")
    yield query("index", "gsi1")
    yield query("index of projects", "gsi2")
    for action in ("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"):
        yield item(action, STREAM, "write table")
        for key, *needs in KEPT:
            yield item(action, key, *needs, *MORE.get((action, key), ()))
    yield stored("GetObject", "evidence/probe", "read evidence", "keep evidence")
    yield stored("PutObject", "evidence/probe", "keep evidence")
    yield stored("GetObject", "knowledge/probe.md", "runbooks")
    yield stored("GetObject", "knowledge-index/probe", "runbooks")
    yield stored("PutObject", "knowledge-index/probe", "runbooks")
    yield listed("knowledge/", "runbooks", "list runbooks")
    for parameter, need in (("engine", "engine"), ("models", "models' document")):
        name = f"/casebook/{{stage}}/{parameter}"
        on = arn("ssm", f"parameter{name}")
        yield asked("ssm:GetParameter", need, on=on, call="ssm.get_parameter", Name=name)
    for name in SECRETS:
        yield secret(name, "models' keys")
    yield secret("casebook/tools/shop/search", "tools' secrets")
    for name, need in (("agent-turn", "invoke turn"), ("resource-observer", "invoke observer")):
        yield invocation(f"{{stack}}-{name}", need)
    on = arn("execute-api", "{live}/live/POST/@connections/probe")
    yield asked("execute-api:ManageConnections", "push", on=on,
                call="apigatewaymanagementapi.post_to_connection",
                ConnectionId="probe", Data="{{}}")  # fmt: skip
    machine = arn("states", "stateMachine:{stack}-diagnosis")
    for action, operation, *needs in (
        ("StartExecution", "start_execution", "start"),
        ("DescribeStateMachine", "describe_state_machine", "describe machine", "configuration"),
    ):
        call = f"stepfunctions.{operation}"
        yield asked(f"states:{action}", *needs, on=machine, call=call, stateMachineArn=machine)
    execution = machine.replace(":stateMachine:", ":execution:") + ":dgn_1"
    yield asked(
        "states:DescribeExecution",
        "watch executions",
        on=execution,
        call="stepfunctions.describe_execution",
        executionArn=execution,
    )
    said = {"taskToken": "probe", "output": "{{}}"}
    call = "stepfunctions.send_task_success"
    yield asked("states:SendTaskSuccess", "answer gate", on=machine, call=call, **said)
    yield asked("sns:Publish", "publish", on="{results}", call="sns.publish",
                TopicArn="{results}", Message="probe")  # fmt: skip
    yield queued("SendMessage", "{queue}", "failed events", MessageBody="probe")
    yield queued("GetQueueAttributes", "{queue}", "configuration")
    for action, operation in (("PutTraceSegments", "put_trace_segments"),
                              ("PutTelemetryRecords", "put_telemetry_records")):  # fmt: skip
        yield asked(f"xray:{action}", "trace itself", call=f"xray.{operation}")


def secret(name: str, *needs: str) -> Attempt:
    on = arn("secretsmanager", f"secret:{name}-AbCdEf")
    return asked("secretsmanager:GetSecretValue", *needs, on=on,
                 call="secretsmanager.get_secret_value", SecretId=name)  # fmt: skip


def invocation(name: str, *needs: str) -> Attempt:
    on = arn("lambda", f"function:{name}")
    return asked("lambda:InvokeFunction", *needs, on=on, call="lambda.invoke", FunctionName=name)


def queued(action: str, name: str, *needs: str, **arguments: Any) -> Attempt:
    operation = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in action)[1:]
    place = {"QueueName": name} if action == "GetQueueUrl" else {
        "QueueUrl": f"http://sqs.{{region}}.localhost/{{account}}/{name}"
    }  # fmt: skip
    on = arn("sqs", name)
    return asked(f"sqs:{action}", *needs, on=on, call=f"sqs.{operation}", **place, **arguments)


# ---- models, and what teams connect

MODEL = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude"
PROFILE = arn("bedrock", "inference-profile/us.anthropic.claude")


def _models() -> Iterator[Attempt]:
    for action, operation in (("InvokeModel", "invoke_model"),
                              ("InvokeModelWithResponseStream",
                               "invoke_model_with_response_stream")):  # fmt: skip
        yield asked(f"bedrock:{action}", "models", on=MODEL, call=f"bedrock-runtime.{operation}",
                    modelId="anthropic.claude", body="{{}}")  # fmt: skip
    for action, on, operation, argument in (
        ("GetFoundationModel", MODEL, "get_foundation_model", "modelIdentifier"),
        ("GetInferenceProfile", PROFILE, "get_inference_profile", "inferenceProfileIdentifier"),
    ):
        said = {argument: on}
        yield asked(f"bedrock:{action}", "check models", on=on, call=f"bedrock.{operation}", **said)
    yield asked("es:ESHttpGet", "search", on=arn("es", "domain/shop/orders/_search"))
    cluster = arn("rds", "cluster:orders")
    said = {"resourceArn": cluster, "secretArn": arn("secretsmanager", "secret:casebook/tools/x")}
    for action, operation, more in (
        ("BeginTransaction", "begin_transaction", {}),
        ("ExecuteStatement", "execute_statement", {"sql": "select 1"}),
        ("RollbackTransaction", "rollback_transaction", {"transactionId": "probe"}),
    ):
        call = f"rds-data.{operation}"
        yield asked(f"rds-data:{action}", "databases", on=cluster, call=call, **said, **more)


# ---- what is read of a team's account

GROUP = arn("logs", "log-group:/aws/lambda/checkout-fn:*")
ROLE, POLICY = "arn:aws:iam::{account}:role/shop", "arn:aws:iam::{account}:policy/shop"
AWS_POLICY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
MACHINE = arn("states", "stateMachine:orders")
EXECUTION = arn("states", "execution:orders:run-1")
NOW = "2026-11-21T19:04:11Z"
# action, need, resource, call, arguments
READS: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("logs:FilterLogEvents", "logs", GROUP, "logs.filter_log_events",
     {"logGroupName": "/aws/lambda/checkout-fn"}),
    ("logs:StartQuery", "logs", GROUP, "logs.start_query",
     {"logGroupName": "/aws/lambda/checkout-fn", "startTime": 1, "endTime": 2, "queryString": "x"}),
    ("logs:DescribeLogGroups", "logs", GROUP, "logs.describe_log_groups", {}),
    ("logs:GetQueryResults", "logs", "*", "logs.get_query_results", {"queryId": "probe"}),
    ("logs:GetLogRecord", "logs", "*", "logs.get_log_record", {"logRecordPointer": "probe"}),
    ("logs:StopQuery", "logs", "*", "logs.stop_query", {"queryId": "probe"}),
    ("xray:GetTraceSummaries", "traces", "*", "xray.get_trace_summaries",
     {"StartTime": NOW, "EndTime": NOW}),
    ("xray:BatchGetTraces", "traces", "*", "xray.batch_get_traces", {"TraceIds": ["1"]}),
    ("cloudwatch:GetMetricData", "metrics charts", "*", "cloudwatch.get_metric_data",
     {"MetricDataQueries": [], "StartTime": NOW, "EndTime": NOW}),
    ("cloudwatch:DescribeAlarms", "metrics alarms", "*", "cloudwatch.describe_alarms", {}),
    ("cloudwatch:DescribeAlarmHistory", "metrics", "*", "cloudwatch.describe_alarm_history", {}),
    ("cloudtrail:LookupEvents", "changes", "*", "cloudtrail.lookup_events", {}),
    ("iam:GetAccessKeyLastUsed", "changes", "arn:aws:iam::{account}:user/release-bot",
     "iam.get_access_key_last_used", {"AccessKeyId": "probe-key"}),
    ("rds:DescribeEvents", "changes", "*", "rds.describe_events", {}),
    ("elasticache:DescribeEvents", "changes", "*", "elasticache.describe_events", {}),
    ("health:DescribeEvents", "changes", "*", "health.describe_events", {}),
    ("health:DescribeEventDetails", "changes", "arn:aws:health:us-east-1::event/RDS/x/y",
     "health.describe_event_details", {"eventArns": ["arn:aws:health:us-east-1::event/RDS/x/y"]}),
    ("health:DescribeAffectedEntities", "changes", "arn:aws:health:us-east-1::event/RDS/x/y",
     "health.describe_affected_entities",
     {"filter": {"eventArns": ["arn:aws:health:us-east-1::event/RDS/x/y"]}}),
    ("application-signals:ListServiceStates", "changes", "*",
     "application-signals.list_service_states", {"StartTime": NOW, "EndTime": NOW}),
    ("ecs:ListTasks", "changes", arn("ecs", "container-instance/shop/1"), "ecs.list_tasks",
     {"cluster": "shop", "containerInstance": "1"}),
    ("ecs:DescribeTasks", "changes", arn("ecs", "task/shop/1"), "ecs.describe_tasks",
     {"cluster": "shop", "tasks": ["1"]}),
    ("states:ListExecutions", "changes", MACHINE, "stepfunctions.list_executions",
     {"stateMachineArn": MACHINE}),
    ("states:GetExecutionHistory", "changes", EXECUTION, "stepfunctions.get_execution_history",
     {"executionArn": EXECUTION}),
    ("pi:DescribeDimensionKeys", "changes", arn("pi", "metrics/rds/db-1"),
     "pi.describe_dimension_keys",
     {"ServiceType": "RDS", "Identifier": "db-1", "StartTime": NOW, "EndTime": NOW,
      "Metric": "db.load.avg", "GroupBy": {"Group": "db.sql"}}),
    ("lambda:GetFunctionConfiguration", "configuration", arn("lambda", "function:checkout-fn"),
     "lambda.get_function_configuration", {"FunctionName": "checkout-fn"}),
    ("lambda:GetFunctionConcurrency", "configuration", arn("lambda", "function:checkout-fn"),
     "lambda.get_function_concurrency", {"FunctionName": "checkout-fn"}),
    ("lambda:ListEventSourceMappings", "configuration", "*",
     "lambda.list_event_source_mappings", {}),
    ("events:ListEventBuses", "configuration", "*", "events.list_event_buses", {}),
    ("events:ListRuleNamesByTarget", "configuration", "*", "events.list_rule_names_by_target",
     {"TargetArn": "arn:aws:sqs:us-east-1:123456789012:orders"}),
    ("events:DescribeRule", "configuration", arn("events", "rule/nightly"),
     "events.describe_rule", {"Name": "nightly"}),
    ("scheduler:ListSchedules", "configuration", "*", "scheduler.list_schedules", {}),
    ("scheduler:GetSchedule", "configuration", arn("scheduler", "schedule/default/nightly"),
     "scheduler.get_schedule", {"Name": "nightly"}),
    ("dynamodb:DescribeTable", "configuration", arn("dynamodb", "table/orders"),
     "dynamodb.describe_table", {"TableName": "orders"}),
    ("ecs:DescribeServices", "configuration", arn("ecs", "service/shop/web"),
     "ecs.describe_services", {"cluster": "shop", "services": ["web"]}),
    ("ecs:DescribeTaskDefinition", "configuration", "*", "ecs.describe_task_definition",
     {"taskDefinition": "web"}),
    ("ecs:ListClusters", "configuration", "*", "ecs.list_clusters", {}),
    ("rds:DescribeDBInstances", "configuration", arn("rds", "db:orders"),
     "rds.describe_db_instances", {"DBInstanceIdentifier": "orders"}),
    ("rds:DescribeDBClusters", "configuration", arn("rds", "cluster:orders"),
     "rds.describe_db_clusters", {"DBClusterIdentifier": "orders"}),
    ("rds:DescribeDBParameters", "configuration", arn("rds", "pg:orders"),
     "rds.describe_db_parameters", {"DBParameterGroupName": "orders"}),
    ("states:DescribeStateMachine", "configuration", MACHINE,
     "stepfunctions.describe_state_machine", {"stateMachineArn": MACHINE}),
    ("states:ListStateMachines", "configuration", "*", "stepfunctions.list_state_machines", {}),
    ("apigateway:GET", "configuration", "arn:aws:apigateway:{region}::/restapis/abc",
     "apigateway.get_rest_api", {"restApiId": "abc"}),
    ("apigateway:GET", "configuration", "arn:aws:apigateway:{region}::/apis/abc",
     "apigatewayv2.get_api", {"ApiId": "abc"}),
    ("iam:ListRolePolicies", "configuration", ROLE, "iam.list_role_policies", {"RoleName": "shop"}),
    ("iam:GetRolePolicy", "configuration", ROLE, "iam.get_role_policy",
     {"RoleName": "shop", "PolicyName": "x"}),
    ("iam:ListAttachedRolePolicies", "configuration", ROLE, "iam.list_attached_role_policies",
     {"RoleName": "shop"}),
    ("iam:GetPolicy", "configuration", POLICY, "iam.get_policy", {"PolicyArn": POLICY}),
    ("iam:GetPolicyVersion", "configuration", POLICY, "iam.get_policy_version",
     {"PolicyArn": POLICY, "VersionId": "v1"}),
    ("iam:GetPolicy", "configuration", AWS_POLICY, "iam.get_policy", {"PolicyArn": AWS_POLICY}),
    ("iam:GetPolicyVersion", "configuration", AWS_POLICY, "iam.get_policy_version",
     {"PolicyArn": AWS_POLICY, "VersionId": "v1"}),
)  # fmt: skip


def _reads() -> Iterator[Attempt]:
    for action, needs, on, call, arguments in READS:
        yield Attempt(action, on, call, arguments, frozenset(needs.split()))
    yield queued("GetQueueAttributes", "orders", "configuration")
    yield queued("GetQueueUrl", "orders", "configuration")
    yield queued("ListDeadLetterSourceQueues", "orders", "configuration")


PERMITTED = (*_own(), *_models(), *_reads())
