"""Sums of model calls are exact, and unknown is never zero."""

from dataclasses import asdict, fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.events.tools import UsageRecorded
from casebook.domain.usage import Spent, dollars, microdollars
from tests.unit.budget.builders import used


@pytest.mark.parametrize(
    ("price", "micro"), [("0", 0), ("0.0000001", 1), ("0.000001", 1), ("1.234567", 1_234_567)]
)
def test_no_call_is_free_because_it_was_small(price: str, micro: int) -> None:
    assert microdollars(Decimal(price)) == micro


def test_a_sum_with_an_unknown_price_is_unknown_and_keeps_what_is_known() -> None:
    total = Spent.total([Spent.of(used(10, 300)), Spent.of(used(20, None))])

    assert (total.calls, total.tokens, total.cost_usd) == (2, 30, None)
    assert total.known_cost_usd == 0.0003


def test_a_thousand_small_calls_add_up_to_the_cent() -> None:
    assert Spent.total([Spent.of(used(1, 10))] * 1_000).cost_usd == 0.01


@pytest.mark.parametrize("cost", [0, 1, 10, 123_457, 99_999_999, None])
def test_an_event_keeps_what_a_call_cost(cost: int | None) -> None:
    usage = used(100, cost)

    assert UsageRecorded.of(usage).spent == Spent.of(usage)


def test_the_rules_use_no_model() -> None:
    assert UsageRecorded(engine="deterministic", tool_runs=7).spent == Spent()


SPENT = st.builds(Spent, **{each.name: st.integers(0, 10**15) for each in fields(Spent)})


@given(st.lists(SPENT, max_size=5))
def test_a_sum_has_every_figure_of_its_parts(parts: list[Spent]) -> None:
    total = asdict(Spent.total(parts))

    assert total == {name: sum(asdict(part)[name] for part in parts) for name in total}


@given(st.integers(0, 10**6), st.integers(0, 10**15))
def test_an_event_keeps_what_tools_asked_of_aws(requests: int, scanned: int) -> None:
    spent = Spent(aws_requests=requests, bytes_scanned=scanned)

    assert UsageRecorded.of_tools(spent).spent == spent


def test_an_event_of_before_requests_were_counted_has_none() -> None:
    old = UsageRecorded.model_validate({"engine": "deterministic", "toolRuns": 7})

    assert (old.aws_requests, old.bytes_scanned) == (0, 0)


def test_micro_dollars_are_told_in_dollars() -> None:
    assert dollars(1_500_000) == 1.5
