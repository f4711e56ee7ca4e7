"""What can be worked out from lines and numbers alone: pure functions, no I/O.

An analyser is loaded when it is first used: a function that folds log lines has no need of the call
graph's, and every module that a cold start does not read is time that nobody waits for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebook.analysis.anomalies import find_anomalies
    from casebook.analysis.causes import rank_causes
    from casebook.analysis.templates import mine_templates

__all__ = ["find_anomalies", "mine_templates", "rank_causes"]

_HOMES = {"find_anomalies": "anomalies", "mine_templates": "templates", "rank_causes": "causes"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
