import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import pytest
from pydantic import Field

from casebook.domain.model import Json, Model
from casebook.errors import AwsCallFailed
from casebook.tools.registry import Toolbox
from casebook.tools.run import StartedCall, ToolRun
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from tests.fakes.shop import NOW, scope


class Count(Parameters):
    number: int = Field(1, ge=0, description="How many.")


class Counted(Model):
    said: str


class Counter(Tool[Count, Counted]):
    name: ClassVar[str] = "count"
    description = "Counts."
    timeout_seconds = 0.5
    parameters = Count
    data = Counted

    def run(self, parameters: Count, scope: Scope) -> Found[Counted] | NoData:
        query: Json = {"number": parameters.number}
        if parameters.number == 0:
            return NoData("Nothing to count.", query, scope.window)
        if parameters.number == 13:
            raise AwsCallFailed("Count", "Throttling", "slow down")
        if parameters.number == 14:
            raise ZeroDivisionError("a defect")
        if parameters.number == 99:
            time.sleep(5)
        said = f"{parameters.number} password=hunter2"
        return Found(Counted(said=said), f"counted {said}", query, scope.window)


class Heard:
    def __init__(self) -> None:
        self.said: list[tuple[str, Any]] = []

    def started(self, calls: Sequence[StartedCall]) -> None:
        self.said += [("started", call.parameters.get("number")) for call in calls]

    def finished(self, run: ToolRun[Any]) -> None:
        self.said.append(("finished", run.parameters.get("number")))


@pytest.fixture
def store() -> MemoryEvidenceStore:
    return MemoryEvidenceStore()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def toolbox(store: MemoryEvidenceStore, heard: Heard) -> Toolbox:
    return Toolbox([Counter()], scope(), "dgn_1", store, FakeClock(NOW), heard)


def test_a_run_brings_typed_data_and_evidence_that_can_be_fetched_and_hashed_again(
    toolbox: Toolbox, store: MemoryEvidenceStore
) -> None:
    run = toolbox.run("count", number=3)

    raw = store.get(run.evidence.location)
    assert run.outcome == "success"
    assert run.evidence.query == {"number": 3}
    assert run.evidence.window == scope().window
    assert run.evidence.taken_at == NOW
    assert hashlib.sha256(raw).hexdigest() == run.evidence.sha256
    assert Counted.model_validate(json.loads(raw)) == run.data


def test_secrets_are_replaced_in_the_data_the_excerpt_and_the_raw_result(
    toolbox: Toolbox, store: MemoryEvidenceStore
) -> None:
    run = toolbox.run("count", number=3)

    assert run.data == Counted(said="3 password=<password-1>")
    assert run.evidence.excerpt == "counted 3 password=<password-1>"
    assert b"hunter2" not in store.get(run.evidence.location)


def test_nothing_found_is_no_data_and_says_what_was_looked_for(toolbox: Toolbox) -> None:
    run = toolbox.run("count", number=0)

    assert (run.outcome, run.data, run.evidence.excerpt) == ("no-data", None, "Nothing to count.")


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("guess", {}, "there is no tool 'guess'; there are: count"),
        ("count", {"number": "x"}, "count was not run: number: Input should be a valid integer"),
        ("count", {"of": 1}, "count was not run: of: Extra inputs are not permitted"),
        ("count", {"number": 13}, 'count({"number": 13}) failed: Count failed with Throttling'),
        ("count", {"number": 14}, 'count({"number": 14}) failed unexpectedly: ZeroDivisionError'),
        ("count", {"number": 99}, 'count({"number": 99}) did not answer within 0.5 s'),
    ],
)
def test_whatever_goes_wrong_is_an_error_that_says_what_was_asked(
    toolbox: Toolbox, name: str, parameters: Json, said: str
) -> None:
    run = toolbox.run(name, **parameters)

    assert (run.outcome, run.data) == ("error", None)
    assert run.evidence.excerpt.startswith(said)
    assert run.evidence.location


def test_a_result_that_cannot_be_kept_is_an_error(
    toolbox: Toolbox, store: MemoryEvidenceStore
) -> None:
    store.failure = AwsCallFailed("PutObject", "AccessDenied", "no")

    run = toolbox.run("count", number=3)

    assert (run.outcome, run.data) == ("error", None)
    assert "could not be kept" in run.evidence.excerpt


def test_runs_that_were_asked_for_together_run_together_and_come_back_in_order(
    toolbox: Toolbox, heard: Heard
) -> None:
    runs = toolbox.gather(("count", {"number": 99}), ("count", {"number": 2}), ("guess", {}))

    assert [run.outcome for run in runs] == ["error", "success", "error"]
    assert [each for each in heard.said if each[0] == "started"] == [
        ("started", 99), ("started", 2), ("started", None),
    ]  # fmt: skip
    assert heard.said[-1] == ("finished", 99)


def test_tools_are_made_when_the_first_is_needed_and_once(store: MemoryEvidenceStore) -> None:
    made: list[str] = []

    def tools() -> Iterator[Counter]:
        made.append("count")
        yield Counter()

    box = Toolbox(tools(), scope(), "dgn_1", store, FakeClock(NOW))
    assert made == []

    box.run("count")
    assert [tool.name for tool in box.tools] == made == ["count"]


def test_a_run_takes_no_longer_than_its_caller_can_wait(store: MemoryEvidenceStore) -> None:
    box = Toolbox([Counter()], scope(), "dgn_1", store, FakeClock(NOW), most_seconds=0.05)

    run = box.run("count", number=99)

    assert "did not answer within 0.05 s" in run.evidence.excerpt


def test_gathering_nothing_gives_nothing(toolbox: Toolbox) -> None:
    assert toolbox.gather() == []
