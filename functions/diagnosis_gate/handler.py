"""State machine: where a paused diagnosis waits. Its token is answered, not the call."""

from typing import Any

from casebook.diagnosis.steps import PassGate
from casebook.observability import logger
from casebook.wiring import wire

control = wire().control


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    arrived = PassGate.model_validate(event)
    control.arrive_at_gate(arrived.diagnosis_id, arrived.token)
