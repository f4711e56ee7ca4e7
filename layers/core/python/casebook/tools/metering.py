"""Every run of a tool as numbers: how many, how long, how much, and how it ended."""

from collections.abc import Collection, Sequence
from typing import Any

from casebook.observability import meter_tool
from casebook.tools.registry import Listener
from casebook.tools.run import StartedCall, ToolRun

# A name that a model made up is not counted under it: each name is a metric that costs money.
UNKNOWN = "unknown"


class Metered:
    """Counts each run, then passes it on to the listener, if there is one."""

    def __init__(self, tools: Collection[str], listener: Listener | None = None) -> None:
        self._tools = tools
        self._listener = listener

    def started(self, calls: Sequence[StartedCall]) -> None:
        if self._listener:
            self._listener.started(calls)

    def finished(self, run: ToolRun[Any]) -> None:
        tool = run.tool if run.tool in self._tools else UNKNOWN
        meter_tool(tool, run.outcome, run.duration_ms, run.raw_bytes)
        if self._listener:
            self._listener.finished(run)
