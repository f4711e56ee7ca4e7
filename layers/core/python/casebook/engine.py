"""Which engine answers: the rules, or a model.

A share of all sessions and diagnoses may be given to models, so that they can be let in step by
step (a canary), and taken back in a minute. An id falls on the same side every time, in every
Lambda, without anybody having to remember it; when the share grows, those that a model answered
stay with it.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field, ValidationError

from casebook.domain.model import Model
from casebook.errors import CasebookError
from casebook.observability import logger
from casebook.ports.parameters import Parameters


class Engine(StrEnum):
    """What reasons over the evidence."""

    DETERMINISTIC = "deterministic"  # rules alone; costs nothing
    MODEL = "model"  # a language model, and the rules when it fails


class EngineSwitch(Model):
    """The parameter's value, as JSON: `{"engine": "model", "share": 10}`."""

    engine: Engine = Engine.DETERMINISTIC
    share: float = Field(100, ge=0, le=100, description="Percent that gets the engine.")


def engine_for(stream: str, switch: EngineSwitch) -> Engine:
    """The engine of a session or diagnosis: a pure function of its id and the switch."""
    if switch.engine is Engine.DETERMINISTIC:
        return Engine.DETERMINISTIC
    place = int.from_bytes(hashlib.sha256(stream.encode()).digest()[:8]) / 2**64 * 100
    return Engine.MODEL if place < switch.share else Engine.DETERMINISTIC


@dataclass(frozen=True, eq=False, repr=False)
class EngineChoice:
    """Reads the switch each time; `parameters` keeps it for a minute. What cannot be read or
    understood leaves everything to the rules, which always work."""

    parameters: Parameters
    name: str

    def of(self, stream: str) -> Engine:
        return engine_for(stream, self.switch())

    def switch(self) -> EngineSwitch:
        if not self.name:
            return EngineSwitch()
        try:
            return EngineSwitch.model_validate_json(self.parameters.get(self.name))
        except (CasebookError, ValidationError) as error:
            logger.warning("the engine is not to be read", parameter=self.name, why=str(error))
            return EngineSwitch()
