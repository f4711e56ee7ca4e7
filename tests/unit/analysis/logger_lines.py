"""The lines of `knowledge/loggers.toml`, and the same with another message."""

import json
from typing import Any

from casebook.knowledge.log_fields import Severity
from casebook.knowledge.loggers import loggers

MESSAGE = "the order was not saved"
KIND = "SaveError"
REQUEST_ID = "8f507f1c-9a4b-4b4e-8c3a-0d5f5a1b2c3d"
WRITER = "shop-api"

LINES = [
    (row.name, severity, line)
    for row in loggers()
    for severity, lines in (
        (Severity.ERROR, row.error),
        (Severity.WARNING, row.warning),
        (Severity.OTHER, row.other),
    )
    for line in lines
]
ERRORS = [line for _, severity, line in LINES if severity is Severity.ERROR]


def saying(line: str, message: str) -> str:
    """The line with another message, escaped as its logger would."""
    try:
        fields = json.loads(line)
    except ValueError:
        escaped = json.dumps(message)[1:-1]
        return line.replace(f'{MESSAGE}"', f'{escaped}"').replace(MESSAGE, message)
    return json.dumps(_saying(fields, message))


def _saying(value: Any, message: str) -> Any:
    if isinstance(value, dict):
        return {name: _saying(each, message) for name, each in value.items()}
    if isinstance(value, list):
        return [_saying(each, message) for each in value]
    return saying(value, message) if isinstance(value, str) else value
