"""The workload that tool tests look at: a shop with a function, a table and a payments service."""

from datetime import UTC, datetime, timedelta

from casebook.domain.window import Window
from casebook.domain.workload import Resource, Workload, with_standard_telemetry
from casebook.tools.tool import Scope

NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
CHECKOUT_LOGS = "/aws/lambda/checkout-fn"


def shop() -> Workload:
    resources = (
        Resource(name="checkout-fn", type="lambda"),
        Resource(name="orders-table", type="dynamodb"),
        Resource(name="payments", type="http"),
    )
    return Workload(
        workload_id="wkl_1",
        name="shop",
        project="team",
        resources=tuple(map(with_standard_telemetry, resources)),
        calls=(("checkout-fn", "orders-table"), ("checkout-fn", "payments")),
        created_at=NOW - timedelta(days=1),
        updated_at=NOW - timedelta(days=1),
    )


def scope(minutes: int = 10) -> Scope:
    """The shop in an incident that began so many minutes ago."""
    return Scope(shop(), Window(start=NOW - timedelta(minutes=minutes), end=NOW), NOW)
