"""State machine, last step: publish the result."""

from typing import Any

from casebook.diagnosis.steps import Notify
from casebook.observability import logger
from casebook.wiring import wire

notifying = wire().notifying


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    notifying.notify(Notify.model_validate(event).diagnosis_id)
