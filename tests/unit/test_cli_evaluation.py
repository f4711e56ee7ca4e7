"""Scenarios are read, loaded and scored as docs/evaluation.md says."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from casebook.domain.report import Report
from casebook.workloads.requests import DescribeWorkload, ReportChange
from cli.evaluation import board, loading, reading, scenario
from cli.evaluation.isolation import DIMENSION, Isolation
from cli.evaluation.reading import ScenarioWrong
from cli.evaluation.scenario import Change, Datum, Expected, Line, Scenario
from cli.evaluation.scoring import Trial, by_part, score
from tests.evals import suite

FIRED = datetime(2026, 11, 21, 19, 4, 0, tzinfo=UTC)

WORKLOAD: dict[str, Any] = {
    "name": "shop",
    "project": "retail",
    "resources": [
        {
            "name": "pay",
            "type": "lambda",
            "logGroups": ["/aws/lambda/pay"],
            "metrics": [
                {
                    "namespace": "AWS/Lambda",
                    "name": "Errors",
                    "dimensions": {"FunctionName": "pay"},
                }
            ],
        },
        {"name": "orders", "type": "dynamodb"},
        {"name": "bank", "type": "http"},
    ],
    "calls": [["pay", "orders"], ["pay", "bank"]],
}
ALARM: dict[str, Any] = {
    "AlarmName": "pay-errors",
    "StateChangeTime": 0,
    "AlarmConfigurationUpdatedTimestamp": -3600,
    "Trigger": {
        "MetricName": "Errors",
        "Namespace": "AWS/Lambda",
        "Period": 60,
        "Dimensions": [{"name": "FunctionName", "value": "pay"}],
    },
}
EXPECTED: dict[str, Any] = {
    "verdict": ["confirmed", "likely"],
    "resource": "pay",
    "category": ["configuration", "deployment"],
    "mentions": ["BANK_URL"],
    "blames": ["orders"],
}
LINE = {"group": "/aws/lambda/pay", "stream": "1", "at": -5, "message": "ERROR no bank"}
DATUM = {
    "namespace": "AWS/Lambda",
    "name": "Errors",
    "dimensions": {"FunctionName": "pay"},
    "unit": "Count",
    "at": -30.5,
    "value": 7,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenario as it lies on the disk."""
    found = tmp_path / "dead-bank"
    (found / "runbooks").mkdir(parents=True)
    (found / "workload.json").write_text(json.dumps(WORKLOAD))
    (found / "alarm.json").write_text(json.dumps(ALARM))
    (found / "expected.json").write_text(json.dumps(EXPECTED))
    (found / "logs.jsonl").write_text(json.dumps(LINE) + "\n\n" + json.dumps(LINE) + "\n")
    (found / "metrics.jsonl").write_text(json.dumps(DATUM) + "\n")
    (found / "runbooks" / "bank.md").write_text("# Bank\n")
    return found


def report(**changed: Any) -> Report:
    right = {
        "verdict": "confirmed",
        "rootCause": {"resource": "pay", "category": "configuration", "summary": "see the change"},
        "confidence": 0.9,
        "summary": "bank_url points nowhere",
    }
    return Report.model_validate(right | changed)


def cause(resource: str, category: str = "configuration") -> dict[str, Any]:
    return {"rootCause": {"resource": resource, "category": category, "summary": "so it is"}}


# Reading


def test_a_folder_is_read_and_files_that_are_optional_may_be_missing(folder: Path) -> None:
    (found,) = reading.find([folder])

    assert found.name == "dead-bank"
    assert [line.message for line in found.lines] == ["ERROR no bank"] * 2
    assert found.data[0].value == 7
    assert found.changes == ()
    assert found.runbooks[0].name == "bank.md"
    assert found.expected.category == ("configuration", "deployment")


def test_a_folder_of_folders_is_read_once_and_is_the_part_of_what_is_in_it(folder: Path) -> None:
    (folder.parent / "notes").mkdir()

    (found,) = reading.find([folder.parent, folder])

    assert found.part == str(folder.parent)


