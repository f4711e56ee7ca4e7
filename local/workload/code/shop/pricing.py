"""What an order costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def price(order: dict[str, Any]) -> Decimal:
    """The sum of the items, in the shop's currency."""
    return sum(
        (Decimal(str(item["price"])) * item["quantity"] for item in order["items"]), Decimal(0)
    )
