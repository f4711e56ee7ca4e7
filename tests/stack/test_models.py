"""Language models in a deployment: configured in SSM, checked by health, asked through Bedrock."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from casebook.models.port import Stopped, StopReason, TextDelta
from casebook.models.transcript import Transcript, UserMessage
from cli.client import Client
from local.state import Stack
from tests.models.world import chain_of, hear

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
    ssm, name = stack.aws.client("ssm"), "/casebook/local/models"
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
