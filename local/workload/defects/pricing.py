"""What an order costs, with the coupon discount of release 2.4.

The defect: the author's test orders all had a coupon, and most real orders have none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

DISCOUNTS = {"WELCOME10": Decimal("0.10"), "AUTUMN20": Decimal("0.20")}


def price(order: dict[str, Any]) -> Decimal:
    """The sum of the items less the coupon's discount, in the shop's currency."""
    total = sum(
        (Decimal(str(item["price"])) * item["quantity"] for item in order["items"]), Decimal(0)
    )
    return total * (1 - coupon_discount(order))


def coupon_discount(order: dict[str, Any]) -> Decimal:
    """The share of the price that the order's coupon takes off."""
    return DISCOUNTS.get(order["coupon"]["code"], Decimal(0))
