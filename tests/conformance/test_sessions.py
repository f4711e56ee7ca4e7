"""What every store of sessions promises."""

from datetime import timedelta

import pytest

from casebook.domain.events.chat import (
    MessageAccepted,
    MessageComplete,
    SessionEnded,
    SessionStarted,
)
from casebook.domain.events.diagnosis import DiagnosisStarted
from casebook.domain.events.event import Draft
from casebook.domain.window import Window
from casebook.errors import LimitReached
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.ports.event_log import SequenceTaken
from casebook.ports.sessions import Accepted, SessionHeader, TurnHeld
from tests.conformance.conftest import SESSIONS_PER_HOUR, Stores

MINUTE = timedelta(minutes=1)


def open_session(stores: Stores, session_id: str = "ses_1", user: str = "ann") -> SessionHeader:
    header = SessionHeader(
        session_id=session_id,
        workload_id="wkl_1",
        project="shop",
        user=user,
        ended=False,
        seq=1,
        messages=0,
        active_at=stores.clock.now(),
    )
    started = SessionStarted(workload_id="wkl_1", project="shop", user=user)
    stores.sessions.open(header, Draft(user, started))
    return header


def accept(stores: Stores, header: SessionHeader, client_id: str, message: str) -> Accepted:
    said = MessageAccepted(
        message=message, client_message_id=client_id, user="ann", text="what changed?"
    )
    return stores.sessions.accept(header, Draft("ann", said), stores.clock.now() + MINUTE)


def complete(message: str) -> Draft:
    return Draft("agent", MessageComplete(message=message, text="done"))


def test_a_session_is_kept_with_its_first_event(stores: Stores) -> None:
    header = open_session(stores)

    assert stores.sessions.header("ses_1") == header
    assert [event.type for event in stores.log.read("ses_1")] == ["session-started"]


def test_an_unknown_session_is_none(stores: Stores) -> None:
    assert stores.sessions.header("ses_404") is None


def test_more_sessions_than_an_hour_allows_are_refused_with_the_time_to_wait(
    stores: Stores,
) -> None:
    for number in range(SESSIONS_PER_HOUR):
        open_session(stores, f"ses_{number}")

    with pytest.raises(LimitReached) as refused:
        open_session(stores, "ses_one_too_many")

    assert 0 < (refused.value.retry_after_seconds or 0) <= 3600
    assert stores.sessions.header("ses_one_too_many") is None
    open_session(stores, "ses_of_ben", user="ben")


def test_what_was_started_in_this_hour_is_counted_for_each_user(stores: Stores) -> None:
    now = stores.clock.now()
    open_session(stores, "ses_1")
    open_session(stores, "ses_2")

    used, resets_at = stores.sessions.started_in_hour("ann", now)

    assert used == 2
    assert timedelta(0) < resets_at - now <= timedelta(hours=1)
    assert stores.sessions.started_in_hour("ben", now)[0] == 0
    assert stores.sessions.started_in_hour("ann", resets_at)[0] == 0


def test_accepting_a_message_marks_the_session_as_answering(stores: Stores) -> None:
    accepted = accept(stores, open_session(stores), "c1", "msg_1")

    header = stores.sessions.header("ses_1")
    assert (accepted.seq, accepted.duplicate) == (2, False)
    assert (header.pending, header.seq, header.messages) == ("msg_1", 2, 1)
    assert stores.log.read("ses_1", after=1)[0].payload.text == "what changed?"


def test_the_same_client_message_is_accepted_once(stores: Stores) -> None:
    header = open_session(stores)
    accept(stores, header, "c1", "msg_1")

    again = accept(stores, header, "c1", "msg_2")

    assert (again.message_id, again.seq, again.duplicate) == ("msg_1", 2, True)
    assert stores.sessions.accepted("ses_1", "c1").message_id == "msg_1"
    assert stores.sessions.accepted("ses_1", "c2") is None
    assert len(stores.log.read("ses_1")) == 2


