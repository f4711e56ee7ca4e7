"""An earlier product's session becomes the events that Casebook would have written."""

from datetime import UTC, datetime, timedelta

import pytest

from casebook.domain.events.event import Event
from casebook.domain.message import MessageStatus
from casebook.domain.session import Session, SessionStatus
from casebook.domain.workload import Workload
from casebook.importing.records import NotImportable, SourceMessage, SourceRole, SourceSession
from casebook.importing.sessions import DATA_BYTES, ImportedSession, imported, left_out

AT = datetime(2024, 3, 1, 10, 0, tzinfo=UTC)
USER, AGENT, SYSTEM = SourceRole.USER, SourceRole.AGENT, SourceRole.SYSTEM
SHOP = Workload(
    workload_id="wkl_shop", name="shop", project="shop", resources=(), created_at=AT, updated_at=AT
)


def said(*words: tuple[SourceRole, str], ended_at: datetime | None = None) -> SourceSession:
    """A session in which somebody says something every minute, from the first minute on."""
    messages = tuple(
        SourceMessage(f"m{n}", role, text, AT + timedelta(minutes=n))
        for n, (role, text) in enumerate(words, 1)
    )
    return SourceSession("s1", "shop", "ann", AT, ended_at, messages)


def told(source: SourceSession, batch: str = "b1") -> ImportedSession:
    return imported(source, batch, SHOP, source.user)


def fold(events: tuple[Event, ...]) -> Session:
    return Session.fold(events[0].stream, list(events))


def test_questions_and_answers_keep_their_words_and_times() -> None:
    found = told(said((USER, "why?"), (AGENT, "because"), (USER, "and?"), (AGENT, "that is it")))

    assert [event.type for event in found.events] == [
        "session-started",
        *("message-accepted", "message-start", "message-complete") * 2,
        "session-ended",
    ]
    assert [event.seq for event in found.events] == list(range(1, 9))
    session = fold(found.events)
    assert session.status is SessionStatus.ENDED
    assert (session.workload_id, session.project, session.user) == ("wkl_shop", "shop", "ann")
    assert [(m.text, m.at) for m in session.messages] == [
        (text, AT + timedelta(minutes=n))
        for n, text in enumerate(("why?", "because", "and?", "that is it"), 1)
    ]
    assert session.messages[1].in_reply_to == session.messages[0].message_id
    assert found.events[-1].at == AT + timedelta(minutes=4)


def test_the_header_says_what_the_events_come_to() -> None:
    header = told(said((USER, "why?"), (AGENT, "because"), (USER, "and?"))).header

    assert (header.ended, header.seq, header.messages) == (True, 7, 2)


def test_a_question_without_an_answer_is_kept_as_failed() -> None:
    session = fold(told(said((USER, "hello?"), (USER, "anybody?"), (AGENT, "yes"))).events)

    assert [(m.text, m.status) for m in session.messages] == [
        ("hello?", MessageStatus.FAILED),
        ("anybody?", MessageStatus.COMPLETE),
        ("yes", MessageStatus.COMPLETE),
    ]


def test_answers_in_a_row_become_one() -> None:
    session = fold(told(said((USER, "why?"), (AGENT, "let me look"), (AGENT, "a deploy"))).events)

    assert [m.text for m in session.messages] == ["why?", "let me look\n\na deploy"]


def test_instructions_and_greetings_are_left_out_and_counted() -> None:
    source = said((SYSTEM, "be nice"), (AGENT, "how can I help?"), (USER, "why?"), (AGENT, "so"))

    assert [m.text for m in fold(told(source).events).messages] == ["why?", "so"]
    assert left_out(source.messages) == (1, 1)


def test_a_session_ends_no_earlier_than_its_last_word_and_begins_no_later_than_its_first() -> None:
    source = said((USER, "why?"), (AGENT, "so"), ended_at=AT)
    late = SourceSession("s1", "shop", "ann", AT + timedelta(hours=1), None, source.messages)

    times = [event.at for event in told(source).events]
    assert times == sorted(times)
    assert told(late).events[0].at == AT + timedelta(minutes=1)


def test_an_empty_session_is_begun_and_ended() -> None:
    assert [e.type for e in told(said()).events] == ["session-started", "session-ended"]


def test_the_same_row_gets_the_same_id_in_a_batch_and_another_in_another() -> None:
    source = said((USER, "why?"))

    assert told(source) == told(source)
    assert told(source, "b2").session_id != told(source).session_id
    assert told(source).session_id.startswith("ses_")
    assert len(told(source).session_id) == len("ses_") + 26


def test_other_words_have_another_digest() -> None:
    one, other = told(said((USER, "why?"))), told(said((USER, "what?")))

    assert one.session_id == other.session_id
    assert one.digest != other.digest


def test_what_an_item_cannot_hold_is_refused_by_its_message() -> None:
    with pytest.raises(NotImportable) as refused:
        told(said((USER, "why?"), (AGENT, "x" * DATA_BYTES)))

    assert (refused.value.problem.row, refused.value.problem.session) == ("m2", "s1")
