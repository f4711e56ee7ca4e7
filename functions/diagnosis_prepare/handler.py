"""State machine, first step: put the alarm on record and decide how the diagnosis is run."""

from typing import Any

from casebook.diagnosis.steps import Prepare
from casebook.observability import logger
from casebook.wiring import wire

preparing = wire().preparing


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> Any:
    return preparing.prepare(Prepare.model_validate(event).diagnosis_id).to_payload()