def test_a_second_message_is_refused_while_the_first_is_answered(stores: Stores) -> None:
    accept(stores, open_session(stores), "c1", "msg_1")

    with pytest.raises(SequenceTaken):
        accept(stores, stores.sessions.header("ses_1"), "c2", "msg_2")


def test_one_turn_holds_the_lease_until_it_expires(stores: Stores) -> None:
    accept(stores, open_session(stores), "c1", "msg_1")
    now = stores.clock.now()

    first = stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", now, now + MINUTE)
    with pytest.raises(TurnHeld):
        stores.sessions.begin_turn("ses_1", "msg_1", "inv_2", now, now + MINUTE)
    later = now + 2 * MINUTE
    third = stores.sessions.begin_turn("ses_1", "msg_1", "inv_2", later, later + MINUTE)

    assert first.attempt == 1
    assert third.attempt == 2


def test_the_retry_of_a_holder_takes_over_at_once(stores: Stores) -> None:
    accept(stores, open_session(stores), "c1", "msg_1")
    now = stores.clock.now()
    stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", now, now + MINUTE)

    again = stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", now, now + MINUTE)

    assert again.attempt == 2


def test_the_open_sessions_about_a_workload_are_found(stores: Stores) -> None:
    open_session(stores)
    open_session(stores, "ses_2")
    workload = stores.sessions.header("ses_1").workload_id
    ended = Draft("ann", SessionEnded(reason="user"))
    stores.sessions.end(stores.sessions.header("ses_2"), 1, ended)

    (about,) = stores.sessions.about(workload, limit=10)
    assert about.session_id == "ses_1"
    assert stores.sessions.about("wkl_other", limit=10) == []


def test_a_message_is_stranded_when_its_lease_is_over(stores: Stores) -> None:
    accept(stores, open_session(stores), "c1", "msg_1")
    open_session(stores, "ses_2")
    now = stores.clock.now()
    turn = stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", now, now + MINUTE)

    assert stores.sessions.stranded(now + MINUTE, limit=10) == []
    (stranded,) = stores.sessions.stranded(now + 2 * MINUTE, limit=10)
    assert (stranded.session_id, stranded.pending, stranded.attempt) == ("ses_1", "msg_1", 1)
    stores.sessions.finish_turn(turn, 2, [complete("msg_2")])
    assert stores.sessions.stranded(now + 2 * MINUTE, limit=10) == []


def test_a_lease_that_was_given_back_can_be_taken_at_once(stores: Stores) -> None:
    accept(stores, open_session(stores), "c1", "msg_1")
    now = stores.clock.now()
    first = stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", now, now + MINUTE)

    stores.sessions.yield_turn(first)

    assert stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", now, now + MINUTE).attempt == 2


def test_only_the_pending_message_is_answered(stores: Stores) -> None:
    accept(stores, open_session(stores), "c1", "msg_1")
    now = stores.clock.now()

    assert stores.sessions.begin_turn("ses_1", "msg_0", "inv_1", now, now + MINUTE) is None


def test_finishing_a_turn_opens_the_session_for_the_next_message(stores: Stores) -> None:
    accept(stores, open_session(stores), "c1", "msg_1")
    now = stores.clock.now()
    turn = stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", now, now + MINUTE)

    events = stores.sessions.finish_turn(turn, 2, [complete("msg_2")])

    header = stores.sessions.header("ses_1")
    assert (events[0].seq, header.seq, header.pending, header.attempt) == (3, 3, None, 0)
    assert accept(stores, header, "c2", "msg_3").seq == 4


def test_a_turn_that_lost_its_lease_cannot_finish(stores: Stores) -> None:
    accept(stores, open_session(stores), "c1", "msg_1")
    now = stores.clock.now()
    first = stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", now, now + MINUTE)
    later = now + 2 * MINUTE
    stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", later, later + MINUTE)

    with pytest.raises(SequenceTaken):
        stores.sessions.finish_turn(first, 2, [complete("msg_2")])


