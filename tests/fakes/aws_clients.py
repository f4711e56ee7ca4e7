"""AWS answers by script, for what moto does not speak."""

from collections.abc import Callable
from typing import Any

from casebook.adapters.clients import Clients


class ScriptedClients(Clients):
    """Gives every call to `answer(operation, parameters)` and keeps what was asked."""

    def __init__(self, answer: Callable[[str, dict[str, Any]], dict[str, Any]]) -> None:
        super().__init__()
        self._answer = answer
        self.asked: list[dict[str, Any]] = []

    def call(
        self, service: str, operation: str, *, region: str | None = None, **parameters: Any
    ) -> dict[str, Any]:
        self.asked.append({"service": service, "region": region, **parameters})
        return self._answer(operation, parameters)
