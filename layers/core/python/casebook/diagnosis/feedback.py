"""Feedback on a diagnosis, from people who know how the incident ended."""

from dataclasses import dataclass

from casebook.access import visible_diagnosis
from casebook.diagnosis.requests import FeedbackView, GiveFeedback
from casebook.errors import IllegalTransition
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisStore
from casebook.ports.feedback import Feedback, FeedbackStore


@dataclass(frozen=True)
class GivingFeedback:
    diagnoses: DiagnosisStore
    feedback: FeedbackStore
    clock: Clock

    def give(self, who: Identity, diagnosis_id: str, said: GiveFeedback) -> FeedbackView:
        """Keep what a person says, in the place of what they said before. Secrets are redacted.

        Raises:
            NotFound.
            IllegalTransition: there is no report that could be useful or wrong.
            Conflict.
        """
        header = visible_diagnosis(self.diagnoses.header(diagnosis_id), who, diagnosis_id)
        if header.status != "concluded":
            raise IllegalTransition(
                f"it is {header.status}: feedback is about the report of a concluded diagnosis"
            )
        kept = Feedback(
            diagnosis_id=diagnosis_id,
            user=who.user,
            rating=said.rating,
            at=self.clock.now(),
            cause=_taken_in(said.cause),
            note=_taken_in(said.note),
        )
        self.feedback.keep(kept)
        return view(kept)


def view(feedback: Feedback) -> FeedbackView:
    """The feedback as the API shows it."""
    return FeedbackView(
        user=feedback.user,
        rating=feedback.rating,
        at=feedback.at,
        cause=feedback.cause,
        note=feedback.note,
    )


def _taken_in(text: str | None) -> str | None:
    if text is None:
        return None
    # Its rules take long to load, and pausing and cancelling, in the same function, need none.
    from casebook.redaction.intake import taken_in

    return taken_in(text)
