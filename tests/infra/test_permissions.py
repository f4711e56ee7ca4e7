"""Who may do what, and that nobody may do more."""

from fnmatch import fnmatchcase

from casebook.domain import connections
from tests.infra.deployment import Deployment, Resource, as_list

AGENTS = {"coordinator", "log_agent", "metric_agent", "code_agent", "knowledge_agent"}
STEPS = {"diagnosis_prepare", "diagnosis_gate", "diagnosis_notify", "diagnosis_failed"}
# The functions whose own permissions name "*", and the actions that leave no choice.
UNNAMED_EVERYWHERE = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
UNNAMED_OF_LOGS = {"logs:GetQueryResults", "logs:GetLogRecord", "logs:StopQuery"}
UNNAMED_OF_TRACES = {"xray:GetTraceSummaries", "xray:BatchGetTraces"}
UNNAMED_OF_METRICS = {
    "cloudwatch:GetMetricData",
    "cloudwatch:DescribeAlarms",  # those of a composite alarm, too
    "cloudwatch:DescribeAlarmHistory",
}
UNNAMED_OF_CHANGES = {
    "cloudtrail:LookupEvents",
    "elasticache:DescribeEvents",
    "application-signals:ListServiceStates",
    "health:DescribeEvents",
    "rds:DescribeEvents",
}
UNNAMED_OF_CONFIGURATION = {
    "ecs:DescribeTaskDefinition",
    "ecs:ListClusters",
    "events:ListEventBuses",
    "events:ListRuleNamesByTarget",
    "lambda:ListEventSourceMappings",
    "scheduler:ListSchedules",
    "states:ListStateMachines",
}
UNNAMED_OF_EVERYTHING = (
    UNNAMED_OF_LOGS
    | UNNAMED_OF_TRACES
    | UNNAMED_OF_METRICS
    | UNNAMED_OF_CHANGES
    | UNNAMED_OF_CONFIGURATION
)
UNNAMED = {
    "agent_turn": UNNAMED_OF_EVERYTHING,
    "coordinator": UNNAMED_OF_EVERYTHING,
    "evidence_recheck": UNNAMED_OF_EVERYTHING,
    "workload_map": {"cloudwatch:DescribeAlarms"},
    "evidence_series": {"cloudwatch:GetMetricData"},
    "log_agent": UNNAMED_OF_LOGS | UNNAMED_OF_TRACES,
    "metric_agent": UNNAMED_OF_METRICS,
    "diagnosis_prepare": UNNAMED_OF_METRICS,
    "code_agent": UNNAMED_OF_CHANGES | UNNAMED_OF_CONFIGURATION,
    "resource_observer": UNNAMED_OF_CONFIGURATION,
}


def test_only_those_who_change_something_may_write_the_table(either: Deployment) -> None:
    readers = {
        "agent_history",
        "diagnosis_read",
        "evidence",
        "evidence_recheck",
        "evidence_series",
        "health",
        "alarms",
        "me",
        "settings",
        "usage",
        "workload_map",
    }

    assert either.who_may("dynamodb:PutItem") == set(either.functions) - readers - {
        "websocket_authorizer"
    }


def test_the_authorizer_may_redeem_a_ticket_and_read_nothing(either: Deployment) -> None:
    on_table = {
        p.action for p in either.permissions["websocket_authorizer"] if "Table" in p.resource
    }

    assert on_table == {"dynamodb:DeleteItem"}


def test_the_index_is_open_to_those_who_list_things(either: Deployment) -> None:
    may_query = {
        name
        for name, permissions in either.permissions.items()
        if any(p.resource.endswith("/index/gsi1") for p in permissions)
    }

    assert may_query == {
        "agent_history",
        "agent_turn",
        "coordinator",
        "diagnosis_read",
        "evidence_recheck",
        "knowledge_agent",
        "resource_observer",
        "session_sweeper",
        "settings",
        "alarms",
        "projects",
        "workloads",
        "workload_map",
    }


def test_the_diagnoses_of_projects_are_listed_by_one_function(either: Deployment) -> None:
    may_query = {
        name
        for name, permissions in either.permissions.items()
        if any(p.resource.endswith("/index/gsi2") for p in permissions)
    }

    assert may_query == {"diagnosis_read"}


def test_only_those_who_tell_people_something_may_push(either: Deployment) -> None:
    assert either.who_may("execute-api:ManageConnections") == AGENTS | STEPS | {
        "agent_end",
        "agent_message",
        "agent_turn",
        "alarm_received",
        "diagnosis_control",
        "session_sweeper",
        "websocket_message",
        "workloads",
    }