def test_scenarios_are_divided_by_the_folders_that_were_given(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "others"
    shutil.copytree(folder, other / "dead-shop")

    found = reading.find([folder, other])

    assert [(scenario.name, scenario.part) for scenario in found] == [
        ("dead-bank", str(tmp_path)),
        ("dead-shop", str(other)),
    ]


def test_the_texts_of_files_are_read_like_a_folder(folder: Path) -> None:
    files = [file for file in folder.rglob("*") if file.is_file()]
    texts = {file.relative_to(folder).as_posix(): file.read_text() for file in files}

    assert reading.parse("dead-bank", texts) == replace(reading.read(folder), part="all")


def test_one_value_counts_like_a_list_and_no_resource_is_a_false_alarm() -> None:
    expected = Expected.model_validate({"verdict": "healthy", "resource": None})

    assert expected.verdict == ("healthy",)
    assert expected.resource == (None,)
    assert expected.is_false_alarm


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("logs.jsonl", json.dumps(LINE) + '\n{"group": "g"', "logs.jsonl:2: this is no JSON"),
        ("logs.jsonl", json.dumps(LINE | {"at": "soon"}), "logs.jsonl:1: at: "),
        ("logs.jsonl", json.dumps(LINE | {"message": ""}), "logs.jsonl:1: message: "),
        ("metrics.jsonl", '{"namespace": "a"}', "metrics.jsonl:1: name: Field required"),
        ("metrics.jsonl", json.dumps(DATUM).replace("7", "NaN"), "metrics.jsonl:1: value: "),
        ("changes.jsonl", "[]", "changes.jsonl:1: the value: "),
        ("expected.json", '{"resource": "pay"}', "expected.json: verdict: Field required"),
        ("workload.json", '{\n"name": }', "workload.json:2: this is no JSON"),
        ("alarm.json", "{}", "alarm.json: AlarmName: Field required"),
    ],
)
def test_a_bad_line_is_told_by_file_line_and_field(
    folder: Path, file: str, text: str, said: str
) -> None:
    (folder / file).write_text(text)

    with pytest.raises(ScenarioWrong) as wrong:
        reading.find([folder])

    assert said in wrong.value.message


def test_what_is_missing_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "alarm.json").unlink()

    with pytest.raises(ScenarioWrong, match=r"alarm\.json is missing"):
        reading.find([folder])
    with pytest.raises(ScenarioWrong, match="is not a folder"):
        reading.find([tmp_path / "nowhere"])
    with pytest.raises(ScenarioWrong, match=r"has no workload\.json"):
        reading.find([folder / "runbooks"])


def test_a_message_may_hold_line_separators_of_unicode(folder: Path) -> None:
    (folder / "logs.jsonl").write_text(
        json.dumps(LINE | {"message": "a\u2028b"}, ensure_ascii=False)
    )

    assert reading.read(folder).lines[0].message == "a\u2028b"


# Loading


def test_lines_are_sorted_by_time_and_lines_of_one_moment_keep_their_order() -> None:
    lines = [
        Line(group="g", stream="s", at=at, message=text)
        for at, text in ((-1, "b"), (-9.5, "a"), (-1, "c"), (30, "d"))
    ]

    events = loading.by_stream(lines, FIRED)["g", "s"]

    assert [event["message"] for event in events] == ["a", "b", "c", "d"]
    assert events[0]["timestamp"] == int(FIRED.timestamp() * 1000) - 9500


@pytest.mark.parametrize(
    ("events", "sizes"),
    [
        ([(0, "x")] * 10_001, [10_000, 1]),
        ([(0, "é" * 250_000)] * 3, [2, 1]),
        ([(0, "x"), (24 * 3600 * 1000, "x"), (24 * 3600 * 1000 + 1, "x")], [2, 1]),
        ([], []),
    ],
)
def test_batches_keep_to_what_put_log_events_takes(
    events: list[tuple[int, str]], sizes: list[int]
) -> None:
    batches = list(loading.log_batches({"timestamp": at, "message": text} for at, text in events))

    assert [len(batch) for batch in batches] == sizes


def test_times_of_the_alarm_become_those_that_cloudwatch_writes() -> None:
    message = loading.alarm_message(ALARM, FIRED)

    assert message["StateChangeTime"] == "2026-11-21T19:04:00.000+0000"
    assert message["AlarmConfigurationUpdatedTimestamp"] == "2026-11-21T18:04:00.000+0000"
    assert message["NewStateValue"] == "ALARM"
    assert message["Trigger"]["Period"] == 60


