"""Starting, feeding, reading and ending sessions."""

import pytest

from casebook.chat.messages import HistoryQuery, SendMessage
from casebook.domain.events.chat import SessionEnded
from casebook.errors import Conflict, Gone, InvalidRequest, LimitReached, NotFound
from tests.unit.chat.world import ANN, EVE, WORKLOAD, World


def test_a_workload_of_another_project_does_not_exist_for_the_caller() -> None:
    with pytest.raises(NotFound):
        World().chat.start(EVE, WORKLOAD)


def test_a_session_is_its_users_own() -> None:
    world = World()
    session = world.start()

    with pytest.raises(NotFound):
        world.chat.send(
            EVE, WORKLOAD, SendMessage(session_id=session, message="x", client_message_id="c")
        )


def test_a_message_is_accepted_and_its_turn_is_dispatched() -> None:
    world = World()
    session = world.start()

    message = world.say(session)

    assert world.dispatcher.turns == [(session, message)]
    assert world.types(session) == ["session-started", "message-accepted"]


def test_sending_the_same_message_again_answers_the_same_and_runs_nothing() -> None:
    world = World()
    session = world.start()
    first = world.say(session)
    world.run_turn()

    assert world.say(session) == first
    assert world.dispatcher.turns == []


def test_a_message_whose_dispatch_was_lost_is_dispatched_when_it_is_sent_again() -> None:
    world = World()
    session = world.start()
    first = world.say(session)
    world.dispatcher.turns.clear()

    assert world.say(session) == first

    world.run_turn()
    assert world.types(session)[-1] == "message-complete"


def test_a_second_message_waits_until_the_first_is_answered() -> None:
    world = World()
    session = world.start()
    world.say(session)

    with pytest.raises(Conflict) as refused:
        world.say(session, client_id="c2")

    assert refused.value.retry_after_seconds
    world.run_turn()
    world.say(session, client_id="c2")


def test_a_message_whose_turn_died_silently_is_closed_by_the_next_one() -> None:
    world = World()
    session = world.start()
    world.say(session)
    world.clock.move(minutes=10)

    world.say(session, client_id="c2")

    assert world.types(session) == [
        "session-started",
        "message-accepted",
        "message-failed",
        "message-accepted",
    ]


def test_an_ended_session_is_gone() -> None:
    world = World()
    session = world.start()
    world.chat.end(ANN, WORKLOAD, session)
    world.chat.end(ANN, WORKLOAD, session)

    with pytest.raises(Gone):
        world.say(session)

    assert world.types(session) == ["session-started", "session-ended"]


def test_a_session_ends_by_itself_after_half_an_hour_of_silence() -> None:
    world = World()
    session = world.start()
    world.clock.move(minutes=31)

    with pytest.raises(Gone):
        world.say(session)

    assert world.types(session)[-1] == "session-ended"


def test_the_sweeper_ends_idle_sessions_and_no_others() -> None:
    world = World()
    old = world.start()
    world.clock.move(minutes=31)
    fresh = world.start()

    assert world.chat.end_idle() == 1

    assert world.types(old)[-1] == "session-ended"
    assert world.types(fresh) == ["session-started"]
    assert world.chat.end_idle() == 0


def test_removing_a_workload_ends_its_sessions_and_says_why() -> None:
    world = World()
    answering, idle = world.start(), world.start()
    world.say(answering)

    assert world.chat.end_about(WORKLOAD) == 2

    for session in (answering, idle):
        assert world.log.read(session)[-1].payload == SessionEnded(reason="workload-removed")
    assert world.chat.end_about(WORKLOAD) == 0


def test_a_session_has_a_number_of_messages() -> None:
    world = World(messages_per_session=1)
    session = world.start()
    world.say(session)
    world.run_turn()

    with pytest.raises(LimitReached):
        world.say(session, client_id="c2")


def test_a_message_that_is_too_long_is_refused_by_name() -> None:
    world = World(message_characters=10)

    with pytest.raises(InvalidRequest) as refused:
        world.say(world.start(), "x" * 11)

    assert refused.value.errors == ({"field": "message", "error": "at most 10 characters"},)


def test_history_is_paged_oldest_first_and_defaults_to_the_last_open_session() -> None:
    world = World()
    session = world.start()
    for number in range(3):
        world.say(session, f"question {number}", f"c{number}")
        world.run_turn()

    first = world.chat.history(ANN, WORKLOAD, HistoryQuery(limit=4))
    rest = world.chat.history(ANN, WORKLOAD, HistoryQuery(limit=4, after=first.next))

    assert first.session_id == session
    assert [each.text for each in first.messages][:3] == [
        "question 0",
        "All is well.",
        "question 1",
    ]
    assert [each.role.value for each in rest.messages] == ["user", "agent"]
    assert rest.next is None
    with pytest.raises(InvalidRequest):
        world.chat.history(ANN, WORKLOAD, HistoryQuery(after="msg_unknown"))


def test_history_and_the_events_after_its_number_are_the_whole_session() -> None:
    world = World()
    session = world.start()
    world.say(session)
    world.run_turn()
    world.say(session, "and now?", "c2")
    painted = world.chat.history(ANN, WORKLOAD, HistoryQuery(session_id=session, limit=1))
    world.run_turn()

    rest = world.log.read(session, painted.seq)

    assert painted.seq + len(rest) == len(world.log.read(session))
    assert rest[0].type == "message-start"
    assert world.session(session).seq == rest[-1].seq
