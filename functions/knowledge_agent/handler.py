"""State machine: the knowledge-agent's step."""

from typing import Any

from casebook.agents.knowledge_agent import KnowledgeAgent
from casebook.diagnosis.steps import Specialise
from casebook.observability import logger
from casebook.wiring import wire

agent = KnowledgeAgent()
investigating = wire().investigating


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> Any:
    asked = Specialise.model_validate(event)
    return investigating.run(agent, asked.diagnosis_id, asked.round).to_payload()
