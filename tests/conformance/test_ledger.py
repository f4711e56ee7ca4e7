"""What every ledger of model budgets promises."""

from datetime import UTC, date, datetime, timedelta

import pytest

from casebook.adapters.dynamodb.table import Put, Table
from casebook.adapters.dynamodb.usage import DynamoUsageStore
from casebook.domain.budget import Amount, Budget, BudgetKind, Reservation, Spender
from casebook.domain.usage import Spent, Usage
from casebook.ports.budgets import BudgetRefused
from casebook.ports.usage import UsageRow
from tests.conformance.conftest import Stores

TODAY = date(2026, 11, 21)
LIMIT = 1_000
MINUTES = timedelta(minutes=10)
ANN = Spender(stream="dgn_1", project="shop", workload_id="wkl_1", user="ann")


def budget(kind: BudgetKind, owner: str, tokens: int = LIMIT, microdollars: int = LIMIT) -> Budget:
    is_daily = kind in (BudgetKind.WORKLOAD_DAY, BudgetKind.PROJECT_DAY)
    return Budget(
        kind=kind,
        owner=owner,
        limit_tokens=tokens,
        limit_microdollars=microdollars,
        day=TODAY if is_daily else None,
    )


DIAGNOSIS = budget(BudgetKind.DIAGNOSIS, "dgn_1")
PROJECT = budget(BudgetKind.PROJECT_DAY, "shop", tokens=1_500, microdollars=1_500)


def reservation(
    stores: Stores, name: str, tokens: int, microdollars: int | None = 0, *budgets: Budget
) -> Reservation:
    return Reservation(
        reservation_id=name,
        spender=ANN,
        day=TODAY,
        budgets=budgets or (DIAGNOSIS, PROJECT),
        worst=Amount(tokens=tokens, microdollars=microdollars),
        expires_at=stores.clock.now() + MINUTES,
    )


def usage(tokens: int, cost: int | None = 0, model: str = "large") -> Usage:
    return Usage(
        provider="acme",
        model=model,
        input_tokens=tokens - 1,
        output_tokens=1,
        cached_tokens=0,
        cost_microdollars=cost,
    )


def claimed(stores: Stores, of: Budget = DIAGNOSIS) -> tuple[int, int | None]:
    found = stores.ledger.balance(of).claimed
    return found.tokens, found.microdollars


def test_a_reservation_is_claimed_of_all_its_budgets_and_settling_leaves_what_was_used(
    stores: Stores,
) -> None:
    reserved = reservation(stores, "r1", 600, 500)
    stores.ledger.reserve(reserved)
    assert claimed(stores) == claimed(stores, PROJECT) == (600, 500)

    assert stores.ledger.settle(reserved, [usage(100, 40)])

    for each in (DIAGNOSIS, PROJECT):
        balance = stores.ledger.balance(each)
        assert balance.claimed == balance.spent == Amount(tokens=100, microdollars=40)


def test_a_reservation_that_fits_exactly_is_granted_and_one_token_more_is_refused(
    stores: Stores,
) -> None:
    stores.ledger.reserve(reservation(stores, "r1", LIMIT))

    with pytest.raises(BudgetRefused) as refused:
        stores.ledger.reserve(reservation(stores, "r2", 1))

    assert refused.value.budget == DIAGNOSIS
    assert claimed(stores) == (LIMIT, 0)


def test_dollars_hold_as_tokens_do(stores: Stores) -> None:
    stores.ledger.reserve(reservation(stores, "r1", 1, LIMIT))

    with pytest.raises(BudgetRefused):
        stores.ledger.reserve(reservation(stores, "r2", 1, 1))


def test_what_one_budget_refuses_is_claimed_of_none(stores: Stores) -> None:
    other = budget(BudgetKind.DIAGNOSIS, "dgn_2")
    stores.ledger.reserve(reservation(stores, "r1", 900))

    with pytest.raises(BudgetRefused) as refused:
        stores.ledger.reserve(reservation(stores, "r2", 900, 0, other, PROJECT))

    assert refused.value.budget == PROJECT
    assert claimed(stores, other) == (0, 0)


def test_what_never_fits_is_refused_by_an_untouched_budget_too(stores: Stores) -> None:
    with pytest.raises(BudgetRefused):
        stores.ledger.reserve(reservation(stores, "r1", LIMIT + 1))


def test_an_unknown_price_asks_nothing_of_the_dollars_and_tokens_still_hold(
    stores: Stores,
) -> None:
    unpriced = reservation(stores, "r1", 900, None)
    stores.ledger.reserve(unpriced)
    with pytest.raises(BudgetRefused):
        stores.ledger.reserve(reservation(stores, "r2", 200, None))

    stores.ledger.settle(unpriced, [usage(900, None)])

    assert stores.ledger.balance(DIAGNOSIS).unpriced_calls == 1


def test_a_repeated_reservation_is_claimed_once(stores: Stores) -> None:
    reserved = reservation(stores, "r1", 300)
    stores.ledger.reserve(reserved)
    stores.ledger.reserve(reserved)

    assert claimed(stores) == (300, 0)


def test_a_call_is_settled_once(stores: Stores) -> None:
    reserved = reservation(stores, "r1", 300)
    stores.ledger.reserve(reserved)
    stores.ledger.settle(reserved, [usage(200)])

    assert not stores.ledger.settle(reserved, [usage(200)])
    assert claimed(stores) == (200, 0)
    (row,) = stores.usage.of_project("shop", TODAY, TODAY)
    assert row.spent.calls == 1


