"""Customers of the shop: orders against its HTTP API, at a steady pace, with a seed."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

ORDERS_PER_SECOND = 4.0
CUSTOMERS = 2
COUPON_SHARE = 0.3
LOYALTY_SHARE = 0.3
ANSWER_SECONDS = 15
_SKUS = {"tea": 6.5, "kettle": 39.0, "cup": 8.25, "honey": 7.8}


class Traffic:
    """Places orders in the background for as long as the `with` block lasts.

    `outcomes` counts the answers by HTTP status; 0 stands for no answer at all. The orders are the
    same for the same seed; which of them fails depends on the workload.
    """

    def __init__(
        self, shop_url: str, *, seed: int = 7, per_second: float = ORDERS_PER_SECOND
    ) -> None:
        self.outcomes: Counter[int] = Counter()
        self._url = urlsplit(shop_url)
        self._random = random.Random(seed)
        self.slow_down(per_second)
        self._numbers = iter(range(1_000_000))
        self._next_at = time.monotonic()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._shop, name=f"customer-{n}", daemon=True)
            for n in range(CUSTOMERS)
        ]

    def slow_down(self, per_second: float) -> None:
        """Changes the pace from the next order on."""
        self._pause = 1 / per_second

    @property
    def failed(self) -> int:
        """How many orders were not taken."""
        return sum(count for status, count in self.outcomes.items() if status != 201)

    def __enter__(self) -> Traffic:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _shop(self) -> None:
        while True:
            with self._lock:
                order = self._order()
                self._next_at = max(self._next_at + self._pause, time.monotonic())
                wait = self._next_at - time.monotonic()
            if self._stopped.wait(wait):
                return
            status = self._place(order)
            with self._lock:
                self.outcomes[status] += 1

    def _order(self) -> dict[str, Any]:
        number = next(self._numbers)
        dice = self._random
        skus = dice.sample(list(_SKUS), dice.randint(1, 3))
        order: dict[str, Any] = {
            "orderId": f"ord-{number:04d}-{dice.getrandbits(24):06x}",
            "items": [
                {"sku": sku, "price": _SKUS[sku], "quantity": dice.randint(1, 3)} for sku in skus
            ],
        }
        if dice.random() < COUPON_SHARE:
            order["coupon"] = {"code": dice.choice(["WELCOME10", "AUTUMN20"])}
        if dice.random() < LOYALTY_SHARE:
            order["loyalty"] = {"lookupMs": dice.randint(20, 200)}
        return order

    def _place(self, order: dict[str, Any]) -> int:
        connection = http.client.HTTPConnection(
            self._url.hostname or "", self._url.port, timeout=ANSWER_SECONDS
        )
        try:
            headers = {"Content-Type": "application/json"}
            connection.request("POST", f"{self._url.path}/orders", json.dumps(order), headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
