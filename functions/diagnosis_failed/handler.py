"""Records that a diagnosis could not be finished: told by the state machine, or, when the execution
itself was stopped or timed out, by EventBridge."""

from typing import Any

from casebook.diagnosis.steps import Fail
from casebook.observability import logger
from casebook.wiring import wire

failing = wire().failing


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    failed = Fail.model_validate(event)
    failing.fail(failed.diagnosis_id, failed.error, failed.cause)
