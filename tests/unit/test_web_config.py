"""What a page reads at its start follows from the stack's outputs."""

from __future__ import annotations

import json

import pytest

from infra.web_config import WebConfig

OUTPUTS = {
    "HttpApiUrl": "https://api.example",
    "WebSocketUrl": "wss://live.example",
    "Authority": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x",
    "UserPoolClientId": "client",
    "UserPoolId": "eu-central-1_x",
    "Region": "eu-central-1",
}


def test_a_page_finds_the_api_and_the_sign_in() -> None:
    document = WebConfig.from_outputs(OUTPUTS).document()

    assert document == {
        "api": "https://api.example",
        "websocket": "wss://live.example",
        "authority": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x",
        "clientId": "client",
        "region": "eu-central-1",
        "scopes": ["openid", "email", "profile"],
    }


def test_what_is_served_is_read_as_what_it_was_made_of() -> None:
    config = WebConfig.from_outputs(OUTPUTS)

    assert WebConfig.model_validate_json(json.dumps(config.document())) == config


@pytest.mark.parametrize("missing", ["HttpApiUrl", "WebSocketUrl", "Authority", "Region"])
def test_a_stack_without_one_of_the_outputs_is_an_older_one(missing: str) -> None:
    outputs = {name: value for name, value in OUTPUTS.items() if name != missing}

    with pytest.raises(KeyError, match=missing):
        WebConfig.from_outputs(outputs)