def test_a_diagnosis_is_started_by_an_alarm_a_request_or_whoever_ended_another(
    either: Deployment,
) -> None:
    """Agents, which read what others wrote, start nothing."""
    ends = {"diagnosis_control", "diagnosis_failed", "diagnosis_notify", "session_sweeper"}
    assert either.who_may("states:StartExecution") == {"alarm_received", "diagnosis_start", *ends}


def test_whoever_starts_a_diagnosis_knows_how_many_may_be_under_way(either: Deployment) -> None:
    for function in either.who_may("states:StartExecution"):
        told = either.environment(function)
        assert told["CASEBOOK_DIAGNOSES_AT_ONCE"] == "40"
        assert told["CASEBOOK_PROJECT_DIAGNOSES_AT_ONCE"] == "10"


def test_only_the_gate_and_a_persons_request_answer_the_gate(either: Deployment) -> None:
    assert either.who_may("states:SendTaskSuccess") == {"diagnosis_gate", "diagnosis_control"}


def test_the_engines_switch_and_the_models_are_read_by_those_who_need_them_and_nothing_else_is(
    either: Deployment,
) -> None:
    stage = either.stack.split("-")[1]
    readers: dict[str, set[str]] = {}
    for name, permissions in either.permissions.items():
        for permission in permissions:
            if permission.action.startswith("ssm:"):
                readers.setdefault(permission.resource.partition("parameter")[2], set()).add(name)

    askers = AGENTS | {"agent_turn"}
    assert readers == {
        f"/casebook/{stage}/engine": askers | {"agent_message", "settings", "websocket_message"},
        f"/casebook/{stage}/models": askers | {"health", "settings"},
    }


def test_only_the_last_step_publishes_results(either: Deployment) -> None:
    assert either.who_may("sns:Publish") == {"diagnosis_notify"}


def test_only_a_message_or_the_sweeper_starts_a_turn_and_only_registration_the_observer(
    either: Deployment,
) -> None:
    turn, observer = (
        next(i for i, name in either.ids.items() if name == wanted)
        for wanted in ("agent_turn", "resource_observer")
    )
    invoked = {
        name: {p.resource for p in permissions if p.action == "lambda:InvokeFunction"}
        for name, permissions in either.permissions.items()
    }

    assert {name: resources for name, resources in invoked.items() if resources} == {
        "agent_message": {f"<{turn}.Arn>"},
        "websocket_message": {f"<{turn}.Arn>"},
        "session_sweeper": {f"<{turn}.Arn>"},
        "workloads": {f"<{observer}.Arn>"},
    }


def who_may(deployment: Deployment, action: str, prefix: str) -> set[str]:
    """The functions that may do this with objects under the prefix."""
    return {
        name
        for name, permissions in deployment.permissions.items()
        if any(p.action == action and p.resource.endswith(f"/{prefix}/*") for p in permissions)
    }


def test_evidence_is_kept_by_who_gathers_it_and_read_by_who_shows_it(either: Deployment) -> None:
    keepers = AGENTS | {"agent_turn", "alarm_received", "diagnosis_prepare"}

    assert who_may(either, "s3:PutObject", "evidence") == keepers
    showers = {"evidence", "evidence_recheck", "evidence_series"}
    assert who_may(either, "s3:GetObject", "evidence") == keepers | showers


def test_a_recheck_reads_what_any_agent_reads_and_keeps_nothing_of_it(either: Deployment) -> None:
    """What only an agent may do: write its events, tell people, choose an engine, ask models."""
    held = {p.action for p in either.permissions["evidence_recheck"]}
    agents = {p.action for name in AGENTS for p in either.permissions[name]}

    assert agents - held == {
        "dynamodb:PutItem",
        "dynamodb:DeleteItem",
        "dynamodb:ConditionCheckItem",
        "execute-api:ManageConnections",
        "ssm:GetParameter",
        "bedrock:InvokeModel",
        "bedrock:InvokeModelWithResponseStream",
    }
    assert held <= agents
    assert "evidence_recheck" not in who_may(either, "s3:PutObject", "evidence")


def test_runbooks_are_read_by_who_recalls_and_written_by_nobody(either: Deployment) -> None:
    recalling = {"agent_turn", "coordinator", "evidence_recheck", "knowledge_agent"}

    assert who_may(either, "s3:GetObject", "knowledge") == recalling
    assert who_may(either, "s3:PutObject", "knowledge") == set()
    assert who_may(either, "s3:PutObject", "knowledge-index") == recalling
    assert either.who_may("s3:ListBucket") == recalling | {"settings"}


def test_who_tells_the_settings_reads_no_secret(either: Deployment) -> None:
    assert "settings" not in either.who_may("secretsmanager:GetSecretValue")


