"""What people say of diagnoses, in DynamoDB."""

from datetime import datetime, timedelta
from typing import cast

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.table import Item, Put, Table, TransactionRefused, Update
from casebook.domain.model import iso
from casebook.errors import Conflict
from casebook.ports.feedback import Feedback, Rating

_TRIES = 5
_TEXTS = ("cause", "note")


class DynamoFeedbackStore:
    """An item a person in the diagnosis' partition. The header's counts change in the same
    transaction, so they are the sum of the items whoever writes at the same time."""

    def __init__(self, table: Table, keep_days: int) -> None:
        self._table = table
        self._keep = timedelta(days=keep_days)

    def keep(self, feedback: Feedback) -> None:
        for _ in range(_TRIES):
            before = self._table.get(
                keys.stream(feedback.diagnosis_id), keys.feedback(feedback.user)
            )
            try:
                self._table.transact(self._put(feedback, before), _count(feedback, before))
            except TransactionRefused:
                continue  # the person, or somebody else, said something at this moment
            return
        raise Conflict(
            f"the feedback on {feedback.diagnosis_id} is being changed", retry_after_seconds=1
        )

    def of_diagnosis(self, diagnosis_id: str) -> list[Feedback]:
        found = self._table.query(
            "#pk = :pk AND begins_with(#sk, :feedback)",
            {"pk": keys.stream(diagnosis_id), "feedback": keys.feedback("")},
        )
        return sorted(map(_feedback, found), key=lambda feedback: feedback.at)

    def _put(self, feedback: Feedback, before: Item | None) -> Put:
        item: Item = {
            "pk": keys.stream(feedback.diagnosis_id),
            "sk": keys.feedback(feedback.user),
            "rating": feedback.rating,
            "at": iso(feedback.at),
            "ttl": int((feedback.at + self._keep).timestamp()),
        }
        item |= {name: value for name in _TEXTS if (value := getattr(feedback, name)) is not None}
        if before is None:
            return Put(item, "attribute_not_exists(#pk)")
        return Put(item, "#rating = :rating", {"rating": before["rating"]})


def _count(feedback: Feedback, before: Item | None) -> Update:
    added = {"useful": 0, "wrong": 0}
    added[feedback.rating] += 1
    if before is not None:
        added[str(before["rating"])] -= 1
    return Update(
        (keys.stream(feedback.diagnosis_id), "HEAD"),
        "ADD #useful :useful, #wrong :wrong",
        # Until it ends its header is put as a whole, and the counts would be lost.
        "attribute_exists(#ended_at)",
        {**added},
    )


def _feedback(item: Item) -> Feedback:
    texts = {name: str(item[name]) for name in _TEXTS if name in item}
    return Feedback(
        diagnosis_id=str(item["pk"]).partition("#")[2],
        user=str(item["sk"]).partition("#")[2],
        rating=cast("Rating", str(item["rating"])),
        at=datetime.fromisoformat(str(item["at"])),
        **texts,
    )
