"""Events of a tool run, the same in a chat and in a diagnosis."""

from casebook.domain.events.event import Payload
from casebook.domain.evidence import Evidence
from casebook.domain.model import Json


class ToolStarted(Payload, type="tool-started"):
    """An agent runs a tool; `callId` ties it to its `tool-finished`."""

    call_id: str
    tool: str
    parameters: Json


class ToolFinished(Payload, type="tool-finished"):
    """`evidence` is the whole record in a chat; a diagnosis tells of it in `evidence-found`."""

    call_id: str
    tool: str
    outcome: str
    duration_ms: int
    evidence_id: str | None = None
    evidence: Evidence | None = None


class UsageRecorded(Payload, type="usage-recorded"):
    """What a step cost. The deterministic engine uses no model: no tokens, no dollars."""

    engine: str
    model: str | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0
    tool_runs: int = 0