def test_a_change_is_reported_as_it_stands_at_its_absolute_time() -> None:
    given = {"at": -90, "kind": "deployment", "resource": "pay", "diff": {"A": [1, 2]}}

    body = loading.change_body(Change.model_validate(given), FIRED)

    assert ReportChange.model_validate(body).at.isoformat() == "2026-11-21T19:02:30+00:00"
    assert body["diff"] == {"A": [1, 2]}


# Keeping trials apart


def given_scenario() -> Scenario:
    return Scenario(
        "dead-bank",
        scenario.Workload.model_validate(WORKLOAD),
        scenario.Alarm.model_validate(ALARM),
        Expected.model_validate(EXPECTED),
        lines=(Line.model_validate(LINE),),
        data=(Datum.model_validate(DATUM),),
    )


def test_a_log_group_has_the_same_new_name_wherever_it_occurs() -> None:
    found = Isolation("3f2a-00").applied(given_scenario())

    assert found.workload.resources[0].log_groups == ("/aws/lambda/pay#3f2a-00",)
    assert found.lines[0].group == "/aws/lambda/pay#3f2a-00"
    assert found.lines[0].message == LINE["message"]


def test_a_metric_has_the_same_new_dimension_wherever_it_occurs() -> None:
    found = Isolation("3f2a-00").applied(given_scenario())

    dimensions = {"FunctionName": "pay", DIMENSION: "3f2a-00-0"}
    trigger = found.alarm.message()["Trigger"]
    assert found.workload.resources[0].metrics[0].dimensions == dimensions
    assert found.data[0].dimensions == dimensions
    assert {each["name"]: each["value"] for each in trigger["Dimensions"]} == dimensions


def test_the_usual_telemetry_of_a_resource_is_kept_apart_too() -> None:
    found = Isolation("3f2a-00").applied(given_scenario())

    (table,) = [each for each in found.workload.resources if each.name == "orders"]
    assert "WriteThrottleEvents" in {metric.name for metric in table.metrics}
    assert all(DIMENSION in metric.dimensions for metric in table.metrics)


def test_two_trials_share_nothing_but_the_names_of_resources() -> None:
    one, other = (Isolation(tag).applied(given_scenario()) for tag in ("3f2a-00", "3f2a-01"))

    assert one.workload.name != other.workload.name
    assert one.lines[0].group != other.lines[0].group
    assert one.data[0].dimensions != other.data[0].dimensions
    assert one.workload.resources[0].name == other.workload.resources[0].name == "pay"


def test_the_api_takes_the_workload_and_finds_it_by_its_alarm() -> None:
    workload = Isolation("3f2a-00").applied(given_scenario()).workload

    described = DescribeWorkload.model_validate(workload.model_dump(mode="json", by_alias=True))

    assert described.alarms == ("pay-errors",)
    assert described.calls == (("pay", "orders"), ("pay", "bank"))


# Scoring


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, None),
        ({"verdict": "likely"}, None),
        ({"verdict": "inconclusive", "rootCause": None}, "resource"),
        (cause("bank"), "resource"),
        (cause("pay", "traffic"), "category"),
    ],
)
def test_only_the_expected_cause_is_right(changed: dict[str, Any], wrong: str | None) -> None:
    judged = score(report(**changed), Expected.model_validate(EXPECTED))

    assert judged.right is (wrong is None)
    assert wrong is None or getattr(judged, wrong) is False


def test_a_mention_in_an_excerpt_of_evidence_is_none() -> None:
    evidence = {
        "id": "evd_1",
        "tool": "list_changes",
        "query": {},
        "window": {"start": FIRED.isoformat(), "end": FIRED.isoformat()},
        "outcome": "success",
        "sha256": "0" * 64,
        "excerpt": "BANK_URL",
        "location": "evidence/evd_1",
        "takenAt": FIRED.isoformat(),
    }

    judged = score(
        report(summary="something is wrong", evidence=[evidence]), Expected.model_validate(EXPECTED)
    )

    assert judged.missing == ("BANK_URL",)
    assert not judged.right


def test_who_must_not_be_blamed_is_told() -> None:
    judged = score(report(**cause("orders")), Expected.model_validate(EXPECTED))

    assert judged.blamed == "orders"
    assert judged.confidently_wrong


