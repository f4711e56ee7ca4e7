"""Which of the configured models would answer, found out without spending a token."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook import threads
from casebook.errors import CasebookError
from casebook.models.port import ModelCheck
from casebook.ports.clock import Clock

if TYPE_CHECKING:
    from casebook.models.configuration import Provider
    from casebook.models.configured import ConfiguredModels

FRESH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`error` is what is wrong in a few words that give nothing away: anybody may read health."""

    milliseconds: int
    error: str | None = None


class ModelChecks:
    """Asks all providers side by side and remembers the answers for a minute."""

    def __init__(
        self,
        models: "ConfiguredModels",
        check_of: "Callable[[Provider, str], ModelCheck]",
        clock: Clock,
    ) -> None:
        self._models = models
        self._check_of = check_of
        self._clock = clock
        self._kept: tuple[float, Mapping[str, CheckResult]] | None = None

    def results(self) -> Mapping[str, CheckResult]:
        """By `provider/model`; empty without models, and `configuration` alone if that is wrong."""
        now = self._clock.now().timestamp()
        if self._kept is None or now - self._kept[0] >= FRESH.total_seconds():
            self._kept = (now, self._ask())
        return self._kept[1]

    def _ask(self) -> Mapping[str, CheckResult]:
        try:
            configuration = self._models.configuration()
        except CasebookError as error:
            return {"configuration": CheckResult(0, error.title)}
        if configuration is None:
            return {}
        with threads.pool(len(configuration.providers)) as pool:
            results = list(pool.map(self._check, configuration.providers))
        names = [f"{each.provider}/{each.model}" for each in configuration.providers]
        return dict(zip(names, results, strict=True))

    def _check(self, provider: "Provider") -> CheckResult:
        began = time.monotonic()
        error = None
        try:
            self._check_of(provider, self._models.key_of(provider)).check()
        except CasebookError as failure:
            error = failure.title
        return CheckResult(round((time.monotonic() - began) * 1000), error)
