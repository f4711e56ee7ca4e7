"""What every function is like, and what the storage beneath them promises."""

from pathlib import Path

import aws_cdk as cdk
import pytest

from casebook.engine import EngineSwitch
from casebook.settings import PREFIX, Settings
from infra.settings import Setting
from infra.stage import Stage
from tests.infra.deployment import Deployment, written

FUNCTIONS = Path(__file__).parents[2] / "functions"
ASYNCHRONOUS = {"agent_turn", "alarm_received", "resource_observer", "session_sweeper"}


def test_every_handler_is_deployed_and_every_function_has_one(either: Deployment) -> None:
    handlers = {file.parent.name for file in FUNCTIONS.glob("*/handler.py")}

    assert set(either.functions) == handlers


def test_the_settings_that_functions_get_are_those_the_product_reads(either: Deployment) -> None:
    read = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
    given = {
        name
        for function in either.functions
        for name in either.environment(function)
        if name.startswith(PREFIX)
    }

    assert given == {setting.value for setting in Setting}
    assert given <= read


def test_in_an_account_functions_run_on_arm_with_the_python_the_layers_are_built_for(
    real: Deployment,
) -> None:
    for name, function in real.functions.items():
        assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"]), name


def test_in_an_account_every_function_is_traced(real: Deployment) -> None:
    for name, function in real.functions.items():
        assert function["TracingConfig"] == {"Mode": "Active"}, name


def test_every_function_writes_to_a_log_group_of_its_own_that_forgets(either: Deployment) -> None:
    groups = either.of_type("AWS::Logs::LogGroup")
    used = [f["LoggingConfig"]["LogGroup"]["Ref"] for f in either.functions.values()]

    assert len(set(used)) == len(used)
    for group in groups.values():
        assert group["Properties"]["RetentionInDays"] > 0


def test_a_function_may_write_to_its_own_log_group_alone(either: Deployment) -> None:
    for name, function in either.functions.items():
        group = function["LoggingConfig"]["LogGroup"]["Ref"]
        written_to = {
            p.resource
            for p in either.permissions[name]
            if p.action in {"logs:PutLogEvents", "logs:CreateLogStream"}
        }
        assert written_to == {f"<{group}.Arn>"}


def test_an_event_that_a_function_gives_up_is_kept(either: Deployment) -> None:
    queue = next(iter(either.of_type("AWS::SQS::Queue")))
    kept = {
        either.ids[config["Properties"]["FunctionName"]["Ref"]]: config["Properties"]
        for config in either.of_type("AWS::Lambda::EventInvokeConfig").values()
    }

    assert set(kept) == ASYNCHRONOUS
    for config in kept.values():
        assert config["MaximumRetryAttempts"] == 2
        assert written(config["DestinationConfig"]["OnFailure"]["Destination"]) == f"<{queue}.Arn>"


def test_whatever_aws_invokes_without_waiting_keeps_its_failed_events(either: Deployment) -> None:
    """Topics, schedules and functions invoke asynchronously; their targets are all covered."""
    targets = {
        target["Arn"]["Fn::GetAtt"][0]
        for rule in either.of_type("AWS::Events::Rule").values()
        for target in rule["Properties"]["Targets"]
        if "DeadLetterConfig" not in target
    }
    subscribed = {
        subscription["Properties"]["Endpoint"]["Fn::GetAtt"][0]
        for subscription in either.of_type("AWS::SNS::Subscription").values()
    }
    invoked = {
        p.resource.strip("<>").removesuffix(".Arn")
        for permissions in either.permissions.values()
        for p in permissions
        if p.action == "lambda:InvokeFunction"
    }

    assert {either.ids[target] for target in targets | subscribed | invoked} <= ASYNCHRONOUS


def test_rules_answer_everybody_until_the_switch_says_otherwise(either: Deployment) -> None:
    switch = EngineSwitch.model_validate_json(either.only("AWS::SSM::Parameter")["Value"])

    assert switch.share == 0
    assert (
        either.only("AWS::SSM::Parameter")["Name"]
        == (either.environment("agent_turn")["CASEBOOK_ENGINE_PARAMETER"])
    )


def test_in_an_account_projects_watch_what_they_own_and_on_a_laptop_everything(
    real: Deployment, local: Deployment
) -> None:
    for deployment, mode in ((real, "by-prefix"), (local, "single-tenant")):
        told = {
            deployment.environment(function)["CASEBOOK_OWNERSHIP"]
            for function in deployment.functions
        }
        assert told == {mode}


@pytest.mark.parametrize("stage", ["prod", "local"])
def test_the_mode_is_an_option_and_a_wrong_one_is_refused_before_anything_is_built(
    stage: str,
) -> None:
    def mode(said: str) -> str:
        context = {"stage": stage, "endpoint": "http://127.0.0.1:1", "ownership": said}
        return Stage.from_context(cdk.App(context=context).node).ownership_mode

    assert mode("by-prefix") == "by-prefix"
    assert mode("single-tenant") == "single-tenant"
    with pytest.raises(ValueError, match="say one of by-prefix, single-tenant"):
        mode("everything")


def test_the_bucket_is_never_public(either: Deployment) -> None:
    bucket = either.only("AWS::S3::Bucket", of="Storage")

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    for name, policy in either.of_type("AWS::S3::BucketPolicy").items():
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            # CloudFront reads the console's, see test_console.py.
            assert statement["Effect"] == "Deny" or name.startswith("Console")


def test_evidence_is_forgotten_after_ninety_days(either: Deployment) -> None:
    rules = either.only("AWS::S3::Bucket", of="Storage")["LifecycleConfiguration"]["Rules"]

    assert [r["ExpirationInDays"] for r in rules if r.get("Prefix") == "evidence/"] == [90]


def test_runbooks_stay_and_their_indexes_are_forgotten_after_thirty_days(
    either: Deployment,
) -> None:
    rules = either.only("AWS::S3::Bucket", of="Storage")["LifecycleConfiguration"]["Rules"]

    expiring = {r["Prefix"]: r["ExpirationInDays"] for r in rules if r.get("Prefix")}
    assert expiring == {"evidence/": 90, "knowledge-index/": 30}


def test_the_table_can_be_restored_and_forgets_by_ttl(either: Deployment) -> None:
    table = either.only("AWS::DynamoDB::Table")

    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert table["SSESpecification"]["SSEEnabled"] is True


def test_in_an_account_data_outlive_the_stack(real: Deployment) -> None:
    for kind in ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool"):
        for name, resource in real.of_type(kind).items():
            assert resource["DeletionPolicy"] == "Retain", name


def test_in_an_account_nothing_is_reached_without_tls(real: Deployment) -> None:
    denied = [
        statement
        for kind in ("AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy")
        for policy in real.of_type(kind).values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
    ]

    reached = ("AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::S3::Bucket")
    assert len(denied) == sum(len(real.of_type(kind)) for kind in reached)
    for statement in denied:
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_the_model_sdks_are_carried_by_those_who_ask_models_alone(either: Deployment) -> None:
    assert either.who_carries("llm") == either.who_may("bedrock:InvokeModel")