def test_an_ended_session_takes_no_message_and_no_second_end(stores: Stores) -> None:
    header = open_session(stores)
    ended = Draft("ann", SessionEnded(reason="user"))
    stores.sessions.end(header, 1, ended)

    with pytest.raises(SequenceTaken):
        accept(stores, header, "c1", "msg_1")
    with pytest.raises(SequenceTaken):
        stores.sessions.end(header, 2, ended)
    assert stores.sessions.header("ses_1").ended


def test_the_last_open_session_is_the_newest_that_has_not_ended(stores: Stores) -> None:
    open_session(stores, "ses_1")
    newest = open_session(stores, "ses_2")
    assert stores.sessions.last_open("wkl_1", "ann").session_id == "ses_2"

    stores.sessions.end(newest, 1, Draft("ann", SessionEnded(reason="user")))

    assert stores.sessions.last_open("wkl_1", "ann").session_id == "ses_1"
    assert stores.sessions.last_open("wkl_1", "ben") is None


def test_idle_sessions_are_those_in_which_nothing_happened_since(stores: Stores) -> None:
    open_session(stores, "ses_old")
    stores.clock.move(minutes=31)
    open_session(stores, "ses_new")

    idle = stores.sessions.idle_since(stores.clock.now() - 30 * MINUTE, limit=10)

    assert [header.session_id for header in idle] == ["ses_old"]


def test_a_users_sessions_are_listed_newest_first_whether_they_have_ended_or_not(
    stores: Stores,
) -> None:
    first, _, third = (open_session(stores, f"ses_{n}") for n in (1, 2, 3))
    open_session(stores, "ses_of_ben", user="ben")
    stores.sessions.end(third, 1, Draft("ann", SessionEnded(reason="user")))
    stores.sessions.end(first, 1, Draft("ann", SessionEnded(reason="user")))

    listed = stores.sessions.of_user("ann", 10)

    assert [header.session_id for header in listed] == ["ses_3", "ses_2", "ses_1"]
    assert [header.ended for header in listed] == [True, False, True]
    assert listed == [stores.sessions.header(each.session_id) for each in listed]


def test_a_list_of_sessions_is_paged_and_narrowed_to_a_workload(stores: Stores) -> None:
    for number in (1, 2, 3):
        open_session(stores, f"ses_{number}")

    assert [each.session_id for each in stores.sessions.of_user("ann", 2)] == ["ses_3", "ses_2"]
    assert [each.session_id for each in stores.sessions.of_user("ann", 2, "ses_2")] == ["ses_1"]
    assert len(stores.sessions.of_user("ann", 10, workload_id="wkl_1")) == 3
    assert stores.sessions.of_user("ann", 10, workload_id="wkl_2") == []


def test_a_session_remembers_how_its_first_message_begins_and_no_later_one(
    stores: Stores,
) -> None:
    accept(stores, open_session(stores), "c1", "msg_1")
    now = stores.clock.now()
    turn = stores.sessions.begin_turn("ses_1", "msg_1", "inv_1", now, now + MINUTE)
    stores.sessions.finish_turn(turn, 2, [complete("msg_2")])
    later = MessageAccepted(message="msg_3", client_message_id="c2", user="ann", text="and?")
    header = stores.sessions.header("ses_1")

    stores.sessions.accept(header, Draft("ann", later), now + MINUTE)

    assert header.opening == "what changed?"
    assert stores.sessions.header("ses_1").opening == "what changed?"


def test_the_header_of_something_else_is_no_session(stores: Stores) -> None:
    now = stores.clock.now()
    begun = DiagnosisStarted(
        workload_id="wkl_1",
        project="shop",
        requested_mode="auto",
        window=Window(start=now - MINUTE, end=now),
    )
    header = DiagnosisHeader("dgn_1", "wkl_1", "shop", "running", now)
    stores.diagnoses.open(header, Draft("ann", begun))
    open_session(stores)

    assert stores.sessions.header("dgn_1") is None
    assert stores.diagnoses.header("ses_1") is None
