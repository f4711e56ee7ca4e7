"""A whole diagnosis through each provider's real SDK, with llmock as the model."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from llmock.pytest_plugin import LLMock

from casebook.domain.diagnosis import Diagnosis
from casebook.domain.report import Report
from casebook.models.chain import Chain
from cli.evaluation.replay import Replay
from tests.evals.suite import scenario
from tests.models.reader import CLAIM, LOOKED_FOR, Reader
from tests.models.world import PROVIDERS, chain_of, provider_at, server


@dataclass
class Provider:
    """A server whose model reads what it is sent."""

    mock: LLMock
    reader: Reader


@pytest.fixture
def first() -> Iterator[Provider]:
    yield from reading()


@pytest.fixture
def second() -> Iterator[Provider]:
    yield from reading()


def reading() -> Iterator[Provider]:
    reader = Reader()
    with server(reader.around) as running:
        reader.mock = LLMock(running).reset()
        yield Provider(reader.mock, reader)


def diagnosed(chain: Chain | None = None) -> Diagnosis:
    given = scenario("bad-deploy-node")
    return Replay(given, open_chain=(lambda: chain) if chain else None).diagnosis()


def report_of(diagnosis: Diagnosis) -> Report:
    assert diagnosis.report
    return diagnosis.report


def assert_well_reported(diagnosis: Diagnosis, provider: str) -> None:
    """Tools called, findings cited and signed, the rules' conclusion, a story that was checked."""
    report, rules = report_of(diagnosis), report_of(diagnosed())
    assert (report.verdict, report.root_cause) == (rules.verdict, rules.root_cause)
    assert report.confidence == rules.confidence
    searched = [e for e in diagnosis.evidence if LOOKED_FOR in str(e.query.get("pattern"))]
    (told,) = [e for e in diagnosis.findings if e.model and e.agent == "log-agent"]
    assert told.model is not None
    assert told.model.startswith(f"{provider}/")
    assert told.claim == CLAIM
    assert told.evidence == (searched[-1].id,)
    assert report.narrative is not None
    assert report.narrative.model.startswith(f"{provider}/")
    assert report.narrative.struck == 1
    assert not [each for each in report.gaps if "Only fixed rules" in each]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_diagnosis_is_helped_by_every_provider(provider: str, first: Provider) -> None:
    diagnosis = diagnosed(chain_of(provider_at(provider, first.mock)))

    assert_well_reported(diagnosis, provider)
    assert diagnosis.usage.tokens > 0
    verdict = first.mock.verdict()
    assert not verdict.errors, verdict.render()


def test_a_provider_that_dies_in_mid_stream_is_followed_by_the_next(
    first: Provider, second: Provider
) -> None:
    """It dies after the log-agent's first call: the second one goes on with its tool's result."""
    first.reader.dies_after = 1
    chain = chain_of(provider_at("anthropic", first.mock), provider_at("openai", second.mock))

    diagnosis = diagnosed(chain)

    assert first.reader.read > 1
    assert_well_reported(diagnosis, "openai")
    searched = [e for e in diagnosis.evidence if e.query.get("pattern") == LOOKED_FOR]
    assert len(searched) == 1
    for each in (first, second):
        verdict = each.mock.verdict()
        assert not verdict.errors, verdict.render()
