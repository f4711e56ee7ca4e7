"""Language models in a deployment: configured in SSM, checked by health, asked through Bedrock."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock
from rich.console import Console

from casebook.models.port import Stopped, StopReason, TextDelta
from casebook.models.transcript import Transcript, UserMessage
from cli import shop
from cli.client import Client
from cli.experiment import Experiment
from local.faults import FAULTS
from local.state import Stack
from tests.models.reader import Reader
from tests.models.world import chain_of, hear, provider_at, server

# A model that the local AWS lists; its answers are made up.
MODEL = "anthropic.claude-3-5-sonnet-20241022-v2:0"
UNTIL_HEALTH_LOOKS_AGAIN = 75.0
# Parameters are kept for a minute.
UNTIL_FUNCTIONS_READ_AGAIN = 61.0
MODELS, ENGINE = "/casebook/local/models", "/casebook/local/engine"
SECRET = {"secret": "casebook/anthropic"}


@pytest.fixture
def bedrock(stack: Stack) -> dict[str, Any]:
    endpoint = stack.emulator.endpoint
    return {"provider": "bedrock", "model": MODEL, "region": "us-east-1", "baseUrl": endpoint}


@pytest.fixture
def configured(stack: Stack, bedrock: dict[str, Any]) -> Iterator[None]:
    """The document is there, and gone again afterwards."""
    ssm, name = stack.aws.client("ssm"), MODELS
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


@pytest.fixture
def model_that_reads(stack: Stack) -> Iterator[Reader]:
    """Every diagnosis asks llmock for as long as this is there, through Anthropic's protocol."""
    ssm, secrets = stack.aws.client("ssm"), stack.aws.client("secretsmanager")
    before = ssm.get_parameter(Name=ENGINE)["Parameter"]["Value"]
    reader = Reader()
    with server(reader.around) as running:
        reader.mock = LLMock(running).reset()
        document = json.dumps({"providers": [provider_at("anthropic", reader.mock) | SECRET]})
        secrets.create_secret(Name=SECRET["secret"], SecretString="k3y")
        ssm.put_parameter(Name=MODELS, Value=document, Type="String", Overwrite=True)
        ssm.put_parameter(Name=ENGINE, Value='{"engine": "model"}', Type="String", Overwrite=True)
        time.sleep(UNTIL_FUNCTIONS_READ_AGAIN)
        yield reader
        ssm.put_parameter(Name=ENGINE, Value=before, Type="String", Overwrite=True)
        ssm.delete_parameter(Name=MODELS)
        secrets.delete_secret(SecretId=SECRET["secret"], ForceDeleteWithoutRecovery=True)
    time.sleep(UNTIL_FUNCTIONS_READ_AGAIN)


def test_the_demo_is_diagnosed_with_a_model(
    stack: Stack, client: Client, model_that_reads: Reader
) -> None:
    outcome = Experiment(stack, client, FAULTS["dead-address"], Console()).run()

    report = outcome.conclusion.report
    assert outcome.as_expected, report.to_json()
    assert report.narrative is not None, report.to_json()
    assert report.narrative.model.startswith("anthropic/")
    assert report.narrative.struck == 1
    newest = client.diagnoses(shop.registered(client))[0]["diagnosisId"]
    findings = [
        each.data["finding"]
        for each in client.diagnosis_events(newest, after=0)
        if each.type == "finding-reported"
    ]
    told = [each for each in findings if each["rule"].startswith("model:anthropic/")]
    assert {"log-agent", "metric-agent"} <= {each["agent"] for each in told}
    held = {each.id for each in report.evidence}
    assert all(set(each["evidence"]) <= held for each in told)
    assert report.cost_usd
    assert model_that_reads.mock is not None
    verdict = model_that_reads.mock.verdict()
    assert not verdict.errors, verdict.render()


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
