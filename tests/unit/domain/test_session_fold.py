"""A session is the fold of its events, whatever was streamed, lost or said twice."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.events import chat
from casebook.domain.events.event import Draft, Event, Payload
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.message import MessageStatus, Role
from casebook.domain.session import Session, SessionStatus
from casebook.errors import IllegalTransition

AT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
STARTED = chat.SessionStarted(workload_id="wkl_1", project="shop", user="ann")
ACCEPTED = chat.MessageAccepted(message="q", client_message_id="c", user="ann", text="why?")
BEGUN = chat.MessageStart(message="a", in_reply_to="q")
COMPLETE = chat.MessageComplete(message="a", text="because", evidence=("evd_1",))


def fold(*payloads: Payload) -> Session:
    events = [Event.of(Draft("x", p), "ses_1", n, AT) for n, p in enumerate(payloads, 1)]
    return Session.fold("ses_1", events)


def test_a_question_and_its_answer_become_two_messages() -> None:
    session = fold(STARTED, ACCEPTED, BEGUN, COMPLETE)

    question, answer = session.messages
    assert (session.status, session.seq) == (SessionStatus.OPEN, 4)
    assert (question.role, question.text) == (Role.USER, "why?")
    assert (answer.role, answer.text, answer.evidence) == (Role.AGENT, "because", ("evd_1",))
    assert answer.in_reply_to == "q"


def test_an_answer_that_is_under_way_shows_what_is_durable_of_it() -> None:
    session = fold(STARTED, ACCEPTED, BEGUN, chat.ContentDelta(message="a", offset=0, text="bec"))

    assert session.status is SessionStatus.ANSWERING
    assert session.messages[-1].text == "bec"
    assert session.messages[-1].status is MessageStatus.STREAMING
    unanswered = session.unanswered()
    assert unanswered is not None
    assert unanswered.message_id == "q"


def test_a_reset_withdraws_what_was_said() -> None:
    session = fold(
        STARTED,
        ACCEPTED,
        BEGUN,
        chat.ContentDelta(message="a", offset=0, text="nonsense"),
        chat.ContentReset(message="a", reason="again"),
        BEGUN,
        chat.ContentDelta(message="a", offset=0, text="sense"),
    )

    assert [each.text for each in session.messages] == ["why?", "sense"]


@pytest.mark.parametrize(
    "payloads",
    [
        (ACCEPTED,),
        (STARTED, STARTED),
        (STARTED, ACCEPTED, ACCEPTED),
        (STARTED, COMPLETE),
        (STARTED, chat.SessionEnded(reason="user"), ACCEPTED),
    ],
)
def test_what_cannot_happen_is_refused(payloads: tuple[Payload, ...]) -> None:
    with pytest.raises(IllegalTransition):
        fold(*payloads)


@given(st.text(), st.lists(st.integers(0, 30), max_size=8))
def test_deltas_put_the_text_together_however_it_was_cut(text: str, cuts: list[int]) -> None:
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    deltas = [
        chat.ContentDelta(message="a", offset=start, text=text[start:end])
        for start, end in pairwise(places)
    ]

    assert fold(STARTED, ACCEPTED, BEGUN, *deltas).messages[-1].text == text
    twice = [delta for delta in deltas for _ in range(2)]
    assert fold(STARTED, ACCEPTED, BEGUN, *twice).messages[-1].text == text


def test_a_delta_that_comes_again_takes_nothing_of_what_came_after_it() -> None:
    first = chat.ContentDelta(message="a", offset=0, text="be")
    second = chat.ContentDelta(message="a", offset=2, text="cause")

    assert fold(STARTED, ACCEPTED, BEGUN, first, second, first).messages[-1].text == "because"


ids = st.sampled_from(["q", "a", "b"])
anything = st.one_of(
    st.just(STARTED),
    st.builds(chat.MessageAccepted, message=ids, clientMessageId=ids, user=ids, text=st.text()),
    st.builds(chat.MessageStart, message=ids, inReplyTo=ids, attempt=st.integers()),
    st.builds(chat.ContentDelta, message=ids, offset=st.integers(-5, 20), text=st.text(max_size=9)),
    st.builds(chat.ContentReset, message=ids, reason=st.text(max_size=3)),
    st.builds(chat.MessageComplete, message=ids, text=st.text(max_size=9)),
    st.builds(chat.MessageFailed, message=ids, reason=st.text(max_size=3)),
    st.builds(chat.SessionEnded, reason=st.sampled_from(["user", "idle"])),
)


def numbered(payloads: Iterable[Payload]) -> list[Event]:
    return [Event.of(Draft("x", p), "ses_1", n, AT) for n, p in enumerate(payloads, 1)]


def legal(payloads: Iterable[Payload]) -> list[Payload]:
    """The payloads, without those that may not follow the ones before them."""
    session, kept = Session("ses_1"), list[Payload]()
    for payload in payloads:
        try:
            session = session.after(numbered([payload])[0])
        except IllegalTransition:
            continue
        kept.append(payload)
    return kept


@given(st.lists(anything, max_size=20))
def test_events_in_any_order_fold_or_are_refused_as_an_illegal_transition(
    payloads: list[Payload],
) -> None:
    try:
        session = Session.fold("ses_1", numbered(payloads))
    except IllegalTransition:
        return
    assert session.seq == len(payloads)
    assert session.unanswered() is None or session.status is SessionStatus.ANSWERING


@given(st.lists(anything, max_size=30).map(legal), st.integers(0, 30))
def test_every_beginning_of_a_session_folds_and_can_be_gone_on_from(
    payloads: list[Payload], length: int
) -> None:
    events = numbered(payloads)
    session = Session.fold("ses_1", events[:length])
    for event in events[length:]:
        session = session.after(event)

    assert session == Session.fold("ses_1", events)


def test_what_its_model_calls_used_is_summed_up() -> None:
    call = UsageRecorded(
        engine="model", provider="acme", model="large", input_tokens=90, output_tokens=10
    )
    priced = call.model_copy(update={"cost_usd": 0.25})
    unpriced = call.model_copy(update={"cost_usd": None})

    assert fold(STARTED, priced, priced).usage.cost_usd == 0.5
    assert fold(STARTED, priced, unpriced).usage.cost_usd is None
    assert fold(STARTED, priced, unpriced).usage.tokens == 200