def test_a_reservation_that_used_nothing_is_given_back(stores: Stores) -> None:
    reserved = reservation(stores, "r1", LIMIT)
    stores.ledger.reserve(reserved)

    assert stores.ledger.settle(reserved, [])

    assert claimed(stores) == (0, 0)
    assert stores.usage.of_project("shop", TODAY, TODAY) == []


def test_a_call_that_used_more_than_was_reserved_is_counted_in_full(stores: Stores) -> None:
    reserved = reservation(stores, "r1", LIMIT)
    stores.ledger.reserve(reserved)

    stores.ledger.settle(reserved, [usage(LIMIT + 50)])

    assert claimed(stores) == (LIMIT + 50, 0)
    with pytest.raises(BudgetRefused):
        stores.ledger.reserve(reservation(stores, "r2", 0))


def test_what_a_crashed_caller_reserved_is_given_back_after_its_time(stores: Stores) -> None:
    stores.ledger.reserve(reservation(stores, "r1", LIMIT))

    assert stores.ledger.give_back_abandoned("shop", stores.clock.now()) == 0
    stores.clock.move(minutes=11)
    assert stores.ledger.give_back_abandoned("bank", stores.clock.now()) == 0
    assert stores.ledger.give_back_abandoned("shop", stores.clock.now()) == 1
    assert stores.ledger.give_back_abandoned("shop", stores.clock.now()) == 0

    assert claimed(stores) == (0, 0)


def test_a_call_that_comes_back_after_it_was_given_up_is_paid_for_all_the_same(
    stores: Stores,
) -> None:
    late = reservation(stores, "r1", 500)
    stores.ledger.reserve(late)
    stores.clock.move(minutes=11)
    stores.ledger.give_back_abandoned("shop", stores.clock.now())

    assert stores.ledger.settle(late, [usage(400)])
    assert not stores.ledger.settle(late, [usage(400)])

    assert claimed(stores) == (400, 0)


def test_a_new_day_begins_with_the_whole_budget(stores: Stores) -> None:
    stores.ledger.reserve(reservation(stores, "r1", 1_500, 0, PROJECT))
    tomorrow = PROJECT.model_copy(update={"day": TODAY + timedelta(days=1)})

    stores.ledger.reserve(reservation(stores, "r2", 1_500, 0, tomorrow))

    assert PROJECT.resets_at == datetime(2026, 11, 22, tzinfo=UTC)
    assert claimed(stores, PROJECT) == claimed(stores, tomorrow) == (1_500, 0)


def test_usage_is_summed_up_by_day_workload_user_and_model(stores: Stores) -> None:
    for number in (1, 2):
        reserved = reservation(stores, f"r{number}", 400)
        stores.ledger.reserve(reserved)
        stores.ledger.settle(reserved, [usage(10, 7), usage(20, 9), usage(30, None, model="small")])

    large, small = stores.usage.of_project("shop", TODAY, TODAY)
    assert (large.provider, large.model, large.user) == ("acme", "large", "ann")
    assert (large.workload_id, large.day) == ("wkl_1", TODAY)
    assert large.spent == Spent(4, 56, 4, 0, 32, 0)
    assert small.spent == Spent(2, 58, 2, 0, 0, 2)


def test_what_tools_asked_of_aws_is_summed_up_beside_the_models(stores: Stores) -> None:
    reserved = reservation(stores, "r1", 400)
    stores.ledger.reserve(reserved)
    stores.ledger.settle(reserved, [usage(10)])
    row = UsageRow(TODAY, "shop", "wkl_1", "ann", "", "", Spent(aws_requests=3, bytes_scanned=8))
    for _ in range(2):
        stores.usage.add(row)
    stores.usage.add(row._replace(user="ben"))

    rows = stores.usage.of_project("shop", TODAY, TODAY)

    asked = {(row.user, row.model): row.spent.aws_requests for row in rows}
    assert asked == {("ann", ""): 6, ("ben", ""): 3, ("ann", "large"): 0}
    assert sum(row.spent.bytes_scanned for row in rows) == 24
    assert Spent.total(row.spent for row in rows).calls == 1


def test_a_row_of_before_requests_were_counted_has_none(table: Table) -> None:
    kept = {
        "pk": "USAGE#shop",
        "sk": f"{TODAY}#wkl_1#ann#acme/large",
        "day": TODAY.isoformat(),
        "project": "shop",
        "workload": "wkl_1",
        "user": "ann",
        "provider": "acme",
        "model": "large",
        "calls": 1,
        "input_tokens": 2,
        "output_tokens": 3,
        "cached_tokens": 1,
        "known_microdollars": 5,
        "unpriced_calls": 0,
    }
    table.write(Put(dict(kept)))

    (row,) = DynamoUsageStore(table, usage_days=400).of_project("shop", TODAY, TODAY)

    assert row.spent == Spent(1, 2, 3, 1, 5, 0, 0, 0)


def test_usage_is_read_by_project_and_day(stores: Stores) -> None:
    reserved = reservation(stores, "r1", 10)
    stores.ledger.reserve(reserved)
    stores.ledger.settle(reserved, [usage(10)])
    day = timedelta(days=1)

    assert len(stores.usage.of_project("shop", TODAY - day, TODAY + day)) == 1
    assert stores.usage.of_project("shop", TODAY + day, TODAY + day) == []
    assert stores.usage.of_project("shop", TODAY - day, TODAY - day) == []
    assert stores.usage.of_project("bank", TODAY, TODAY) == []
