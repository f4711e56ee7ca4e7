"""Diagnoses through their handlers: from an alarm to a report, one step after the other, as the
state machine calls them. Telemetry is moto's, and there is none: the report says what could not be
known, and blames nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from casebook.errors import Unavailable
from tests.functions.conftest import Handler, body_of, http
from tests.functions.test_workloads import register
from tests.unit.test_alarms import message

Load = Callable[[str], Handler]
SPECIALISTS = ("log_agent", "metric_agent", "code_agent", "knowledge_agent")


class World:
    def __init__(self, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
        self.load = load
        self.executions: list[str] = []
        self.answers: list[tuple[str, Any]] = []
        workflow = "casebook.adapters.invoke.StepFunctionsWorkflow"
        monkeypatch.setattr(f"{workflow}.start", lambda _, name: self.executions.append(name))
        monkeypatch.setattr(
            f"{workflow}.answer", lambda _, token, output: self.answers.append((token, output))
        )
        self.workload = register(load)["workloadId"]

    def alarm(self, **fields: Any) -> None:
        self.load("alarm_received")({"Records": [{"Sns": {"Message": message(**fields)}}]})

    def run(self) -> str:
        """The steps of a complex diagnosis of one round; returns its id."""
        diagnosis = self.executions[0]
        asked = {"diagnosisId": diagnosis}
        prepared = self.load("diagnosis_prepare")(asked)
        assert prepared == {"diagnosisId": diagnosis, "mode": "complex"}
        coordinator = self.load("coordinator")
        planned = coordinator({**asked, "step": "plan"})
        for agent in planned["agents"]:
            handler = self.load(agent.replace("-", "_"))
            assert handler({**asked, "agent": agent, "round": 1})["status"] == "completed"
        coordinator({**asked, "step": "assess", "round": 1})
        coordinator({**asked, "step": "conclude"})
        return diagnosis

    def get(self, path: str, groups: str = "[shop]", **query: str) -> dict[str, Any]:
        return self.load("diagnosis_read")(http("GET", path, query=query or None, groups=groups))

    def control(self, diagnosis: str, what: str) -> dict[str, Any]:
        return self.load("diagnosis_control")(http("POST", f"/api/diagnoses/{diagnosis}/{what}"))

    def feedback(
        self, diagnosis: str, said: dict[str, str], user: str = "ann", groups: str = "[shop]"
    ) -> dict[str, Any]:
        path = f"/api/diagnoses/{diagnosis}/feedback"
        request = http("POST", path, body=said, user=user, groups=groups)
        return self.load("diagnosis_control")(request)


@pytest.fixture
def world(load: Load, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(load, monkeypatch)


def test_an_alarm_becomes_a_report(world: World) -> None:
    world.alarm()

    diagnosis = world.run()

    status = body_of(world.get(f"/api/diagnoses/{diagnosis}"))
    assert status["status"] == "concluded"
    assert status["result"]["verdict"] == "inconclusive"
    assert "rootCause" not in status["result"]
    assert any("CloudTrail could not be read" in gap for gap in status["result"]["gaps"])
    listed = body_of(world.get(f"/api/workloads/{world.workload}/diagnoses"))
    assert listed["diagnoses"][0]["verdict"] == "inconclusive"


def test_the_log_is_replayed_without_a_gap_and_the_state_at_any_point(world: World) -> None:
    world.alarm()
    path = f"/api/diagnoses/{world.run()}"

    events = body_of(world.get(f"{path}/events"))["events"]
    rest = body_of(world.get(f"{path}/events", after="3", limit="2"))["events"]
    early = body_of(world.get(f"{path}/state", seq="2"))

    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all(event["parent"] < event["seq"] for event in events[1:])
    assert [event["seq"] for event in rest] == [4, 5]
    assert (early["seq"], early["status"]) == (2, "running")
    assert world.get(f"{path}/state", seq="9999")["statusCode"] == 400


def test_a_diagnosis_is_followed_by_server_sent_events_to_its_end(world: World) -> None:
    world.alarm()
    path = f"/api/diagnoses/{world.run()}/events"
    wanted = {"types": "plan-made,diagnosis-concluded"}

    def follow(**headers: str) -> dict[str, Any]:
        asked = {"accept": "text/event-stream", **headers}
        return world.load("diagnosis_read")(http("GET", path, query=wanted, headers=asked))

    answer = follow()
    told = [line for line in answer["body"].splitlines() if line.startswith("event: ")]
    last = str(len(body_of(world.load("diagnosis_read")(http("GET", path)))["events"]))

    assert answer["headers"]["Content-Type"] == "text/event-stream"
    assert told == ["event: plan-made", "event: diagnosis-concluded"]
    assert follow(**{"last-event-id": last})["statusCode"] == 204


def test_events_are_chosen_by_type_and_read_from_either_end(world: World) -> None:
    world.alarm()
    path = f"/api/diagnoses/{world.run()}"
    every = body_of(world.get(f"{path}/events"))

    chosen = body_of(world.get(f"{path}/events", types="plan-made,diagnosis-concluded"))
    newest = body_of(world.get(f"{path}/events", order="newest", limit="2"))
    older = body_of(
        world.get(f"{path}/events", order="newest", limit="2", before=str(newest["next"]))
    )

    last = every["events"][-1]["seq"]
    assert every["seq"] == chosen["seq"] == newest["seq"] == last
    assert [event["type"] for event in chosen["events"]] == ["plan-made", "diagnosis-concluded"]
    read = [event["seq"] for page in (newest, older) for event in page["events"]]
    assert read == [last, last - 1, last - 2, last - 3]


def test_a_type_that_does_not_exist_is_named(world: World) -> None:
    world.alarm()

    refused = world.get(f"/api/diagnoses/{world.executions[0]}/events", types="plan-made,tea")

    assert refused["statusCode"] == 400
    (error,) = body_of(refused)["errors"]
    assert error["field"] == "types"
    assert "no type of event tea;" in error["error"]


def test_every_evidence_can_be_fetched_and_has_its_digest(world: World) -> None:
    world.alarm()
    diagnosis = world.run()
    result = body_of(world.get(f"/api/diagnoses/{diagnosis}"))["result"]
    fetch = world.load("evidence")

    for evidence in result["evidence"]:
        path = f"/api/diagnoses/{diagnosis}/evidence/{evidence['id']}"
        fetched = body_of(fetch(http("GET", path)))
        assert fetched["intact"] is True
        assert fetched["evidence"]["sha256"] == evidence["sha256"]

    assert {e["tool"] for e in result["evidence"]} >= {"alarm", "query_metrics", "list_changes"}
    missing = fetch(http("GET", f"/api/diagnoses/{diagnosis}/evidence/evd_404"))
    assert missing["statusCode"] == 404


def test_runbooks_of_the_workload_are_searched_for_the_alarms_words(
    world: World, aws: Callable[[str], Any]
) -> None:
    key = f"knowledge/{world.workload}/errors.md"
    text = b"# Errors\n\nIf the checkout has too many errors, call the payments team."
    aws("s3").put_object(Bucket="casebook-evidence", Key=key, Body=text)
    world.alarm(AlarmName="checkout-errors")

    result = body_of(world.get(f"/api/diagnoses/{world.run()}"))["result"]

    (found,) = [each for each in result["evidence"] if each["tool"] == "search_runbooks"]
    assert found["outcome"] == "success"
    assert "call the payments team" in found["excerpt"]
    assert any("call the payments team" in step["text"] for step in result["remediation"])
    kept = aws("s3").list_objects_v2(Bucket="casebook-evidence", Prefix="knowledge-index/")
    assert len(kept["Contents"]) == 1


def test_the_result_is_published(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[Any] = []
    monkeypatch.setattr(
        "casebook.adapters.invoke.SnsPublisher.publish", lambda _, *said: published.append(said)
    )
    world.alarm()

    world.load("diagnosis_notify")({"diagnosisId": world.run()})

    ((subject, text, attributes),) = published
    assert subject.startswith("shop: inconclusive - ")
    assert json.loads(text)["verdict"] == "inconclusive"
    assert attributes["project"] == "shop"


def test_a_diagnosis_is_started_by_hand_and_joined_by_the_next(world: World) -> None:
    start = world.load("diagnosis_start")
    path = f"/api/workloads/{world.workload}/diagnoses"

    first = start(http("POST", path, body={"mode": "simple", "question": "slow?"}))
    second = start(http("POST", path, body={}))

    assert first["statusCode"] == 202
    assert body_of(second) == {
        "diagnosisId": body_of(first)["diagnosisId"],
        "joined": True,
        "queued": False,
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"mode": "thorough"}, "mode"),
        ({"window": {"start": "2026-01-02T00:00:00Z", "end": "2026-01-01T00:00:00Z"}}, "window"),
        (
            {"window": {"start": "2999-01-01T00:00:00Z", "end": "2999-01-02T00:00:00Z"}},
            "window.start",
        ),
        (
            {"window": {"start": "2001-01-01T00:00:00Z", "end": "2001-01-02T00:00:00Z"}},
            "window.start",
        ),
    ],
)
def test_a_diagnosis_that_cannot_be_started_names_the_field(
    world: World, body: dict[str, Any], field: str
) -> None:
    path = f"/api/workloads/{world.workload}/diagnoses"

    answer = world.load("diagnosis_start")(http("POST", path, body=body))

    assert answer["statusCode"] == 400
    assert body_of(answer)["errors"][0]["field"] == field


def test_a_diagnosis_is_paused_resumed_and_cancelled(world: World) -> None:
    world.alarm()
    diagnosis = world.executions[0]

    gate = world.load("diagnosis_gate")
    passed = gate({"diagnosisId": diagnosis, "round": 1})
    paused = world.control(diagnosis, "pause")
    held = gate({"diagnosisId": diagnosis, "round": 1})
    gate({"diagnosisId": diagnosis, "token": "t1", "round": 1})
    resumed = world.control(diagnosis, "resume")
    cancelled = world.control(diagnosis, "cancel")
    again = world.control(diagnosis, "cancel")
    resumed_late = world.control(diagnosis, "resume")

    assert [body_of(each)["status"] for each in (paused, resumed, cancelled)] == [
        "paused",
        "running",
        "cancelled",
    ]
    assert world.answers == [("t1", {"decision": "go"})]
    assert (passed, held) == ({"decision": "go"}, {"decision": "paused"})
    assert body_of(again)["status"] == "cancelled"
    assert resumed_late["statusCode"] == 409
    late = world.load("log_agent")({"diagnosisId": diagnosis, "agent": "log-agent", "round": 1})
    assert late["status"] == "skipped"


def test_a_specialist_that_fails_is_named_and_the_diagnosis_goes_on(world: World) -> None:
    world.alarm()
    diagnosis = world.executions[0]
    failed = {"step": "record-failure", "agent": "metric-agent", "round": 1, "error": "Timeout"}
    world.load("coordinator")({"diagnosisId": diagnosis, **failed})

    world.run()

    gaps = body_of(world.get(f"/api/diagnoses/{diagnosis}"))["result"]["gaps"]
    assert "metric-agent failed: Timeout" in gaps


def test_a_failure_is_recorded_once(world: World) -> None:
    world.alarm()
    diagnosis = world.executions[0]
    told = {"diagnosisId": diagnosis, "error": "States.Timeout", "cause": "too slow"}
    by_bus = {"diagnosisId": diagnosis, "error": "FAILED", "cause": "The execution ended"}

    world.load("diagnosis_failed")(told)
    world.load("diagnosis_failed")(by_bus)

    status = body_of(world.get(f"/api/diagnoses/{diagnosis}"))
    assert status["status"] == "failed"
    assert status["error"] == "States.Timeout: too slow"
    world.alarm(StateChangeTime="2026-11-21T19:10:00.000+0000")
    assert len(set(world.executions)) == 2


def test_a_step_that_is_repeated_does_nothing_twice(world: World) -> None:
    world.alarm()
    diagnosis = world.run()
    before = body_of(world.get(f"/api/diagnoses/{diagnosis}/events"))["events"]

    asked = {"diagnosisId": diagnosis}
    world.load("diagnosis_prepare")(asked)
    world.load("coordinator")({**asked, "step": "plan"})
    world.load("log_agent")({**asked, "agent": "log-agent", "round": 1})
    world.load("coordinator")({**asked, "step": "conclude"})

    assert body_of(world.get(f"/api/diagnoses/{diagnosis}/events"))["events"] == before


def test_simple_mode_is_the_coordinator_alone(world: World) -> None:
    path = f"/api/workloads/{world.workload}/diagnoses"
    body = {"mode": "simple"}
    started = body_of(world.load("diagnosis_start")(http("POST", path, body=body)))
    asked = {"diagnosisId": started["diagnosisId"]}

    prepared = world.load("diagnosis_prepare")(asked)
    world.load("coordinator")({**asked, "step": "investigate"})
    world.load("coordinator")({**asked, "step": "conclude"})

    events = body_of(world.get(f"/api/diagnoses/{asked['diagnosisId']}/events"))["events"]
    agents = {event["actor"] for event in events if event["type"] == "agent-started"}
    assert prepared["mode"] == "simple"
    assert agents == {"coordinator"}
    assert events[-1]["type"] == "diagnosis-concluded"


def test_the_diagnoses_of_all_workloads_are_listed_open_or_ended(world: World) -> None:
    other = register(world.load, name="other", alarms=["other-errors"])["workloadId"]
    world.alarm()
    first = world.run()
    path = f"/api/workloads/{other}/diagnoses"
    second = body_of(world.load("diagnosis_start")(http("POST", path, body={})))["diagnosisId"]

    def listed(groups: str = "[ops shop]", **query: str) -> list[tuple[str, str]]:
        page = body_of(world.get("/api/diagnoses", groups, **query))
        return [(each["diagnosisId"], each["project"]) for each in page["diagnoses"]]

    assert listed() == [(second, "shop"), (first, "shop")]
    assert listed(state="open") == [(second, "shop")]
    assert listed(state="ended", verdict="inconclusive") == [(first, "shop")]
    assert listed(verdict="likely") == []
    assert listed(workload=world.workload) == [(first, "shop")]
    assert listed(groups="[bank]") == []
    page = body_of(world.get("/api/diagnoses", limit="1"))
    assert page["next"] == second
    assert listed(before=page["next"]) == [(first, "shop")]


@pytest.mark.parametrize(
    ("query", "groups", "status"),
    [
        ({"status": "running"}, "[shop]", 400),
        ({"verdict": "perhaps"}, "[shop]", 400),
        ({"before": "nope"}, "[shop]", 400),
        ({"colour": "red"}, "[shop]", 400),
        ({"workload": "mine"}, "[bank]", 404),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    world: World, query: dict[str, str], groups: str, status: int
) -> None:
    if "workload" in query:
        query = {"workload": world.workload}

    assert world.get("/api/diagnoses", groups, **query)["statusCode"] == status


@pytest.mark.parametrize("what", ["", "/events", "/state"])
def test_a_diagnosis_of_another_project_is_not_found(world: World, what: str) -> None:
    world.alarm()
    path = f"/api/diagnoses/{world.executions[0]}{what}"

    assert world.get(path, groups="[bank]")["statusCode"] == 404


def test_an_alarm_that_matches_nothing_is_listed(world: World) -> None:
    trigger = {"Dimensions": [{"name": "FunctionName", "value": "stranger"}]}
    world.alarm(AlarmName="strange-errors", Trigger=trigger)
    unmatched = world.load("alarms")

    (kept,) = body_of(unmatched(http("GET", "/api/alarms/unmatched")))["alarms"]

    assert kept["alarm"]["name"] == "strange-errors"
    assert "stranger" in kept["why"]
    assert unmatched(http("GET", "/api/alarms/unmatched", groups=""))["statusCode"] == 403
    assert world.executions == []


def test_a_person_says_whether_a_diagnosis_was_useful_or_wrong(world: World) -> None:
    world.alarm()
    diagnosis = world.run()
    path = f"/api/diagnoses/{diagnosis}"
    before = body_of(world.get(f"{path}/events"))["events"]
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"[:36]
    said = {"rating": "wrong", "cause": " the cache ", "note": f"token {secret}"}

    first = world.feedback(diagnosis, said)
    world.feedback(diagnosis, {"rating": "useful"}, user="bob")
    status = body_of(world.get(path))
    (listed,) = body_of(world.get("/api/diagnoses"))["diagnoses"]

    assert first["statusCode"] == 200
    assert [(each["user"], each["rating"]) for each in status["feedback"]] == [
        ("ann", "wrong"),
        ("bob", "useful"),
    ]
    assert status["feedback"][0]["cause"] == "the cache"
    assert secret not in first["body"] + json.dumps(status)
    assert listed["feedback"] == {"useful": 1, "wrong": 1}
    world.feedback(diagnosis, {"rating": "useful"})
    assert [each["rating"] for each in body_of(world.get(path))["feedback"]] == ["useful"] * 2
    assert body_of(world.get(f"{path}/events"))["events"] == before


@pytest.mark.parametrize(
    ("said", "groups", "status"),
    [
        ({}, "[shop]", 400),
        ({"rating": "perhaps"}, "[shop]", 400),
        ({"rating": "wrong", "cause": " "}, "[shop]", 400),
        ({"rating": "wrong", "note": "x" * 2001}, "[shop]", 400),
        ({"rating": "wrong", "verdict": "likely"}, "[shop]", 400),
        ({"rating": "wrong"}, "[bank]", 404),
        ({"rating": "wrong"}, "[shop]", 409),
    ],
)
def test_feedback_that_cannot_be_kept_is_refused(
    world: World, said: dict[str, str], groups: str, status: int
) -> None:
    world.alarm()

    assert world.feedback(world.executions[0], said, groups=groups)["statusCode"] == status


def test_alarms_are_listed_with_what_became_of_them(world: World) -> None:
    trigger = {"Dimensions": [{"name": "FunctionName", "value": "stranger"}]}
    world.alarm(AlarmName="strange-errors", Trigger=trigger)
    world.alarm()
    alarms = world.load("alarms")

    page = body_of(alarms(http("GET", "/api/alarms", query={"limit": "1"})))
    asked = {"before": page["next"]}
    rest = body_of(alarms(http("GET", "/api/alarms", query=asked)))
    elsewhere = body_of(alarms(http("GET", "/api/alarms", groups="[bank]")))

    (started,), (unmatched,) = page["alarms"], rest["alarms"]
    assert (started["outcome"], started["workloadId"]) == ("started", world.workload)
    assert started["diagnosisId"] == world.executions[0]
    assert (unmatched["name"], unmatched["outcome"]) == ("strange-errors", "unmatched")
    assert [alarm["name"] for alarm in elsewhere["alarms"]] == ["strange-errors"]
    assert alarms(http("GET", "/api/alarms", query={"before": "nope"}))["statusCode"] == 400
    assert alarms(http("GET", "/api/alarms", groups=""))["statusCode"] == 403


def test_health_names_the_part_that_does_not_answer(world: World) -> None:
    answer = world.load("health")(http("GET", "/api/health"))

    health = body_of(answer)
    assert answer["statusCode"] == 503
    assert health["parts"]["table"]["status"] == "ok"
    assert health["parts"]["stateMachine"]["status"] == "failed"
    assert health["parts"]["stateMachine"]["error"] == Unavailable.title
    assert "arn:" not in answer["body"]


def test_an_ended_diagnosis_is_run_again_from_a_step_with_a_hint(world: World) -> None:
    world.alarm()
    old = world.run()
    events = body_of(world.get(f"/api/diagnoses/{old}/events"))["events"]
    assessed = next(each["seq"] for each in events if each["type"] == "assessment-made")
    path = f"/api/diagnoses/{old}/rerun"
    asked = {"fromSeq": assessed, "hint": "PAYMENTS_URL of checkout"}

    start = world.load("diagnosis_start")
    answer = start(http("POST", path, body=asked))
    again = start(http("POST", path, body=asked))
    other = start(http("POST", path, body={}))
    stranger = start(http("POST", path, body={}, groups="[bank]"))

    new = body_of(answer)["diagnosisId"]
    assert (answer["statusCode"], body_of(answer)["joined"]) == (202, False)
    assert body_of(again) == {"diagnosisId": new, "joined": True, "queued": False}
    assert (other["statusCode"], body_of(other)["diagnosisId"]) == (409, new)
    assert stranger["statusCode"] == 404
    world.executions[:] = [new]
    asked_of_steps = {"diagnosisId": new}
    assert world.load("diagnosis_prepare")(asked_of_steps)["mode"] == "complex"
    coordinator = world.load("coordinator")
    assert coordinator({**asked_of_steps, "step": "plan"}) == {"agents": [], "round": 1}
    coordinator({**asked_of_steps, "step": "assess", "round": 1})
    coordinator({**asked_of_steps, "step": "conclude"})
    status = body_of(world.get(f"/api/diagnoses/{new}"))
    assert (status["status"], status["rerun"]["of"]) == ("concluded", old)
    listed = body_of(world.get(f"/api/workloads/{world.workload}/diagnoses"))["diagnoses"]
    assert [each.get("rerunOf") for each in listed] == [old, None]
    taken = next(e for e in status["result"]["evidence"] if e["tool"] == "list_changes")
    fetched = world.load("evidence")(http("GET", f"/api/diagnoses/{new}/evidence/{taken['id']}"))
    assert body_of(fetched)["intact"] is True
