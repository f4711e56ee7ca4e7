"""What a model wrote as a tool's arguments."""

import json

from casebook.models.port import ToolCall


def tool_call(call_id: str, name: str, raw: str) -> ToolCall:
    """The call, with its arguments where `raw` is a JSON object."""
    try:
        written = json.loads(raw or "{}")
    except json.JSONDecodeError:
        written = None
    arguments = written if isinstance(written, dict) else None
    return ToolCall(id=call_id, name=name, arguments=arguments, raw=raw)
