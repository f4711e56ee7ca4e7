"""The models' document and keys, read through Powertools from an AWS in this process."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from aws_lambda_powertools.utilities import parameters as powertools
from moto import mock_aws

from casebook.adapters.models.parameters import Parameters
from casebook.models.configuration import ModelsMisconfigured


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        powertools.clear_caches()
        yield boto3.client
        powertools.clear_caches()


def test_the_document_is_read_and_kept_for_a_while(aws: Any) -> None:
    ssm = aws("ssm")
    ssm.put_parameter(Name="/casebook/prod/models", Value="first", Type="String")
    parameters = Parameters(60)
    parameters.document("/casebook/prod/models")
    ssm.put_parameter(Name="/casebook/prod/models", Value="second", Type="String", Overwrite=True)

    assert parameters.document("/casebook/prod/models") == "first"


def test_no_document_is_no_error(aws: Any) -> None:
    assert Parameters(60).document("/casebook/prod/models") is None


def test_a_secret_is_its_text_without_the_newline_that_an_editor_leaves(aws: Any) -> None:
    aws("secretsmanager").create_secret(Name="casebook/anthropic", SecretString="k3y\n")

    assert Parameters(60).secret("casebook/anthropic") == "k3y"


def test_a_secret_that_is_not_there_is_named_with_what_to_do(aws: Any) -> None:
    with pytest.raises(ModelsMisconfigured, match=r"casebook/openai.*ResourceNotFound.*create it"):
        Parameters(60).secret("casebook/openai")
