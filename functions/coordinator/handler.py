"""State machine: the coordinator plans, investigates alone, assesses and concludes."""

from typing import Any

from casebook.diagnosis.steps import Coordinate
from casebook.observability import logger
from casebook.wiring import wire

coordinating = wire().coordinating


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> Any:
    return coordinating.run(Coordinate.model_validate(event)).to_payload()
