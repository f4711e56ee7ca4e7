"""GET /api/settings: what is set at this moment."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from casebook.models.port import ModelName
from casebook.settings import Settings
from casebook.wiring import Wiring
from tests.functions.conftest import Handler, body_of, http
from tests.functions.test_workloads import SHOP

Aws = Callable[[str], Any]
Load = Callable[[str], Handler]
CLAUDE = {
    "provider": "anthropic",
    "model": "claude-test-9",
    "secret": "arn:aws:secretsmanager:us-east-1:123456789012:secret:key",
    "limits": {"maxTokens": 1000, "attempts": 2},
}
NOVA = {"provider": "bedrock", "model": "nova-test-1", "region": "us-east-1"}


def told(load: Load, groups: str = "[shop]") -> Any:
    answer = load("settings")(http("GET", "/api/settings", groups=groups))
    assert answer["statusCode"] == 200
    return body_of(answer)


def registered(load: Load, project: str) -> str:
    body = {**SHOP, "project": project}
    answer = load("workloads")(http("POST", "/api/workloads", body=body, groups=f"[{project}]"))
    return str(body_of(answer)["workloadId"])


@pytest.fixture
def put(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], None]:
    """Puts a document into the parameter that the environment names for it."""

    def put(what: str, document: Any) -> None:
        name = f"/casebook/{uuid4()}/{what}"  # values are cached by their names
        text = document if isinstance(document, str) else json.dumps(document)
        aws("ssm").put_parameter(Name=name, Value=text, Type="String", Overwrite=True)
        monkeypatch.setenv(f"CASEBOOK_{what.upper()}_PARAMETER", name)

    monkeypatch.setenv("CASEBOOK_PARAMETER_SECONDS", "1")
    return put


def test_without_any_settings_rules_answer_and_the_defaults_hold(load: Load) -> None:
    settings = told(load)

    assert settings["engine"] == {"engine": "deterministic", "share": 100.0}
    assert (settings["models"], settings["runbooks"], settings["notes"]) == ([], [], [])
    assert settings["limits"]["sessionsPerHour"] == 20
    budgets = {budget["kind"]: budget for budget in settings["limits"]["budgets"]}
    assert budgets["session"] == {"kind": "session", "tokens": 400_000, "dollars": 2.0}
    assert set(budgets) == {"session", "diagnosis", "workload-day", "project-day"}
    agents = {agent["agent"]: agent for agent in settings["agents"]}
    assert "get_log_patterns" in agents["log-agent"]["tools"]


def test_the_share_and_the_models_are_those_in_force_and_no_secret_is_told(
    load: Load, put: Callable[[str, Any], None]
) -> None:
    put("engine", {"engine": "model", "share": 10})
    put("models", {"providers": [CLAUDE, NOVA]})

    settings = told(load)

    assert settings["engine"] == {"engine": "model", "share": 10.0}
    claude, nova = settings["models"]
    assert (claude["model"], nova["model"]) == ("anthropic/claude-test-9", "bedrock/nova-test-1")
    assert (claude["state"], claude["maxTokens"], claude["attempts"]) == ("asked", 1000, 2)
    assert claude["isPriced"] is False
    assert "secret" not in json.dumps(settings)


def test_a_model_that_failed_is_told_with_until_when_it_is_left_alone(
    load: Load, put: Callable[[str, Any], None]
) -> None:
    put("models", {"providers": [CLAUDE, NOVA]})
    wiring = Wiring(Settings.from_environment())
    now = wiring.clock.now().timestamp()
    wiring.breakers.open(ModelName("anthropic", "claude-test-9"), now + 60, "the key is refused")
    wiring.breakers.open(ModelName("bedrock", "nova-test-1"), now - 1, "it was overloaded")

    claude, nova = told(load)["models"]

    assert (claude["state"], claude["reason"]) == ("left-alone", "the key is refused")
    assert claude["until"].endswith("Z")
    assert (nova["state"], nova["reason"]) == ("on-trial", "it was overloaded")
    assert "until" not in nova


def test_models_that_are_misconfigured_hide_nothing_else(
    load: Load, put: Callable[[str, Any], None]
) -> None:
    put("models", {"providers": [{"provider": "bedrock", "region": "here"}]})

    settings = told(load)

    assert settings["models"] == []
    (note,) = settings["notes"]
    assert note.startswith("language models: providers[0].region")
    assert settings["agents"]


def test_what_the_team_decided_about_tools_is_told(load: Load) -> None:
    granting = Wiring(Settings.from_environment()).granting
    granting.forbid("log-agent", "search_logs")
    granting.allow("log-agent", "get_trace")

    (agent,) = (each for each in told(load)["agents"] if each["agent"] == "log-agent")

    assert agent["forbidden"] == ["search_logs"]
    assert "search_logs" not in agent["tools"]
    assert "get_trace" in agent["tools"]


def test_runbooks_of_ones_projects_are_told_and_no_others(load: Load, aws: Aws) -> None:
    workload, foreign = registered(load, "shop"), registered(load, "bank")
    for key in (
        f"knowledge/{workload}/own.md",
        "knowledge/projects/shop/shared.md",
        f"knowledge/{foreign}/secret.md",
        "knowledge/projects/bank/secret.md",
    ):
        aws("s3").put_object(Bucket="casebook-evidence", Key=key, Body=b"# Hello")

    runbooks = told(load)["runbooks"]

    assert [(each["name"], each.get("workloadId")) for each in runbooks] == [
        ("own.md", workload),
        ("shop/shared.md", None),
    ]
    assert told(load, groups="")["runbooks"] == []
