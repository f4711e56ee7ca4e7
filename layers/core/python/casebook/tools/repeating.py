"""Runs a query again as it was asked before, and keeps nothing of it."""

from casebook.domain.model import Json
from casebook.errors import NotFound
from casebook.ports.clock import Clock
from casebook.tools.metering import Metered
from casebook.tools.registration import AnyTool
from casebook.tools.registry import Toolbox
from casebook.tools.run import Repeated
from casebook.tools.tool import Scope

# API Gateway answers for a function that takes 30 s; what is left of it reads the log and compares.
_MOST_SECONDS = 22.0


def repeat(tool: AnyTool, parameters: Json, scope: Scope, clock: Clock) -> Repeated:
    """Run the tool as an agent would: redacted, timed and metered. A failure is an outcome."""
    scratch = _Scratch()
    toolbox = Toolbox(
        [tool],
        scope,
        "recheck",
        scratch,
        clock,
        Metered({tool.name}),
        most_seconds=_MOST_SECONDS,
    )
    run = toolbox.gather((tool.name, parameters))[0]
    return Repeated(run.evidence, scratch.get(run.evidence.location))


class _Scratch:
    """A store that nothing outlives."""

    def __init__(self) -> None:
        self._raw: dict[str, bytes] = {}

    def put(self, stream: str, evidence_id: str, raw: bytes) -> str:
        self._raw[evidence_id] = raw
        return evidence_id

    def put_text(self, stream: str, evidence_id: str, text: str) -> None:
        """The excerpt is all that is compared."""

    def get(self, location: str) -> bytes:
        if location not in self._raw:
            raise NotFound(f"nothing is kept at {location}")
        return self._raw[location]
