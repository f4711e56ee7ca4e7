"""What was spent, summed up as it is asked for, for the projects of whoever asks."""

from datetime import date

import pytest

from casebook.budget.policy import BudgetPolicy
from casebook.budget.reporting import UsageReporting
from casebook.budget.requests import UsagePage, UsageQuery
from casebook.budget.spending import Spending
from casebook.domain.budget import Amount
from casebook.domain.usage import Spent, Usage
from casebook.errors import InvalidRequest
from casebook.ports.connections import Identity
from casebook.ports.usage import UsageRow
from casebook.settings import Settings
from local.memory.clock import FakeClock
from local.memory.ledger import MemoryLedger, MemoryUsageStore
from tests.unit.budget.builders import ANN, used

OF_THE_SHOP = Identity(user="ann", projects=("shop",))


class World:
    """Two days: ann's large call on the first, and on the second ben's two small ones."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.ledger = MemoryLedger()
        self.usage = MemoryUsageStore(self.ledger)
        self.spend(used(1_000, 50_000))
        self.clock.move(days=1)
        self.spend(used(100, 10), used(200, 20), user="ben", workload_id="wkl_2")
        self.spend(used(7, 7), project="bank")

    def spend(self, *usages: Usage, **who: str) -> None:
        policy = BudgetPolicy(Settings())
        spending = Spending(self.ledger, policy, self.clock, ANN.model_copy(update=who))
        reserved = spending.ask(Amount(tokens=1_000)).reservation
        assert reserved is not None
        spending.settle(reserved, usages)

    def report(self, who: Identity = OF_THE_SHOP, **asked: str) -> UsagePage:
        reporting = UsageReporting(self.usage, self.clock)
        return reporting.report(who, UsageQuery.model_validate(asked))


def lines(page: UsagePage) -> list[tuple[str, int, float | None]]:
    return [(each.key, each.input_tokens, each.cost_usd) for each in page.lines]


def test_days_come_in_their_order() -> None:
    page = World().report()

    assert lines(page) == [("2026-11-21", 1_000, 0.05), ("2026-11-22", 300, 0.00003)]
    assert (page.first, page.last) == (date(2026, 11, 16), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("workload", ["wkl_1", "wkl_2"]),
        ("user", ["ann", "ben"]),
        ("model", ["acme/large"]),
    ],
)
def test_everything_else_comes_the_dearest_first(by: str, keys: list[str]) -> None:
    assert [each.key for each in World().report(by=by).lines] == keys


def test_the_total_is_of_all_lines() -> None:
    total = World().report(by="user").total

    assert (total.calls, total.input_tokens, total.cost_usd) == (3, 1_300, 0.05003)


def test_other_projects_are_not_shown() -> None:
    world = World()

    assert world.report(Identity(user="eve", projects=("bank",))).total.calls == 1
    assert world.report(Identity(user="eve", projects=())).lines == ()
    assert world.report(Identity(user="amy", projects=("shop", "bank"))).total.calls == 4


def test_what_costs_the_same_comes_by_its_requests_and_tools_are_no_model() -> None:
    world = World()
    for workload, requests in (("wkl_3", 5), ("wkl_4", 90), ("wkl_1", 1)):
        spent = Spent(aws_requests=requests, bytes_scanned=10 * requests)
        world.usage.add(UsageRow(date(2026, 11, 22), "shop", workload, "ann", "", "", spent))

    by_workload, by_model = world.report(by="workload"), world.report(by="model")

    asked = [(each.key, each.aws_requests) for each in by_workload.lines]
    assert asked == [("wkl_1", 1), ("wkl_2", 0), ("wkl_4", 90), ("wkl_3", 5)]
    assert [(each.key, each.calls) for each in by_model.lines] == [("acme/large", 3), ("tools", 0)]
    for page in (by_workload, by_model):
        assert (page.total.aws_requests, page.total.bytes_scanned) == (96, 960)
        assert page.total.cost_usd == 0.05003


def test_a_cost_that_is_not_known_is_null_and_not_zero() -> None:
    world = World()
    world.spend(used(10, None))

    page = world.report()

    assert [each.cost_usd for each in page.lines] == [0.05, None]
    assert page.total.cost_usd is None
    assert (page.total.known_cost_usd, page.total.unpriced_calls) == (0.05003, 1)


def test_only_the_days_that_were_asked_for_are_summed_up() -> None:
    page = World().report(**{"from": "2026-11-21", "to": "2026-11-21"})

    assert page.total.calls == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "2026-11-22", "to": "2026-11-21"},
        {"from": "2025-11-21", "to": "2026-11-22"},
        {"from": "2024-01-01"},
        {"from": "2999-01-01"},
    ],
)
def test_a_stretch_of_no_days_or_of_more_than_a_year_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest, match="from"):
        World().report(**asked)
