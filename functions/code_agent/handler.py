"""State machine: the code-agent's step."""

from typing import Any

from casebook.agents.code_agent import CodeAgent
from casebook.diagnosis.steps import Specialise
from casebook.observability import logger
from casebook.wiring import wire

agent = CodeAgent()
investigating = wire().investigating


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> Any:
    asked = Specialise.model_validate(event)
    return investigating.run(agent, asked.diagnosis_id, asked.round).to_payload()
