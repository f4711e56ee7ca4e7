"""Whether the parts that Casebook stands on answer."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import Field

from casebook.domain.model import Model
from casebook.errors import CasebookError
from casebook.models.checking import CheckResult
from casebook.observability import logger
from casebook.ports.work import Workflow


class Store(Protocol):
    def is_active(self) -> bool: ...


class PartHealth(Model):
    """`error` says why a part is not well, in words that give nothing away: anybody may read
    health. The log has more."""

    status: Literal["ok", "failed"]
    milliseconds: int
    error: str | None = None


class HealthReport(Model):
    """`models` are the language models in the order in which they are asked, by `provider/model`.
    `status` is about the parts alone: without any model the deterministic engine answers."""

    status: Literal["ok", "failed"]
    parts: dict[str, PartHealth]
    models: dict[str, PartHealth] = Field(default_factory=dict)


@dataclass(frozen=True)
class Health:
    table: Store
    workflow: Workflow
    models: Callable[[], Mapping[str, CheckResult]]

    def check(self) -> HealthReport:
        """Ask every part; one that fails does not hide the others."""
        parts = {
            "table": _check(self.table.is_active),
            "stateMachine": _check(self.workflow.is_active),
        }
        well = all(part.status == "ok" for part in parts.values())
        status: Literal["ok", "failed"] = "ok" if well else "failed"
        return HealthReport(status=status, parts=parts, models=self._models())

    def _models(self) -> dict[str, PartHealth]:
        return {
            name: PartHealth(
                status="failed" if each.error else "ok",
                milliseconds=each.milliseconds,
                error=each.error,
            )
            for name, each in self.models().items()
        }


def _check(ask: Callable[[], bool]) -> PartHealth:
    began = time.monotonic()
    try:
        error = None if ask() else "it is there, but not active"
    except CasebookError as failure:
        error = failure.title
        logger.warning("a part does not answer", why=failure.detail)
    spent = round((time.monotonic() - began) * 1000)
    return PartHealth(status="failed" if error else "ok", milliseconds=spent, error=error)
