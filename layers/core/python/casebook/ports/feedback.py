"""What people say of diagnoses, kept beside their streams: after its last event nothing is appended
to one."""

from datetime import datetime
from typing import Literal, NamedTuple, Protocol

Rating = Literal["useful", "wrong"]


class Feedback(NamedTuple):
    """One person's word on a diagnosis. `cause`: what it really was."""

    diagnosis_id: str
    user: str
    rating: Rating
    at: datetime
    cause: str | None = None
    note: str | None = None


class FeedbackStore(Protocol):
    def keep(self, feedback: Feedback) -> None:
        """Keep it in the place of what the person said before, and count it in the diagnosis'
        header. The diagnosis has ended.

        Raises:
            Conflict: others write the same diagnosis faster than this can.
        """
        ...

    def of_diagnosis(self, diagnosis_id: str) -> list[Feedback]:
        """Each person's, oldest first."""
        ...
