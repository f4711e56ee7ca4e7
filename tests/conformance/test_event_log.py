"""What every event log promises."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from casebook.domain.events.chat import ContentDelta, SessionEnded
from casebook.domain.events.event import Draft
from casebook.errors import AwsCallFailed
from casebook.ports.event_log import SequenceTaken
from casebook.streams import Stream, StreamEnded
from local.memory.connections import SilentFrames
from tests.conformance.conftest import Stores


def delta(text: str) -> Draft:
    return Draft("agent", ContentDelta(message="msg_1", offset=0, text=text), parent=1)


def test_events_are_numbered_from_one_in_the_order_of_their_appending(stores: Stores) -> None:
    stores.log.append("ses_1", 0, [delta("a")])
    stores.log.append("ses_1", 1, [delta("b"), delta("c")])

    events = stores.log.read("ses_1")

    assert [event.seq for event in events] == [1, 2, 3]
    assert [event.payload.text for event in events] == ["a", "b", "c"]


def test_what_is_read_is_what_was_appended(stores: Stores) -> None:
    appended = stores.log.append("ses_1", 0, [delta('grüß 😀\n"quoted"')])

    assert stores.log.read("ses_1") == appended


def test_a_taken_number_is_refused_and_nothing_is_written(stores: Stores) -> None:
    stores.log.append("ses_1", 0, [delta("first")])

    with pytest.raises(SequenceTaken):
        stores.log.append("ses_1", 0, [delta("late")])
    with pytest.raises(SequenceTaken):
        stores.log.append("ses_1", 0, [delta("late"), delta("later")])

    assert [event.payload.text for event in stores.log.read("ses_1")] == ["first"]


def test_reading_starts_behind_a_number_and_stops_at_a_limit(stores: Stores) -> None:
    stores.log.append("ses_1", 0, [delta(str(n)) for n in range(1, 8)])

    assert [event.seq for event in stores.log.read("ses_1", after=3)] == [4, 5, 6, 7]
    assert [event.seq for event in stores.log.read("ses_1", after=3, limit=2)] == [4, 5]
    assert stores.log.read("ses_1", after=7) == []


def test_reading_back_starts_at_the_end_or_before_a_number(stores: Stores) -> None:
    stores.log.append("ses_1", 0, [delta(str(n)) for n in range(1, 8)])
    stores.log.put_snapshot("ses_1", 7, "{}")

    assert [event.seq for event in stores.log.read_back("ses_1", None, 3)] == [7, 6, 5]
    assert [event.seq for event in stores.log.read_back("ses_1", 3, 9)] == [2, 1]
    assert stores.log.read_back("ses_1", 1, 9) == []


def test_streams_do_not_see_each_other(stores: Stores) -> None:
    stores.log.append("ses_1", 0, [delta("mine")])

    assert stores.log.read("ses_2") == []


def test_writers_side_by_side_leave_no_gap_and_no_duplicate(stores: Stores) -> None:
    def write(writer: int) -> None:
        stream = Stream(stores.log, SilentFrames(), "dgn_1")
        for number in range(10):
            stream.append(delta(f"{writer}.{number}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    events = stores.log.read("dgn_1")
    texts = [event.payload.text for event in events]
    assert [event.seq for event in events] == list(range(1, 41))
    assert len(set(texts)) == 40
    for writer in range(4):
        mine = [text for text in texts if text.startswith(f"{writer}.")]
        assert mine == [f"{writer}.{number}" for number in range(10)]


def test_nothing_follows_the_last_event(stores: Stores) -> None:
    writer = Stream(stores.log, SilentFrames(), "ses_1")
    writer.append(delta("a"))
    stores.log.append("ses_1", 1, [Draft("ann", SessionEnded(reason="user"))])

    for _ in range(2):  # not the first time alone: another thread may have been told
        with pytest.raises(StreamEnded):
            writer.append(delta("b"))

    assert len(stores.log.read("ses_1")) == 2


def test_the_nearest_snapshot_at_or_below_a_number_is_found(stores: Stores) -> None:
    stores.log.put_snapshot("dgn_1", 5, "five")
    stores.log.put_snapshot("dgn_1", 12, "twelve")

    assert stores.log.snapshot("dgn_1") == (12, "twelve")
    assert stores.log.snapshot("dgn_1", at=12) == (12, "twelve")
    assert stores.log.snapshot("dgn_1", at=11) == (5, "five")
    assert stores.log.snapshot("dgn_1", at=4) is None
    assert stores.log.snapshot("dgn_2") is None


@pytest.mark.parametrize("drafts", [101, 1])
def test_what_dynamodb_does_not_take_at_once_is_refused_whole(stores: Stores, drafts: int) -> None:
    text = "x" * (450_000 if drafts == 1 else 1)
    many = [Draft("agent", ContentDelta(message="m", offset=0, text=text))] * drafts

    with pytest.raises(AwsCallFailed):
        stores.log.append("ses_1", 0, many)

    assert stores.log.read("ses_1") == []
