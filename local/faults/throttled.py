"""throttled: payments-fn is denied every concurrent execution.

The emulator does not enforce a DynamoDB table's capacity. It does enforce reserved concurrency,
and a quota of zero is what Lambda documents for stopping a function.
"""

from __future__ import annotations

from local.faults.fault import BLAMED, Expected, Target

FUNCTION = "payments-fn"
# What the shop's stack gives it; see local/workload/shop.py.
QUOTA = 20


class Throttled:
    """What fails is checkout-fn; what is wrong is payments-fn's quota."""

    name = "throttled"
    description = "payments-fn has a reserved concurrency of zero, so that every call is throttled"
    expected = Expected(BLAMED, FUNCTION, ("throttling", "configuration"), "concurrency")

    def inject(self, target: Target) -> None:
        _reserve(0, target)

    def revert(self, target: Target) -> None:
        _reserve(QUOTA, target)


def _reserve(executions: int, target: Target) -> None:
    target.aws.client("lambda").put_function_concurrency(
        FunctionName=FUNCTION, ReservedConcurrentExecutions=executions
    )
