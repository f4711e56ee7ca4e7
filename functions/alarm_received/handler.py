"""The alarm topic (and, in a real account, EventBridge): every message becomes a diagnosis, joins
one, or is kept as unmatched."""

from typing import Any

from casebook.diagnosis.messages import alarm_texts
from casebook.observability import count, logger
from casebook.wiring import wire

intake = wire().alarm_intake


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: Any) -> None:
    for text in alarm_texts(event):
        count(intake.receive(text).value)
