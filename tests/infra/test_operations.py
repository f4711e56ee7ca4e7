"""What only an account has: alarms on Casebook itself and service events; and what linters say."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from casebook.budget.metering import (
    meter,
    meter_failed_booking,
    meter_failed_reservation,
    meter_refusal,
    meter_tools,
)
from casebook.domain.budget import Spender
from casebook.domain.usage import Spent, Usage
from casebook.observability import NAMESPACE, meter_tool
from casebook.wiring import tool_names
from tests.infra.deployment import Deployment, Resource, written

SPENDER = Spender(stream="ses_1", project="shop", workload_id="wkl_1", user="ann")
USAGE = Usage(provider="acme", model="large", input_tokens=9, output_tokens=1, cost_microdollars=5)


def rule(deployment: Deployment, detail_type: str) -> Resource:
    found: Resource
    (found,) = (
        rule["Properties"]
        for rule in deployment.of_type("AWS::Events::Rule").values()
        if rule["Properties"].get("EventPattern", {}).get("detail-type") == [detail_type]
    )
    return found


def test_cdk_nag_finds_nothing_that_is_not_justified(real: Deployment) -> None:
    report = real.folder / "validation-report.json"
    findings = json.loads(report.read_text())["pluginReports"] if report.exists() else []

    assert [
        (violation["ruleName"], construct["constructPath"])
        for plugin in findings
        for violation in plugin["violations"]
        for construct in violation["violatingConstructs"]
    ] == []


def test_cfn_lint_finds_nothing(real: Deployment) -> None:
    linter = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run(
        [linter, "--", real.template_file],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_every_function_that_breaks_pages_someone(real: Deployment) -> None:
    watched = {
        written(dimension["Value"]).strip("<>")
        for alarm in real.of_type("AWS::CloudWatch::Alarm").values()
        for metric in alarm["Properties"].get("Metrics", [])
        for dimension in metric.get("MetricStat", {}).get("Metric", {}).get("Dimensions", [])
        if dimension["Name"] == "FunctionName"
    }

    assert watched == set(real.ids)


def test_every_tool_that_fails_in_half_of_its_runs_pages_someone(real: Deployment) -> None:
    paging: dict[str, Resource] = {}
    for alarm in real.of_type("AWS::CloudWatch::Alarm").values():
        for metric in alarm["Properties"].get("Metrics", []):
            for dimension in metric.get("MetricStat", {}).get("Metric", {}).get("Dimensions", []):
                if dimension["Name"] == "tool":
                    paging[dimension["Value"]] = alarm["Properties"]

    assert set(paging) == set(tool_names())
    for alarm in paging.values():
        assert alarm["Threshold"] == 50
        assert "IF(runs >= 5, 100 * errors / runs, 0)" in json.dumps(alarm["Metrics"])


def test_the_dashboard_shows_what_the_functions_meter(
    real: Deployment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    meter_tool("search_logs", "success", 12, 345)
    (written,) = json.loads(capsys.readouterr().out)["_aws"]["CloudWatchMetrics"]

    shown = json.dumps(real.only("AWS::CloudWatch::Dashboard")["DashboardBody"])

    assert [sorted(each) for each in written["Dimensions"]] == [["service", "tool"]]
    for metric in written["Metrics"]:
        words = (NAMESPACE, metric["Name"], "service", "tools", "tool", "search_logs")
        assert ",".join(json.dumps(json.dumps(word))[1:-1] for word in words) in shown


def test_failed_diagnoses_and_given_up_events_page_someone(real: Deployment) -> None:
    metrics = {
        alarm["Properties"].get("MetricName")
        for alarm in real.of_type("AWS::CloudWatch::Alarm").values()
    }

    assert {
        "ExecutionsFailed",
        "ExecutionsTimedOut",
        "ApproximateNumberOfMessagesVisible",
    } <= metrics


def test_dear_refused_and_unreserved_model_calls_page_someone(real: Deployment) -> None:
    alarms = {
        alarm["Properties"]["MetricName"]: alarm["Properties"]
        for alarm in real.of_type("AWS::CloudWatch::Alarm").values()
        if alarm["Properties"].get("Namespace") == "Casebook"
    }

    assert alarms.keys() == {"ModelCostUsd", "ModelCallsRefused", "ReservationsFailed"}
    for alarm in alarms.values():
        assert alarm["Dimensions"] == [{"Name": "stage", "Value": "prod"}]
        assert alarm["Statistic"] == "Sum"
    dear = alarms["ModelCostUsd"]
    assert (dear["Threshold"], dear["Period"]) == (50, 86_400)


def test_metrics_that_are_watched_are_metrics_that_are_measured(
    real: Deployment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    meter(USAGE, SPENDER, "prod")
    meter_refusal("prod")
    meter_failed_reservation("prod")
    meter_tools(Spent(aws_requests=1), "prod")
    meter_failed_booking("prod")
    measured = capsys.readouterr().out
    dashboard = written(real.only("AWS::CloudWatch::Dashboard")["DashboardBody"])

    watched = set(
        re.findall(
            r"\b(\w*Model\w+|(?:Reservation|Booking)sFailed|AwsRequests|BytesScanned)\b", dashboard
        )
    )
    assert watched >= {"ModelCostUsd", "ModelInputTokens", "UnpricedModelCalls"}
    assert watched >= {"AwsRequests", "BytesScanned", "BookingsFailed"}
    for name in watched:
        assert f'"{name}":' in measured


def test_casebooks_own_alarms_never_start_a_diagnosis_of_casebook(real: Deployment) -> None:
    alarm_topic = real.output("AlarmTopicArn").strip("<>")
    paged = {
        action["Ref"]
        for alarm in real.of_type("AWS::CloudWatch::Alarm").values()
        for action in alarm["Properties"]["AlarmActions"]
    }

    assert alarm_topic not in paged


def test_an_alarm_that_names_no_topic_still_wakes_casebook(real: Deployment) -> None:
    (target,) = rule(real, "CloudWatch Alarm State Change")["Targets"]

    assert real.ids[target["Arn"]["Fn::GetAtt"][0]] == "alarm_received"


def test_an_execution_that_breaks_as_a_whole_is_recorded_as_failed(real: Deployment) -> None:
    broken = rule(real, "Step Functions Execution Status Change")
    (target,) = broken["Targets"]

    assert set(broken["EventPattern"]["detail"]["status"]) == {"FAILED", "TIMED_OUT", "ABORTED"}
    assert real.ids[target["Arn"]["Fn::GetAtt"][0]] == "diagnosis_failed"
    assert target["InputTransformer"]["InputPathsMap"]["detail-name"] == "$.detail.name"


def test_the_local_stage_has_nothing_that_the_local_aws_lacks(local: Deployment) -> None:
    assert not local.of_type("AWS::CloudWatch::Alarm")
    assert not local.of_type("AWS::CloudWatch::Dashboard")
    assert not local.of_type("AWS::ApiGatewayV2::RouteResponse")
    assert not [
        r for r in local.of_type("AWS::Events::Rule").values() if "EventPattern" in r["Properties"]
    ]


def test_the_local_stage_is_told_the_local_addresses(local: Deployment) -> None:
    push = local.environment("agent_turn")["CASEBOOK_PUSH_ENDPOINT"]

    assert push.startswith("http://127.0.0.1:4566/_aws/execute-api/<")
    assert push.endswith(">/live")
    assert local.output("WebSocketUrl") == push.replace("http:", "ws:")
    assert local.output("HttpApiUrl").endswith(">/$default")


def test_what_other_programs_read_is_among_the_outputs(either: Deployment) -> None:
    assert set(either.template["Outputs"]) - {"ConsoleUrl"} == {
        "HttpApiUrl",
        "WebSocketUrl",
        "UserPoolId",
        "UserPoolClientId",
        "Authority",
        "Region",
        "LoginUrl",
        "AlarmTopicArn",
        "ResultTopicArn",
        "TableName",
        "BucketName",
        "StateMachineArn",
    }
