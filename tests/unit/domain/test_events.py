"""The envelope, and the vocabulary that front ends rely on."""

import json
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from casebook.domain import ids
from casebook.domain.events import Draft, Event, payload_types
from casebook.domain.events import diagnosis as _diagnosis  # noqa: F401  (its vocabulary)
from casebook.domain.events.chat import ContentDelta, MessageAccepted
from casebook.domain.events.event import as_page, fitting, sent_bytes
from casebook.importing.naming import derived_id

AT = datetime(2026, 11, 21, 19, 4, 11, 120_000, tzinfo=UTC)

CHAT = """session-started message-accepted message-start content-delta tool-started tool-finished
content-reset message-complete message-failed session-ended"""
DIAGNOSIS = """diagnosis-started steps-taken-over mode-selected plan-made agent-started tool-started
tool-finished evidence-found finding-reported agent-completed agent-failed assessment-made
diagnosis-paused diagnosis-resumed diagnosis-concluded diagnosis-cancelled diagnosis-failed"""


def test_the_vocabulary_is_the_agreed_one() -> None:
    agreed = {*CHAT.split(), *DIAGNOSIS.split(), "usage-recorded"}

    assert set(payload_types()) == agreed


def test_an_event_is_sent_in_the_agreed_form() -> None:
    payload = ContentDelta(message="msg_1", offset=3, text="é")
    event = Event.of(Draft("agent", payload, parent=37), "ses_1", 42, AT)

    assert json.loads(event.to_json()) == {
        "stream": "ses_1",
        "seq": 42,
        "type": "content-delta",
        "at": "2026-11-21T19:04:11.120Z",
        "actor": "agent",
        "parent": 37,
        "data": {"message": "msg_1", "offset": 3, "text": "é"},
    }
    assert event.payload == payload


def test_an_events_fields_are_camel_case_and_no_others_are_taken() -> None:
    said = MessageAccepted(message="m", client_message_id="c", user="ann", text="hi")

    assert json.loads(said.to_json())["clientMessageId"] == "c"
    with pytest.raises(ValidationError):
        MessageAccepted.model_validate_json(said.to_json()[:-1] + ',"more":1}')


def test_ids_say_what_they_name_and_sort_by_their_making() -> None:
    first = ids.new_id(ids.DIAGNOSIS)

    assert ids.kind_of(first) == "dgn"
    assert len(first) == len("dgn_") + 26
    assert len({ids.new_id(ids.EVIDENCE) for _ in range(1000)}) == 1000


def test_an_id_says_when_it_was_made() -> None:
    long_ago = datetime(2024, 3, 1, 10, 0, 0, 500_000, tzinfo=UTC)

    assert ids.made_at(derived_id(ids.SESSION, long_ago, "batch", "row")) == long_ago


def test_a_page_holds_what_one_answer_does_and_says_where_it_goes_on() -> None:
    events = [
        Event.of(
            Draft("ann", ContentDelta(message="msg_1", offset=0, text='"é' * 50)), "s", seq, AT
        )
        for seq in range(1, 8)
    ]
    size = sent_bytes(events[0].to_json())

    seen, after, pages = [], 0, 0
    while True:
        page = json.loads(as_page([e for e in events if e.seq > after], most=3 * size))
        seen += [each["seq"] for each in page["events"]]
        pages += 1
        if "next" not in page:
            break
        after = page["next"]

    assert (seen, pages) == ([1, 2, 3, 4, 5, 6, 7], 3)


def test_an_event_too_large_for_a_page_is_still_sent() -> None:
    large = Event.of(Draft("ann", ContentDelta(message="m", offset=0, text="x" * 99)), "s", 1, AT)

    assert list(fitting([large, large], most=10)) == [large]
