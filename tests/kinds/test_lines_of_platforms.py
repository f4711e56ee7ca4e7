"""Lines without a level are read where their platform says that something failed, warnings that are
new are symptoms, and a log group of many resources is read by pod.
"""

import json
from random import Random

import pytest

from casebook.analysis.error_lines import is_error
from tests.evals import aws, logs
from tests.kinds.incidents import is_healthy, situation

FAILED = {
    "a Kubernetes event": json.dumps(
        {
            "type": "Warning",
            "reason": "BackOff",
            "involvedObject": {"kind": "Pod", "name": "x-1"},
            "message": "Back-off restarting failed container",
        }
    ),
    "the kernel": "[1131.2] Out of memory: Killed process 4242 (java) total-vm:81204kB",
    "Step Functions": json.dumps(
        {
            "id": "7",
            "type": "TaskFailed",
            "details": {"error": "States.TaskFailed", "cause": "no answer"},
        }
    ),
    "Lambda's platform": json.dumps(
        {
            "type": "platform.report",
            "record": {"status": "timeout", "requestId": "8d1", "metrics": {"durationMs": 3000}},
        }
    ),
    "structlog": json.dumps({"event": "payment failed", "level": "error"}),
    "Fluent Bit": json.dumps({"log": "ERROR payment failed", "stream": "stderr"}),
    "OpenTelemetry": json.dumps(
        {"severityText": "ERROR", "body": "payment failed",
         "attributes": {"exception.type": "ValueError"}}
    ),
}  # fmt: skip
WELL = {
    "a Kubernetes event": json.dumps(
        {
            "type": "Normal",
            "reason": "Scheduled",
            "involvedObject": {"kind": "Pod", "name": "x-1"},
            "message": "Successfully assigned prod/x-1 to ip-10-1-1-1",
        }
    ),
    "Step Functions": json.dumps({"id": "7", "type": "TaskSucceeded", "details": {}}),
    "Lambda's platform": json.dumps(
        {
            "type": "platform.report",
            "record": {"status": "success", "requestId": "8d1", "metrics": {"durationMs": 31}},
        }
    ),
    "Fluent Bit": json.dumps({"log": "INFO payment done", "stream": "stdout"}),
    "Postgres": "2026-11-21 19:04:11 UTC:10.0.0.1(4411):app@shop:[77]:LOG:  checkpoint complete",
}


@pytest.mark.parametrize("who", FAILED)
def test_a_failure_is_an_error_line_whoever_writes_it(who: str) -> None:
    assert is_error(FAILED[who])


@pytest.mark.parametrize("who", WELL)
def test_business_is_none(who: str) -> None:
    assert not is_error(WELL[who])


@pytest.mark.parametrize("level", ["WARN"])
@pytest.mark.parametrize("seed", range(2))
def test_a_refusal_is_a_symptom_whatever_its_level(seed: int, level: str) -> None:
    of = situation(seed, f"refusals {level}")
    function, since = of.function(of.dice.randint(60, 150)), of.minutes_ago(8, 25)
    action = f"{of.name()}:{of.name().title()}"
    text = f"AccessDeniedException: not authorized to perform {action}, message will be tried again"
    of.it.says(function, text, 9, since, level=level)
    of.it.series(function, "Duration").shift(since, 500)
    of.it.alarm(of.name("a"), function, "Duration", 300, 3, statistic="Maximum")

    diagnosis = of.diagnosis()

    assert diagnosis.report
    assert not is_healthy(diagnosis.report)
    told = [f for f in diagnosis.findings if any("AccessDenied" in e.example for e in f.errors)]
    assert told


@pytest.mark.parametrize("seed", range(2))
def test_a_warning_that_was_always_there_is_no_symptom(seed: int) -> None:
    of = situation(seed, "old warnings")
    function = of.function(of.dice.randint(60, 150))
    of.it.log(f"{function} 6 WARN | {of.name()} took long, limit exceeded by <1..40> ms")
    of.it.alarm(of.name("a"), function, "Duration", 100, 1, statistic="Average")

    assert not of.diagnosed().root_cause


@pytest.mark.parametrize("seed", range(4))
def test_a_shared_log_group_is_read_by_pod(seed: int) -> None:
    """Two deployments write into one group, as Container Insights has it; the second one fails."""
    of = situation(seed, "shared")
    group, since = f"/aws/containerinsights/{of.name()}/application", of.minutes_ago(8, 25)
    well, of.right = of.name("web"), of.name("jobs")

    def line_of(pod: str) -> logs.Style:
        def line(dice: Random, at: float, level: str, text: str) -> str:
            names = {"pod_name": f"{pod}-{dice.getrandbits(20):05x}", "namespace_name": "prod"}
            return json.dumps({"log": f"{level} {text}", "kubernetes": names})

        return line

    for pod in (well, of.right):
        at = {"ClusterName": "c", "Namespace": "prod", "PodName": pod}
        levels: dict[str, aws.Level] = {"pod_number_of_container_restarts": ("None", 0, 0.0)}
        made = aws.resource(pod, "other", line_of(pod), group)
        of.it.has(made.plus("ContainerInsights", at, levels))
        of.business(pod, 3)
    of.it.says(of.right, f"TypeError: {of.name()} is not a function", 9, since, level="ERROR")
    of.it.series(of.right, "pod_number_of_container_restarts").shift(since, 9)
    of.it.alarm(of.name("a"), of.right, "pod_number_of_container_restarts", 4, statistic="Maximum")

    diagnosis = of.diagnosis()

    failing = {error.resource for f in diagnosis.findings for error in f.errors}
    assert failing == {of.right}
