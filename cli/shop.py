"""The demo workload as it is registered with Casebook, and workloads by their names."""

from __future__ import annotations

from typing import Any

from cli.client import Client
from local.errors import LocalError

NAME = "shop"

WORKLOAD: dict[str, Any] = {
    "name": NAME,
    "project": "shop",
    "resources": [
        {"name": "checkout-fn", "type": "lambda"},
        {"name": "payments-fn", "type": "lambda"},
        {"name": "fulfilment-fn", "type": "lambda"},
        {"name": "orders-table", "type": "dynamodb"},
        {"name": "fulfilment-queue", "type": "sqs"},
    ],
    "calls": [
        ["checkout-fn", "payments-fn"],
        ["checkout-fn", "orders-table"],
        ["checkout-fn", "fulfilment-queue"],
        ["fulfilment-queue", "fulfilment-fn"],
    ],
    "alarms": ["checkout-errors"],
}


def registered(client: Client) -> str:
    """The shop's workload id; it is registered when it is not yet."""
    for workload in client.workloads():
        if workload["name"] == NAME:
            return str(workload["workloadId"])
    return client.register_workload(WORKLOAD)


def find(client: Client, name: str) -> str:
    """The id of a workload by its name or id. Raises LocalError; the shop is registered."""
    if name == NAME:
        return registered(client)
    for workload in client.workloads():
        if name in (workload["name"], workload["workloadId"]):
            return str(workload["workloadId"])
    raise LocalError(f"There is no workload named {name!r}.", "Register it over the API first.")
