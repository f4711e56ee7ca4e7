"""Notes the configuration of one workload (when it is registered) or of all (on schedule)."""

from typing import Any

from casebook.observability import count, logger
from casebook.wiring import wire
from casebook.workloads.requests import ObserveRequest

observing = wire().observing


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    workload_id = ObserveRequest.model_validate(event).workload_id
    # It runs for no user, so its requests to AWS are metered and not booked.
    with wire().bookings.open(None):
        changes = observing.observe(workload_id) if workload_id else observing.observe_all()
    count("ChangesObserved", changes)
