"""Work that runs elsewhere."""

from collections.abc import Mapping
from typing import Literal, Protocol

Execution = Literal["absent", "running", "over"]


class Workflow(Protocol):
    """The state machine that runs diagnoses."""

    def start(self, diagnosis_id: str) -> None:
        """Start it; a second start of the same diagnosis changes nothing."""
        ...

    def execution(self, diagnosis_id: str) -> Execution:
        """How the diagnosis stands with the state machine, whatever its events say."""
        ...

    def answer(self, token: str, output: Mapping[str, str]) -> None:
        """Let a gate that waits go on with this output. A token that is over is ignored."""
        ...

    def is_active(self) -> bool: ...


class Dispatcher(Protocol):
    """Asynchronous invocations."""

    def answer_message(self, session_id: str, message_id: str) -> None:
        """Run a chat turn."""
        ...

    def observe_workload(self, workload_id: str) -> None:
        """Take note of the workload's configuration as it is now."""
        ...


class Publisher(Protocol):
    """The topic on which the outside hears of results."""

    def publish(self, subject: str, message: str, attributes: Mapping[str, str]) -> None: ...
