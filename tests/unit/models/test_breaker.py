"""Leaving an ill provider alone, together."""

import pytest

from casebook.models.breaker import FAILURES, FRESH, OPEN, OPEN_UNTIL_MENDED, Breaker
from casebook.models.errors import (
    BadKey,
    ContentFiltered,
    CutOff,
    ModelError,
    ProviderUnavailable,
    RateLimited,
)
from casebook.models.port import ModelName
from local.memory.clock import FakeClock
from tests.fakes.breakers import MemoryBreakerStore

NAME = ModelName("anthropic", "claude-sonnet-5-5")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store() -> MemoryBreakerStore:
    return MemoryBreakerStore()


@pytest.fixture
def here(store: MemoryBreakerStore, clock: FakeClock) -> Breaker:
    """One function's view."""
    return Breaker(store, clock)


@pytest.fixture
def there(store: MemoryBreakerStore, clock: FakeClock) -> Breaker:
    """Another function's."""
    return Breaker(store, clock)


def fail(breaker: Breaker, times: int, error: ModelError) -> None:
    for _ in range(times):
        breaker.failed(NAME, error)


@pytest.mark.parametrize(
    "error", [ProviderUnavailable("503"), RateLimited("429"), CutOff("dropped")]
)
def test_failures_in_a_short_time_close_the_door_for_everybody(
    here: Breaker, there: Breaker, error: ModelError
) -> None:
    fail(here, FAILURES - 1, error)
    assert there.admit(NAME) is None

    fail(here, 1, error)

    # `there` looked a moment ago; a third one looks now.
    assert here.admit(NAME) is not None


def test_what_one_function_found_out_helps_the_next(
    here: Breaker, there: Breaker, clock: FakeClock
) -> None:
    assert there.admit(NAME) is None
    fail(here, FAILURES, ProviderUnavailable("503"))
    clock.move(seconds=FRESH.total_seconds())

    skipped = there.admit(NAME)

    assert skipped is not None
    assert "does not answer" in skipped.detail


def test_failures_of_different_functions_add_up(here: Breaker, there: Breaker) -> None:
    fail(here, FAILURES - 1, ProviderUnavailable("503"))
    fail(there, 1, ProviderUnavailable("503"))

    assert there.admit(NAME) is not None


def test_a_refused_key_closes_the_door_at_once_and_for_long(
    here: Breaker, clock: FakeClock
) -> None:
    fail(here, 1, BadKey("401"))
    clock.move(seconds=OPEN_UNTIL_MENDED.total_seconds() - 1)

    assert here.admit(NAME) is not None


def test_a_pause_that_the_provider_asks_for_is_kept_by_everybody(
    here: Breaker, clock: FakeClock
) -> None:
    fail(here, 1, RateLimited("429", retry_after=120))
    clock.move(seconds=119)

    assert here.admit(NAME) is not None


def test_a_filtered_question_says_nothing_about_the_provider(here: Breaker) -> None:
    fail(here, FAILURES * 2, ContentFiltered("no"))

    assert here.admit(NAME) is None


def test_after_the_pause_one_alone_tries(here: Breaker, there: Breaker, clock: FakeClock) -> None:
    fail(here, FAILURES, ProviderUnavailable("503"))
    clock.move(seconds=OPEN.total_seconds() + 1)

    assert here.admit(NAME) is None
    assert there.admit(NAME) is not None


def test_a_probe_that_succeeds_opens_the_door(
    here: Breaker, there: Breaker, clock: FakeClock
) -> None:
    fail(here, FAILURES, ProviderUnavailable("503"))
    clock.move(seconds=OPEN.total_seconds() + 1)
    here.admit(NAME)

    here.succeeded(NAME)

    assert there.admit(NAME) is None


def test_a_probe_that_fails_closes_it_again_at_once(here: Breaker, clock: FakeClock) -> None:
    fail(here, FAILURES, ProviderUnavailable("503"))
    clock.move(seconds=OPEN.total_seconds() + 61)
    here.admit(NAME)

    fail(here, 1, ProviderUnavailable("503"))

    assert here.admit(NAME) is not None


def test_while_all_is_well_the_row_is_read_once_in_a_while(
    here: Breaker, store: MemoryBreakerStore
) -> None:
    for _ in range(10):
        assert here.admit(NAME) is None
        here.succeeded(NAME)

    assert store.reads == 1


def test_without_the_table_everybody_is_let_through(
    here: Breaker, store: MemoryBreakerStore
) -> None:
    store.broken = True

    fail(here, FAILURES * 2, ProviderUnavailable("503"))

    assert here.admit(NAME) is None
