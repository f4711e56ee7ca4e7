"""Servers on free ports of this machine, one that fails and one that does not."""

import os
from collections.abc import Iterator

import pytest
from llmock.pytest_plugin import LLMock
from llmock.testing import LLMockServer

from tests.models.world import server


@pytest.fixture(scope="session")
def ill_server() -> Iterator[LLMockServer]:
    with server() as running:
        yield running


@pytest.fixture(scope="session")
def well_server() -> Iterator[LLMockServer]:
    with server() as running:
        yield running


@pytest.fixture
def ill(ill_server: LLMockServer) -> LLMock:
    """The provider under test; the test says what is wrong with it."""
    return LLMock(ill_server).reset()


@pytest.fixture
def well(well_server: LLMockServer) -> LLMock:
    """A provider that answers."""
    return LLMock(well_server).reset()


@pytest.fixture(autouse=True)
def signing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Bedrock's requests are signed with; nothing else of AWS is reachable."""
    for name in [each for each in os.environ if each.startswith("AWS_ENDPOINT_URL")]:
        monkeypatch.delenv(name)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
