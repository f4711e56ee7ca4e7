"""Transformations of form: names, loggers, alarms, sampling, and what happens beside."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from cli.evaluation.loading import alarm_message
from cli.evaluation.metamorphic import (
    alarm_forms,
    innocent,
    loggers,
    names,
    platform,
    sampling,
    together,
)
from cli.evaluation.metamorphic.lines import read_line
from cli.evaluation.metamorphic.moving import series_of
from cli.evaluation.metamorphic.onset import incident_of
from cli.evaluation.metamorphic.rows import relations
from cli.evaluation.metamorphic.watched import watched_by
from cli.evaluation.scenario import Scenario, Workload
from tests.unit.metamorphic.incidents import FIRED_AT, ONSET, incident, line, made

SEEDS = range(12)
WHOLE = re.compile(r"(?<![\w-])(?:pay-api|orders)(?![\w-])")


def everything(scenario: Scenario) -> str:
    parts = [scenario.workload, scenario.alarm, scenario.expected, *scenario.changes]
    parts += [*scenario.lines, *scenario.data]
    return "\n".join(part.model_dump_json() for part in parts)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_renamed_resource_has_its_old_name_nowhere(seed: int) -> None:
    variant = made(names.renamed, seed=seed).scenario
    new = [resource.name for resource in variant.workload.resources]

    text = everything(variant)
    for name in new:  # such as orders#2
        text = text.replace(name, "…")
    assert not WHOLE.search(text)
    assert variant.expected.resource == (new[0],)
    assert variant.expected.blames == (new[1],)
    assert variant.alarm.message()["Trigger"]["Dimensions"][0]["value"] == new[0]
    assert variant.workload.calls[0] == (new[0], new[1])
    assert {datum.dimensions["FunctionName"] for datum in variant.data} == {new[0]}
    assert {each.group for each in variant.lines} == {f"/aws/lambda/{new[0]}"}


def test_names_take_the_characters_that_aws_allows_and_log_groups_no_others() -> None:
    made_of = [made(names.renamed, seed=seed).scenario for seed in range(60)]
    new = "".join(resource.name for each in made_of for resource in each.workload.resources)
    groups = {line.group for each in made_of for line in each.lines}

    assert {"_", "."} <= set(new)
    assert any(character.isupper() for character in new)
    assert all(re.fullmatch(r"[\w./#-]+", group) for group in groups)


@pytest.mark.parametrize("seed", range(20))
def test_a_workload_that_is_called_as_a_resource_can_still_be_registered(seed: int) -> None:
    resource = {"name": "etl", "type": "glue"}
    shop = Workload.model_validate({"name": "etl", "project": "x", "resources": [resource]})
    variant = made(names.renamed, incident(workload=shop), seed=seed).scenario

    assert variant.workload.name == variant.workload.resources[0].name
    assert not set("#!") & set(variant.workload.name)


def test_a_part_of_a_longer_name_and_somebody_elses_host_stay() -> None:
    longer = line(-10, "pay-api-canary asked api.partner.example for orders_v1")

    variant = made(names.renamed, incident(lines=(*incident().lines, longer))).scenario

    assert variant.lines[-1].message == longer.message


@pytest.mark.parametrize("dialect", loggers.DIALECTS)
def test_a_line_in_another_dialect_tells_the_same(dialect: str) -> None:
    variant = made(loggers.maker_of(loggers.DIALECTS[dialect])).scenario

    for new, old in zip(variant.lines, incident().lines, strict=True):
        assert (new.at, new.group, new.stream) == (old.at, old.group, old.stream)
        if "refused" in old.message:
            assert new.message != old.message
            assert "order of pay-api refused" in new.message
            assert "TypeError: no price" in new.message or "no price" in new.message


@pytest.mark.parametrize(
    "dialect", sorted(set(loggers.DIALECTS) - {"OpenTelemetry", "fluent-bit", "Lambda JSON"})
)
def test_level_and_message_are_read_back_from_every_flat_dialect(dialect: str) -> None:
    before = read_line(incident().lines[-2].message)
    assert before is not None

    after = read_line(loggers.DIALECTS[dialect](before, "stream"))

    assert after is not None
    assert after.level == before.level == "error"
    assert after.message.startswith(before.message)


def test_a_line_that_cannot_be_read_stays() -> None:
    odd = line(-10, "Segmentation fault (core dumped)")

    variant = made(loggers.mixed, incident(lines=(*incident().lines, odd))).scenario

    assert variant.lines[-1] == odd


def test_lambdas_own_lines_become_platform_events() -> None:
    report = line(
        -10,
        "REPORT RequestId: 0f8fad5b-d9cb-469f-a165-70867728950e\tDuration: 3000.00 ms\t"
        "Billed Duration: 3000 ms\tMemory Size: 512 MB\tMax Memory Used: 121 MB\tStatus: timeout",
    )

    variant = made(platform.platform_events, incident(lines=(*incident().lines, report))).scenario

    event = json.loads(variant.lines[-1].message)
    assert event["type"] == "platform.report"
    assert event["record"]["status"] == "timeout"
    assert event["record"]["metrics"]["maxMemoryUsedMB"] == 121


def message_of(scenario: Scenario) -> dict[str, Any]:
    return alarm_message(scenario.alarm.message(), FIRED_AT)


def test_an_alarm_on_an_expression_divides_as_the_alarm_did() -> None:
    trigger = message_of(made(alarm_forms.metric_math).scenario)["Trigger"]

    assert "MetricName" not in trigger
    (watched,) = (query for query in trigger["Metrics"] if query["ReturnData"])
    assert watched["Expression"] == "100 * m1 / m2"
    assert 2 < trigger["Threshold"] < 40  # 1 of 50 before, 20 of 50 in the incident


def test_an_alarm_on_a_band_names_it_as_its_threshold() -> None:
    trigger = message_of(made(alarm_forms.anomaly_band).scenario)["Trigger"]

    assert trigger["ThresholdMetricId"] == "ad1"
    assert trigger["ComparisonOperator"] == "GreaterThanUpperThreshold"
    assert "Threshold" not in trigger


def test_a_composite_alarm_tells_its_rule_and_children_and_no_metric() -> None:
    variant = made(alarm_forms.composite).scenario
    message = message_of(variant)

    assert "Trigger" not in message
    assert 'ALARM("pay-errors")' in message["AlarmRule"]
    (child,) = message["TriggeringChildren"]
    assert child["Arn"].endswith(":pay-errors")
    assert child["State"]["Timestamp"].startswith("2026-")
    assert variant.children == (incident().alarm,)


def test_m_of_n_looks_at_more_than_must_breach() -> None:
    trigger = message_of(made(alarm_forms.m_of_n).scenario)["Trigger"]

    assert trigger["DatapointsToAlarm"] == 3
    assert trigger["EvaluationPeriods"] > 3


def test_a_less_than_alarm_breaches_exactly_where_the_alarm_did() -> None:
    before, after = watched_by(incident()), watched_by(made(alarm_forms.less_than).scenario)

    assert before is not None
    assert after is not None
    assert after.comparison == "LessThanThreshold"
    assert [after.breaches(value) for _, value in after.folded()] == [
        before.breaches(value) for _, value in before.folded()
    ]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", ["deployment", "configuration"])
@pytest.mark.parametrize("seed", SEEDS)
def test_an_innocent_change_is_one_more_and_on_its_side_of_the_onset(
    when: str, kind: str, seed: int
) -> None:
    variant = made(innocent.maker_of(when, kind), seed=seed).scenario
    found = incident_of(incident())

    *others, added = variant.changes
    assert found is not None
    assert tuple(others) == incident().changes
    assert (added.at < found.onset) == (when == "before")
    assert added.at < 0


def test_nothing_is_deployed_to_the_cause_just_before_the_onset() -> None:
    made_of = [made(innocent.maker_of("before", "deployment"), seed=seed) for seed in range(40)]

    assert {(each.scenario.changes[-1].model_extra or {})["resource"] for each in made_of} == {
        "orders"
    }


def test_a_deployment_into_a_long_incident_comes_well_after_the_first_error() -> None:
    variant = made(innocent.into_a_long_incident).scenario
    found = incident_of(variant)

    assert found is not None
    assert variant.changes[-1].at == pytest.approx(found.onset + 660, abs=60)


def test_five_minute_periods_add_counts_up_and_average_levels() -> None:
    variant = made(sampling.five_minute_periods).scenario
    series = {key[1]: points for key, points in series_of(variant.data).items()}

    assert {datum.at % 300 for datum in variant.data} == {0.0}
    assert series["Invocations"][1].value == 250.0
    assert series["Duration"][1].value == pytest.approx(103, abs=3)
    watched = watched_by(variant)
    assert watched is not None
    assert (watched.period, watched.threshold) == (300.0, 25.0)


def test_a_quiet_time_written_as_one_minute_in_fifteen_has_the_same_load_in_five() -> None:
    sampled = [datum for datum in incident().data if datum.at >= ONSET or datum.at % 900 == 899]
    variant = made(sampling.five_minute_periods, incident(data=tuple(sampled))).scenario
    series = {key[1]: points for key, points in series_of(variant.data).items()}

    assert {datum.value for datum in series["Invocations"]} == {250.0}
    assert series["Errors"][0].value == 5.0


def test_minutes_in_which_nothing_was_counted_stay_empty_in_five() -> None:
    came = {-3541, -2161, -1801, -901}
    rare = [d for d in incident().data if d.name != "Errors" or d.at >= ONSET or d.at in came]
    variant = made(sampling.five_minute_periods, incident(data=tuple(rare))).scenario
    errors = {key[1]: points for key, points in series_of(variant.data).items()}["Errors"]

    assert {datum.value for datum in errors if datum.at < ONSET} == {1.0}


def test_half_of_the_lines_are_gone_and_no_other_came() -> None:
    variant = made(sampling.half_of_the_lines).scenario

    assert set(variant.lines) < set(incident().lines)
    assert len(variant.lines) == pytest.approx(len(incident().lines) / 2, rel=0.2)


def test_streams_are_some_seconds_apart_and_each_in_step_with_itself() -> None:
    other = [line(-100, "x", stream="b"), line(-50, "x", stream="b")]

    variant = made(sampling.skewed_streams, incident(lines=(*incident().lines, *other))).scenario

    assert variant.lines[-1].at - variant.lines[-2].at == pytest.approx(50)
    assert 2 <= abs(variant.lines[-1].at + 50) <= 10
    assert variant.lines[0].at - incident().lines[0].at != variant.lines[-1].at + 50


def test_what_is_delivered_twice_is_all_there_and_in_another_order() -> None:
    variant = made(sampling.twice_and_out_of_order).scenario

    assert set(variant.lines) == set(incident().lines)
    assert len(variant.lines) > len(incident().lines)
    assert [each.at for each in variant.lines] != sorted(each.at for each in variant.lines)


def test_two_incidents_share_no_name() -> None:
    scenario = incident()
    other = replace(incident(), name="other")

    variant = made(together.maker_of([scenario, other]), scenario).scenario

    beside = variant.beside
    assert beside is not None
    assert not {resource.name for resource in beside.workload.resources} & {
        resource.name for resource in scenario.workload.resources
    }
    assert not {each.group for each in beside.lines} & {each.group for each in scenario.lines}
    assert beside.workload.name != scenario.workload.name


def test_a_seed_makes_the_same_variants_and_another_seed_others() -> None:
    scenario = incident()
    rows = relations([scenario, replace(scenario, name="other")])

    def all_of(seed: int) -> list[Scenario]:
        return [variant.scenario for row in rows for variant in row.variants(scenario, seed)]

    assert all_of(1) == all_of(1)
    assert all_of(1) != all_of(2)