def test_only_runbooks_can_be_listed(either: Deployment) -> None:
    listing = [
        statement
        for policy in either.of_type("AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if as_list(statement["Action"]) == ["s3:ListBucket"]
    ]

    assert listing
    for statement in listing:
        assert statement["Condition"] == {"StringLike": {"s3:prefix": "knowledge/*"}}


def test_nobody_reaches_other_objects_than_evidence_and_runbooks(either: Deployment) -> None:
    for permissions in either.permissions.values():
        for permission in permissions:
            if permission.action in ("s3:GetObject", "s3:PutObject"):
                prefix = permission.resource.rpartition(".Arn>/")[2]
                assert prefix in ("evidence/*", "knowledge/*", "knowledge-index/*")
    assert either.who_may("s3:DeleteObject") == set()


def test_each_specialist_reads_its_own_field_alone(real: Deployment) -> None:
    fields = {
        "logs:FilterLogEvents",
        "xray:BatchGetTraces",
        "cloudwatch:GetMetricData",
        "cloudtrail:LookupEvents",
        "rds:DescribeDBInstances",
    }
    held = {
        name: {p.action for p in real.permissions[name]} & fields
        for name in AGENTS - {"coordinator"}
    }

    assert held == {
        "log_agent": {"logs:FilterLogEvents", "xray:BatchGetTraces"},
        "metric_agent": {"cloudwatch:GetMetricData"},
        "code_agent": {"cloudtrail:LookupEvents", "rds:DescribeDBInstances"},
        "knowledge_agent": set(),
    }


def test_alarms_are_read_by_those_who_read_metrics(either: Deployment) -> None:
    readers = {"agent_turn", "coordinator", "diagnosis_prepare", "evidence_recheck", "metric_agent"}

    assert either.who_may("cloudwatch:DescribeAlarmHistory") == readers
    assert either.who_may("cloudwatch:DescribeAlarms") == readers | {"workload_map"}
    assert either.who_may("cloudwatch:GetMetricData") == readers | {"evidence_series"}


def test_what_services_report_is_read_by_those_who_list_changes(either: Deployment) -> None:
    readers = either.who_may("cloudtrail:LookupEvents")

    assert readers == {"agent_turn", "code_agent", "coordinator", "evidence_recheck"}
    for action in ("rds:DescribeEvents", "elasticache:DescribeEvents", "ecs:ListTasks",
                   "ecs:DescribeTasks", "states:ListExecutions",
                   "states:GetExecutionHistory", "pi:DescribeDimensionKeys",
                   "health:DescribeEvents", "health:DescribeEventDetails",
                   "health:DescribeAffectedEntities",
                   "application-signals:ListServiceStates"):  # fmt: skip
        assert either.who_may(action) == readers, action


def test_nothing_of_a_workload_can_be_changed(real: Deployment) -> None:
    """What is not one of Casebook's own resources is only read."""
    reads = ("Get", "GET", "List", "Describe", "Lookup", "Filter", "StartQuery", "ESHttpGet")
    # A statement runs in a transaction that can only read and is never committed.
    in_transactions = {
        f"rds-data:{each}"
        for each in ("BeginTransaction", "ExecuteStatement", "RollbackTransaction")
    }
    for name, permissions in real.permissions.items():
        for permission in permissions:
            service, verb = permission.action.split(":")
            foreign = permission.resource.startswith("arn:<AWS::Partition>:") and (
                service not in {"bedrock", "execute-api", "states"}
            )
            allowed = verb.startswith(reads) or permission.action in in_transactions
            assert not foreign or allowed, (name, permission)


def test_connections_are_open_to_those_whose_tools_need_them(either: Deployment) -> None:
    everything = {"agent_turn", "coordinator", "evidence_recheck"}

    assert either.who_may("es:ESHttpGet") == everything | {"log_agent"}
    assert either.who_may("rds-data:ExecuteStatement") == everything
    assert either.who_may("rds-data:CommitTransaction") == set()


def test_the_secrets_of_connections_lie_where_the_product_looks_for_them(
    either: Deployment,
) -> None:
    name = connections.secret_id("shop", "search")
    readers = {
        function
        for function, permissions in either.permissions.items()
        for p in permissions
        if p.action == "secretsmanager:GetSecretValue"
        and fnmatchcase(name, p.resource.rpartition(":")[2])
    }

    assert readers == {
        "agent_turn",
        "code_agent",
        "coordinator",
        "evidence_recheck",
        "log_agent",
    }


def test_those_who_read_databases_carry_the_driver(either: Deployment) -> None:
    assert either.who_carries("connections") == either.who_may("rds-data:ExecuteStatement")


def test_who_starts_a_log_query_may_stop_it(either: Deployment) -> None:
    assert either.who_may("logs:StartQuery") == either.who_may("logs:StopQuery")


def test_nobody_may_fetch_a_workloads_code(either: Deployment) -> None:
    assert either.who_may("lambda:GetFunction") == set()


def test_no_resource_is_a_star_where_a_name_is_possible(real: Deployment) -> None:
    for name, permissions in real.permissions.items():
        unnamed = {p.action for p in permissions if p.resource == "*"}
        assert unnamed == UNNAMED_EVERYWHERE | UNNAMED.get(name, set()), name


def test_every_action_is_named(either: Deployment) -> None:
    for permissions in either.permissions.values():
        assert not [p for p in permissions if "*" in p.action]


def test_no_role_carries_a_managed_policy(either: Deployment) -> None:
    for role in either.of_type("AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role["Properties"]
    # Into such a one the CDK puts what a policy has no room for.
    assert not either.of_type("AWS::IAM::ManagedPolicy")


def test_every_function_has_a_role_of_its_own(either: Deployment) -> None:
    roles = [f["Role"]["Fn::GetAtt"][0] for f in either.functions.values()]

    assert len(set(roles)) == len(roles)


def test_a_function_is_told_of_the_resources_it_may_use_and_of_no_other(
    either: Deployment,
) -> None:
    told_by = {
        "CASEBOOK_TABLE": "dynamodb:",
        "CASEBOOK_BUCKET": "s3:",
        "CASEBOOK_PUSH_ENDPOINT": "execute-api:ManageConnections",
        "CASEBOOK_RESULT_TOPIC_ARN": "sns:Publish",
        "CASEBOOK_ENGINE_PARAMETER": "engine:ssm:GetParameter",
        "CASEBOOK_MODELS_PARAMETER": "models:ssm:GetParameter",
    }
    for name, permissions in either.permissions.items():
        own = {p.action for p in permissions if p.resource.startswith(("<", "arn:"))}
        own -= {"dynamodb:DescribeTable"}
        own |= {f"{p.resource.rpartition('/')[2]}:{p.action}" for p in permissions}
        for setting, action in told_by.items():
            may_use = any(held.startswith(action) for held in own)
            assert (setting in either.environment(name)) == may_use, (name, setting)


def test_the_state_machine_may_invoke_its_own_functions_alone(real: Deployment) -> None:
    role = real.only("AWS::StepFunctions::StateMachine")["RoleArn"]["Fn::GetAtt"][0]
    invoked = {
        real.ids[p.resource.strip("<>").removesuffix(".Arn")]
        for p in real.permissions_of(role)
        if p.action == "lambda:InvokeFunction"
    }

    assert invoked == AGENTS | STEPS


def allowed_at_topics(deployment: Deployment, *, results: bool) -> list[Resource]:
    """What the policy of the topic of results allows, or those of the other topics."""
    return [
        statement
        for name, policy in deployment.of_type("AWS::SNS::TopicPolicy").items()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow" and ("Results" in name) == results
    ]


def test_the_topic_of_results_names_who_publishes_and_nobody_else(either: Deployment) -> None:
    """Without such a policy SNS lets everyone of the account publish and subscribe."""
    (statement,) = allowed_at_topics(either, results=True)
    role = either.functions["diagnosis_notify"]["Role"]

    assert (statement["Action"], statement["Principal"]) == ("sns:Publish", {"AWS": role})


def test_the_alarm_topic_hears_this_accounts_alarms_alone(real: Deployment) -> None:
    allowed = allowed_at_topics(real, results=False)

    assert allowed
    for statement in allowed:
        assert statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
        assert as_list(statement["Action"]) == ["sns:Publish"]
        assert statement["Condition"] == {
            "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
        }


def test_those_who_answer_and_diagnose_may_ask_models_and_nobody_else(either: Deployment) -> None:
    askers = AGENTS | {"agent_turn"}

    assert either.who_may("bedrock:InvokeModelWithResponseStream") == askers
    tools = {"evidence_recheck"}  # which may read those of connections
    assert either.who_may("secretsmanager:GetSecretValue") == askers | tools | {"health"}
    assert either.who_may("bedrock:GetInferenceProfile") == {"health"}


def test_the_secrets_that_are_read_are_those_of_the_models_and_connections(
    either: Deployment,
) -> None:
    read = {
        p.resource.rpartition(":")[2]
        for permissions in either.permissions.values()
        for p in permissions
        if p.action == "secretsmanager:GetSecretValue"
    }

    models = {f"casebook/{name}-??????" for name in ("anthropic", "openai", "azure-openai")}
    assert read == models | {"casebook/tools/*"}
