"""A piece of evidence together with what it was looked up for."""

from dataclasses import dataclass

from casebook.domain.alarm import Alarm
from casebook.domain.evidence import Evidence
from casebook.domain.window import Window


@dataclass(frozen=True, slots=True)
class CitedEvidence:
    """Evidence of a diagnosis or of a chat, and what its query can be run again from.

    `stream` is the diagnosis or session that it was found in, of `project`; `window` is what that
    looked at, and `alarm` or `question` is why, with the `hint` of who had it run again. `user` is
    who looks it up now. `knowledge` is the version of the team's own knowledge that was in force,
    if that is known.
    """

    evidence: Evidence
    stream: str
    workload_id: str
    project: str
    window: Window
    alarm: Alarm | None = None
    question: str = ""
    hint: str = ""
    user: str = ""
    knowledge: int | None = None
