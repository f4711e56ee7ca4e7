"""State machine: whether the next round may begin, and where a paused diagnosis waits for that:
there the task token is answered, not the call."""

from typing import Any

from casebook.diagnosis.steps import PassGate
from casebook.observability import logger
from casebook.wiring import wire

control = wire().control


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> dict[str, str]:
    arrived = PassGate.model_validate(event)
    if arrived.token is None:
        return {"decision": control.decide(arrived.diagnosis_id)}
    control.hold(arrived.diagnosis_id, arrived.token)
    return {}