def test_wrong_is_only_dangerous_when_it_is_sure() -> None:
    unsure = score(report(confidence=0.8, **cause("bank")), Expected.model_validate(EXPECTED))

    assert not unsure.resource
    assert not unsure.confidently_wrong


def test_a_real_incident_called_healthy_with_confidence_is_confidently_wrong() -> None:
    judged = score(report(verdict="healthy", rootCause=None), Expected.model_validate(EXPECTED))

    assert judged.confidently_wrong


def test_calling_healthy_what_nobody_could_see_is_confidently_wrong_too() -> None:
    expected = Expected.model_validate({"verdict": "inconclusive", "resource": None})

    judged = score(report(verdict="healthy", rootCause=None), expected)

    assert judged.resource
    assert judged.confidently_wrong


@pytest.mark.parametrize(
    ("verdict", "named", "right"),
    [("healthy", None, True), ("inconclusive", None, False), ("likely", "pay", False)],
)
def test_a_false_alarm_wants_to_be_called_healthy(
    verdict: str, named: str | None, right: bool
) -> None:
    expected = Expected.model_validate({"verdict": "healthy", "resource": None, "category": "none"})

    judged = score(
        report(verdict=verdict, **(cause(named) if named else {"rootCause": None})), expected
    )

    assert judged.right is right


# The board


def trials() -> list[Trial]:
    incident = Expected.model_validate(EXPECTED)
    false_alarm = Expected.model_validate({"verdict": "healthy", "resource": None})
    return [
        Trial("right", "ours", incident, "dgn_1", report(), 7.1, tokens=30),
        Trial("blames", "theirs", incident, "dgn_2", report(**cause("orders")), 9.2),
        Trial("calm", "theirs", false_alarm, "dgn_3", report(verdict="healthy", rootCause=None), 5),
        Trial("lost", "ours", incident, problem="The alarm opened no [b]diagnosis[/b]."),
    ]


def test_totals_are_told_for_all_and_for_each_part() -> None:
    parts = {name: part.document() for name, part in by_part(trials()).items()}

    assert parts["all"]["scenarios"] == 4
    assert parts["all"]["right"] == 2
    assert parts["all"]["falseAlarmsCalledHealthy"] == parts["all"]["falseAlarms"] == 1
    assert parts["all"]["confidentlyWrong"] == 1
    assert parts["ours"]["bothRight"] == 1
    assert parts["theirs"]["scenarios"] == 2


def test_an_unknown_price_makes_the_sum_unknown() -> None:
    one = Trial("a", "all", Expected.model_validate(EXPECTED), "dgn_1", report(costUsd=None), 1)

    assert by_part([one])["all"].document()["costUsd"] is None


def test_the_document_has_what_scripts_read() -> None:
    document = board.document(trials())

    right, blames, _, lost = document["scenarios"]
    assert document["asExpected"] is False
    assert right["rootCause"]["resource"] == "pay"
    assert right["tokens"] == 30
    assert blames["blamed"] == "orders"
    assert lost["problem"]
    assert lost["verdict"] is None
    json.dumps(document)


def test_the_table_says_what_is_wrong_and_takes_no_markup() -> None:
    console = Console(record=True, width=200)

    console.print(board.table(trials()), board.totals(trials()))

    shown = console.export_text()
    assert "resource, not pay" in shown
    assert "blames orders" in shown
    assert "no [b]diagnosis[/b]" in shown
    assert "wrong with confidence above 0.8" in shown


# The suite of this repository


def test_every_scenario_of_the_suite_can_be_loaded_through_the_api() -> None:
    found = list(suite.scenarios())

    assert len(found) >= 124
    assert sum(each.expected.is_false_alarm for each in found) >= 21
    for each in found:
        applied = Isolation("3f2a-00").applied(each)
        workload = applied.workload.model_dump(mode="json", by_alias=True)
        resources = {resource["name"] for resource in workload["resources"]}
        DescribeWorkload.model_validate(workload)
        assert {name for name in each.expected.resource if name} <= resources
        assert set(each.expected.blames) <= resources
        for change in each.changes:
            assert ReportChange.model_validate(loading.change_body(change, FIRED))
