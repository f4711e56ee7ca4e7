"""An agent asks before each model call: it is told to go on, to finish, or to stop."""

from collections.abc import Sequence
from typing import Any

import pytest

from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.domain.budget import Advice, Amount, BudgetKind, Reservation
from casebook.domain.usage import Usage
from casebook.errors import Unavailable
from casebook.settings import Settings
from local.memory.clock import FakeClock
from local.memory.ledger import MemoryLedger
from tests.unit.budget.builders import ANN, ASK, used
from tests.unit.budget.conftest import Metrics


class World:
    """One diagnosis of 1,000 tokens in a project of 2,000 a day."""

    def __init__(self, **settings: float) -> None:
        limits = {"diagnosis_tokens": 1_000, "project_day_tokens": 2_000, **settings}
        self.clock = FakeClock()
        self.ledger = MemoryLedger()
        self.policy = BudgetPolicy(Settings(stage="prod", **limits))  # type: ignore[arg-type]

    def spending(self, **who: str) -> Spending:
        return Spending(
            self.ledger, self.policy, self.clock, ANN.model_copy(update=who) if who else ANN
        )

    def spend(self, spending: Spending, tokens: int = 100) -> Advice:
        """One whole call."""
        allowance = spending.ask(Amount(tokens=tokens, microdollars=0))
        if allowance.reservation is not None:
            spending.settle(allowance.reservation, [used(tokens, 0)])
        return allowance.advice


def test_an_agent_goes_on_up_to_the_share_then_finishes_then_stops() -> None:
    world = World()
    spending = world.spending()

    advice = [world.spend(spending) for _ in range(11)]

    assert advice == [Advice.GO_ON] * 8 + [Advice.FINISH] * 2 + [Advice.STOP]


def test_agents_of_one_diagnosis_share_its_budget() -> None:
    world = World()
    for _ in range(8):
        world.spend(world.spending())

    assert world.spend(world.spending()) is Advice.FINISH


def test_a_call_with_room_is_one_request_before_and_one_after() -> None:
    world = World()
    spending = world.spending()

    for _ in range(5):
        world.spend(spending)

    assert world.ledger.requests == 10


def test_a_refusal_names_the_budget_that_is_used_up() -> None:
    world = World()
    for stream in ("dgn_2", "dgn_3"):
        world.spend(world.spending(stream=stream), 1_000)

    allowance = world.spending().ask(ASK)

    assert (allowance.advice, allowance.reservation) == (Advice.STOP, None)
    assert allowance.used_up is not None
    assert allowance.used_up.kind is BudgetKind.PROJECT_DAY
    assert allowance.used_up.sentence == (
        "the model budget of project shop is used up for today; "
        "it resets at 2026-11-22T00:00:00.000Z"
    )


def test_a_day_that_is_used_up_is_new_at_midnight() -> None:
    world = World()
    for stream in ("dgn_2", "dgn_3"):
        world.spend(world.spending(stream=stream), 1_000)

    world.clock.move(hours=5)

    assert world.spend(world.spending()) is Advice.GO_ON


def test_other_projects_and_workloads_are_not_affected() -> None:
    world = World(workload_day_tokens=500)
    world.spend(world.spending(), 500)

    assert world.spend(world.spending(stream="dgn_2")) is Advice.STOP
    assert world.spend(world.spending(stream="dgn_2", workload_id="wkl_2")) is Advice.GO_ON


def test_a_session_has_a_budget_of_its_own_size() -> None:
    world = World(session_tokens=100)
    chat = world.spending(stream="ses_1")

    assert world.spend(chat, 101) is Advice.STOP
    assert world.spend(chat, 100) is Advice.FINISH


def test_what_a_crashed_agent_reserved_comes_back_when_somebody_needs_it() -> None:
    world = World()
    world.spending().ask(Amount(tokens=1_000))
    assert world.spend(world.spending()) is Advice.STOP

    world.clock.move(seconds=world.policy.settings.reservation_seconds + 1)

    assert world.spend(world.spending(stream="dgn_1")) is Advice.GO_ON


def test_a_reservation_that_was_not_needed_is_given_back() -> None:
    world = World()
    spending = world.spending()
    reserved = spending.ask(Amount(tokens=1_000)).reservation
    assert reserved is not None

    spending.release(reserved)

    assert world.spend(world.spending()) is Advice.GO_ON


def test_settling_says_what_to_record_of_every_call() -> None:
    world = World()
    spending = world.spending()
    reserved = spending.ask(ASK).reservation
    assert reserved is not None

    first, second = spending.settle(reserved, [used(60, 500), used(40, None, "small")])

    assert (first.provider, first.model, first.cost_usd) == ("acme", "large", 0.0005)
    assert (first.input_tokens, first.cached_tokens, first.engine) == (60, 30, "model")
    assert (second.model, second.cost_usd) == ("small", None)
    assert spending.settle(reserved, [used()]) == []


def test_calls_are_metered_by_stage_model_and_workload(metrics: Metrics) -> None:
    spending = World().spending()
    reserved = spending.ask(ASK).reservation
    assert reserved is not None

    spending.settle(reserved, [used(100, 1_000)])

    bill, counts = metrics()
    shared = [["service"], ["stage"], ["stage", "model"]]
    assert dimensions(bill) == [*shared, ["stage", "workload"]]
    assert dimensions(counts) == shared
    assert (bill["stage"], bill["model"], bill["workload"]) == ("prod", "large", "wkl_1")
    assert (bill["ModelTokens"], bill["ModelCostUsd"]) == ([100.0], [0.001])
    assert (counts["ModelInputTokens"], counts["ModelCachedTokens"]) == ([100.0], [50.0])
    assert counts["UnpricedModelCalls"] == [0.0]


def dimensions(line: dict[str, Any]) -> Any:
    return line["_aws"]["CloudWatchMetrics"][0]["Dimensions"]


def test_a_call_of_unknown_price_is_counted_as_such(metrics: Metrics) -> None:
    spending = World().spending()
    reserved = spending.ask(Amount(tokens=100)).reservation
    assert reserved is not None

    spending.settle(reserved, [used(100, None)])

    bill, counts = metrics()
    assert (bill["ModelCostUsd"], counts["UnpricedModelCalls"]) == ([0.0], [1.0])


def test_a_refusal_is_metered_for_the_pager(metrics: Metrics) -> None:
    World().spending().ask(Amount(tokens=1_001))

    (line,) = metrics()
    assert line["ModelCallsRefused"] == [1.0]


class SilentLedger(MemoryLedger):
    """Does not answer."""

    def reserve(self, reservation: Reservation) -> None:
        raise Unavailable("busy")

    def settle(self, reservation: Reservation, usages: Sequence[Usage]) -> bool:
        raise Unavailable("busy")


def test_nothing_is_spent_while_the_ledger_does_not_answer(metrics: Metrics) -> None:
    world = World()
    world.ledger = SilentLedger()

    with pytest.raises(Unavailable):
        world.spending().ask(ASK)

    assert metrics()[0]["ReservationsFailed"] == [1.0]


def test_an_answer_that_was_paid_for_is_not_lost_with_the_ledger(metrics: Metrics) -> None:
    world = World()
    reserved = world.spending().ask(ASK).reservation
    assert reserved is not None
    world.ledger = SilentLedger()

    recorded = world.spending().settle(reserved, [used()])

    assert [each.model for each in recorded] == ["large"]
    assert [line for line in metrics() if "ReservationsFailed" in line]
