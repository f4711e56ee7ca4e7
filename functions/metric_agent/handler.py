"""State machine: the metric-agent's step."""

from typing import Any

from casebook.agents.metric_agent import MetricAgent
from casebook.diagnosis.steps import Specialise
from casebook.observability import logger
from casebook.wiring import wire

agent = MetricAgent()
investigating = wire().investigating


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> Any:
    asked = Specialise.model_validate(event)
    return investigating.run(agent, asked.diagnosis_id, asked.round).to_payload()
