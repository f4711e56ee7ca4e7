"""The shared rows of the circuit breakers keep their promises to callers side by side."""

from typing import Any

import pytest

from casebook.adapters.dynamodb.breakers import DynamoBreakerStore
from casebook.models.breaker import BreakerState
from casebook.models.port import ModelName
from tests.fakes.breakers import MemoryBreakerStore

NAME = ModelName("bedrock", "global.anthropic.claude-sonnet-5-5")
NOW = 1_795_287_600.0


@pytest.fixture(params=["memory", "dynamodb"])
def breakers(request: pytest.FixtureRequest) -> Any:
    if request.param == "memory":
        return MemoryBreakerStore()
    return DynamoBreakerStore(request.getfixturevalue("table"))


def test_of_a_provider_that_never_failed_nothing_bad_is_known(breakers: Any) -> None:
    assert breakers.read(NAME) == BreakerState()


def test_failures_are_counted_within_their_window(breakers: Any) -> None:
    counts = [breakers.count_failure(NAME, NOW + passed, 60) for passed in (0, 1, 61)]

    assert counts == [1, 2, 1]


def test_an_open_breaker_says_until_when_and_why(breakers: Any) -> None:
    breakers.open(NAME, NOW + 30, "it does not answer")

    assert breakers.read(NAME) == BreakerState(NOW + 30, "it does not answer")


def test_a_shorter_time_does_not_replace_a_longer_one(breakers: Any) -> None:
    breakers.open(NAME, NOW + 300, "the key is refused")
    breakers.open(NAME, NOW + 30, "it does not answer")

    assert breakers.read(NAME).reason == "the key is refused"


def test_one_caller_alone_gets_the_probe_and_only_when_the_time_is_over(breakers: Any) -> None:
    breakers.open(NAME, NOW + 30, "it does not answer")

    taken = [breakers.take_probe(NAME, NOW + passed, NOW + 61) for passed in (29, 31, 32)]

    assert taken == [False, True, False]


def test_a_probe_that_nobody_came_back_from_is_given_again(breakers: Any) -> None:
    breakers.open(NAME, NOW + 30, "it does not answer")
    breakers.take_probe(NAME, NOW + 31, NOW + 61)

    assert breakers.take_probe(NAME, NOW + 62, NOW + 92)


def test_a_breaker_that_was_closed_stops_nobody(breakers: Any) -> None:
    breakers.open(NAME, NOW + 30, "it does not answer")
    breakers.close(NAME)

    assert breakers.read(NAME) == BreakerState()
    assert breakers.take_probe(NAME, NOW + 31, NOW + 61)
