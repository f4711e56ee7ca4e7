"""Notes the configuration of one workload (when it is registered) or of all (on schedule)."""

from typing import Any

from casebook.observability import count, logger
from casebook.wiring import wire
from casebook.workloads.requests import ObserveRequest

observing = wire().observing


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    workload_id = ObserveRequest.model_validate(event).workload_id
    # Nobody asked for it, so what it asks of AWS is metered and booked on nobody.
    with wire().bookings.open(None):
        changes = observing.observe(workload_id) if workload_id else observing.observe_all()
    count("ChangesObserved", changes)
