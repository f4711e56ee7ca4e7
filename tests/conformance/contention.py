"""Real DynamoDB's behaviour when many writers want the same items.

moto carries out a transaction step by step, and two at once would mix. DynamoDB does not mix them
and does not queue them either: of two that meet, one is cancelled with `TransactionConflict`. That
is what this makes of moto, which sees one request at a time.
"""

import threading
from typing import Any

from casebook.adapters.aws import Aws
from casebook.errors import AwsCallFailed


class ContendedAws(Aws):
    """Counts requests by operation, and the conflicts among them."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._under_way = threading.Lock()
        self._counting = threading.Lock()
        self.requests: dict[str, int] = {}
        self.conflicts = 0

    def json_call(self, service: str, target: str, payload: object, version: str = "1.0") -> Any:
        operation = target.rpartition(".")[2]
        with self._counting:
            self.requests[operation] = self.requests.get(operation, 0) + 1
        transacts = operation == "TransactWriteItems"
        if not self._under_way.acquire(blocking=not transacts):
            raise self._conflict(payload)
        try:
            return super().json_call(service, target, payload, version)
        finally:
            self._under_way.release()

    def _conflict(self, payload: Any) -> AwsCallFailed:
        with self._counting:
            self.conflicts += 1
        reasons = [{"Code": "TransactionConflict"} for _ in payload["TransactItems"]]
        return AwsCallFailed(
            "TransactWriteItems",
            "TransactionCanceledException",
            "Transaction cancelled",
            400,
            {"CancellationReasons": reasons},
        )
