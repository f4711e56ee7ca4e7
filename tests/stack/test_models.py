"""Language models in a deployment: configured in SSM, checked by health, asked through Bedrock."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock
from rich.console import Console

from casebook.models.port import Stopped, StopReason, TextDelta
from casebook.models.transcript import Transcript, UserMessage
from cli.client import Client
from cli.experiment import Experiment
from cli.following import ask
from cli.outcome import Outcome
from local import models as local_models
from local.faults import FAULTS
from local.models import CONFIGURATION, ENGINE, UNTIL_READ_AGAIN
from local.state import Stack
from tests.models.reader import LOOKED_FOR, STORY, Reader
from tests.models.world import chain_of, hear, provider_at, server

# A model that the local AWS lists; its answers are made up.
MODEL = "anthropic.claude-3-5-sonnet-20241022-v2:0"
UNTIL_HEALTH_LOOKS_AGAIN = 75.0


@pytest.fixture
def bedrock(stack: Stack) -> dict[str, Any]:
    endpoint = stack.emulator.endpoint
    return {"provider": "bedrock", "model": MODEL, "region": "us-east-1", "baseUrl": endpoint}


@pytest.fixture
def configured(stack: Stack, bedrock: dict[str, Any]) -> Iterator[None]:
    """The document is there, and gone again afterwards."""
    ssm, name = stack.aws.client("ssm"), CONFIGURATION
    secretless = {"provider": "openai", "secret": "casebook/openai"}
    document = json.dumps({"providers": [bedrock, secretless]})
    ssm.put_parameter(Name=name, Value=document, Type="String", Overwrite=True)
    yield
    ssm.delete_parameter(Name=name)


def test_bedrock_answers_through_its_real_sdk(
    bedrock: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

    told = hear(
        chain_of(bedrock), Transcript("You are on call.", (UserMessage("Why is it slow?"),))
    )

    assert told.error is None
    assert any(isinstance(each, TextDelta) for each in told.said)
    assert Stopped(StopReason.FINISHED, "end_turn") in told.said


@pytest.mark.usefixtures("configured")
def test_health_says_which_models_answer_and_what_is_wrong_with_the_others(stack: Stack) -> None:
    client = Client(stack.casebook.http_api_url, None)
    deadline = time.monotonic() + UNTIL_HEALTH_LOOKS_AGAIN
    while not (models := client.get("/api/health")["models"]) and time.monotonic() < deadline:
        time.sleep(2)

    assert {name: each.get("error") for name, each in models.items()} == {
        f"bedrock/{MODEL}": None,
        "openai/gpt-6.1-sol": "The configuration of the language models is not valid",
    }


@dataclass
class Models:
    """The two that every diagnosis and chat asks, in this order; llmock answers for both."""

    first: Reader
    second: Reader


@pytest.fixture(scope="module")
def models(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Models]:
    ssm = stack.aws.client("ssm")
    before = ssm.get_parameter(Name=ENGINE)["Parameter"]["Value"]
    asked = Models(Reader(), Reader())
    with server(asked.first.around) as one, server(asked.second.around) as other:
        asked.first.mock, asked.second.mock = LLMock(one).reset(), LLMock(other).reset()
        chain = [
            provider_at("anthropic", asked.first.mock),
            provider_at("openai", asked.second.mock),
        ]
        file = tmp_path_factory.mktemp("models") / "models.json"
        file.write_text(json.dumps({"providers": chain}))
        keys = {"ANTHROPIC_API_KEY": "k3y", "OPENAI_API_KEY": "k4y"}
        local_models.configure(stack, local_models.read(file, keys))
        time.sleep(UNTIL_READ_AGAIN)
        yield asked
        ssm.put_parameter(Name=ENGINE, Value=before, Type="String", Overwrite=True)
        ssm.delete_parameter(Name=CONFIGURATION)
    time.sleep(UNTIL_READ_AGAIN)


def assert_nothing_wrong_was_asked(models: Models) -> None:
    for each in (models.first, models.second):
        assert each.mock is not None
        verdict = each.mock.verdict()
        assert not verdict.errors, verdict.render()


def assert_helped_by(provider: str, outcome: Outcome, client: Client) -> None:
    """As the rules conclude it, with cited findings and a checked story of this provider's."""
    report = outcome.conclusion.report
    assert outcome.as_expected, report.to_json()
    assert report.narrative is not None, report.to_json()
    assert report.narrative.model.startswith(f"{provider}/")
    assert report.narrative.struck == 1
    findings = [
        each.data["finding"]
        for each in client.diagnosis_events(outcome.conclusion.diagnosis, after=0)
        if each.type == "finding-reported"
    ]
    told = [each for each in findings if each["rule"].startswith(f"model:{provider}/")]
    assert {"log-agent", "metric-agent"} <= {each["agent"] for each in told}
    held = {each.id for each in report.evidence}
    assert all(set(each["evidence"]) <= held for each in told)
    assert report.cost_usd


def test_the_demo_is_diagnosed_with_a_model(stack: Stack, client: Client, models: Models) -> None:
    outcome = Experiment(stack, client, FAULTS["dead-address"], Console()).run()

    assert_helped_by("anthropic", outcome, client)
    assert models.second.read == 0
    assert_nothing_wrong_was_asked(models)


def test_a_question_is_answered_by_a_model_that_calls_a_tool_and_cites_it(
    client: Client, workload: str, models: Models
) -> None:
    words: list[str] = []

    answer = ask(client, workload, "Why do orders fail?", words.append)

    (cited,) = answer.evidence
    assert answer.text == "".join(words)
    assert answer.text.startswith(STORY.format(evidence=cited))
    assert "Not supported by the evidence" in answer.text
    events = client.session_stream(workload, answer.session, after=0)["events"]
    asked = [each["data"] for each in events if each["type"] == "tool-started"]
    (searched,) = [each for each in asked if each["parameters"].get("pattern") == LOOKED_FOR]
    assert searched["tool"] == "search_logs"
    found = {e["data"]["evidenceId"] for e in events if e["type"] == "tool-finished"}
    assert cited in found
    (complete,) = [each for each in events if each["type"] == "message-complete"]
    assert complete["data"]["model"].startswith("anthropic/")
    assert any("98765" in each for each in complete["data"]["unsupported"])
    paid = [each["data"]["provider"] for each in events if each["type"] == "usage-recorded"]
    assert paid.count("anthropic") == 2
    assert_nothing_wrong_was_asked(models)


def test_the_demo_is_diagnosed_though_the_first_provider_dies_in_mid_stream(
    stack: Stack, client: Client, models: Models
) -> None:
    models.first.dies_after = models.first.read

    outcome = Experiment(stack, client, FAULTS["bad-deploy"], Console()).run()

    assert models.first.read > models.first.dies_after
    assert_helped_by("openai", outcome, client)
    assert_nothing_wrong_was_asked(models)
