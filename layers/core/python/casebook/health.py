"""Whether the parts that Casebook stands on answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from casebook.domain.model import Model
from casebook.errors import CasebookError
from casebook.ports import Workflow


class Store(Protocol):
    def is_active(self) -> bool: ...


class PartHealth(Model):
    """`error` says in words why a part is not well."""

    status: Literal["ok", "failed"]
    milliseconds: int
    error: str | None = None


class HealthReport(Model):
    status: Literal["ok", "failed"]
    parts: dict[str, PartHealth]


@dataclass(frozen=True)
class Health:
    table: Store
    workflow: Workflow

    def check(self) -> HealthReport:
        """Ask every part; one that fails does not hide the others."""
        parts = {
            "table": _check(self.table.is_active),
            "stateMachine": _check(self.workflow.is_active),
        }
        well = all(part.status == "ok" for part in parts.values())
        return HealthReport(status="ok" if well else "failed", parts=parts)


def _check(ask: Callable[[], bool]) -> PartHealth:
    began = time.monotonic()
    try:
        error = None if ask() else "it is there, but not active"
    except CasebookError as failure:
        error = failure.detail
    spent = round((time.monotonic() - began) * 1000)
    return PartHealth(status="failed" if error else "ok", milliseconds=spent, error=error)
