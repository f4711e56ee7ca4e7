"""A write that arrived and whose answer was lost is sent again, and is as if it was sent once."""

from collections.abc import Mapping

import pytest

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.dynamodb.table import (
    ConditionFailed,
    Delete,
    Item,
    Put,
    Table,
    Update,
)
from casebook.adapters.warm import Answer, NoAnswer

KEY = ("P", "S")
FIRST: Item = {"pk": "P", "sk": "S", "n": 1}
WRITES: dict[str, Put | Update] = {
    "put": Put(FIRST),
    "put what is not there": Put(FIRST, "attribute_not_exists(#pk)"),
    "put the next version": Put(FIRST | {"n": 2}, "#n = :n", {"n": 1}),
    "add": Update(KEY, "ADD #n :n", values={"n": 1}),
    "add below a limit": Update(KEY, "ADD #n :n", "#n < :most", {"n": 1, "most": 2}),
    "set and add": Update(KEY, "SET #on = :on ADD #n :n", values={"n": 1, "on": True}),
    "take away": Update(KEY, "REMOVE #n", "attribute_exists(#n)"),
    "set from what was": Update(KEY, "SET #n = :n", "#n < :n", {"n": 7}),
}


class LosingAws(Aws):
    """Loses the answers to the next writes."""

    losing = 0

    def _send_once(
        self, method: str, url: str, body: bytes, service: str, headers: Mapping[str, str]
    ) -> Answer:
        answer = super()._send_once(method, url, body, service, headers)
        if self.losing and headers["x-amz-target"].rpartition(".")[2] in ("PutItem", "UpdateItem"):
            self.losing -= 1
            raise NoAnswer("the connection was closed")
        return answer


@pytest.fixture
def losing(table: Table, moto_endpoint: str) -> tuple[Table, LosingAws]:
    credentials = Credentials("test", "test")
    aws = LosingAws("us-east-1", credentials, moto_endpoint, pause=lambda _: None)
    return Table(aws, "casebook"), aws


def outcome(table: Table, write: Put | Update) -> tuple[Item, Item]:
    """What a write answers, and what is there then."""
    answer = table.write(write)
    return _unmarked(answer), _unmarked(table.get(*KEY) or {})


def _unmarked(item: Item) -> Item:
    return {name: value for name, value in item.items() if name != "write"}


@pytest.mark.parametrize("answers", [1, 2])
@pytest.mark.parametrize("name", WRITES)
def test_a_write_whose_answer_was_lost_is_as_if_it_was_sent_once(
    name: str, answers: int, losing: tuple[Table, LosingAws]
) -> None:
    table, aws = losing
    before = Delete(KEY) if name == "put what is not there" else Put(FIRST)
    table.write(before)
    once = outcome(table, WRITES[name])
    table.write(before)

    aws.losing = answers

    assert outcome(table, WRITES[name]) == once
    assert aws.losing == 0


@pytest.mark.parametrize("name", [name for name, write in WRITES.items() if write.condition])
def test_what_somebody_else_has_written_is_no_write_of_ones_own(
    name: str, losing: tuple[Table, LosingAws]
) -> None:
    unsure, _ = losing
    unsure.write(Put(FIRST | {"n": 9}))
    if name == "take away":
        unsure.write(Update(KEY, "REMOVE #n"))

    with pytest.raises(ConditionFailed):
        unsure.write(WRITES[name])
