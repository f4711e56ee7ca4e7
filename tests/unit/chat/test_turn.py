"""One turn: what it writes, what a client sees, and what happens when it breaks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from casebook.chat.exchange import Delta, Step
from casebook.domain.message import MessageStatus
from casebook.ports.sessions import TurnHeld
from tests.unit.chat.world import ANN, WORKLOAD, World, saying

LATER = timedelta(hours=2)


def follow(world: World, session: str) -> list[dict[str, Any]]:
    world.connections.connect("browser", ANN, world.clock.now() + LATER)
    world.connections.subscribe("browser", session, world.clock.now() + LATER)
    return world.wire.posted["browser"]


def test_an_answer_is_started_streamed_and_completed() -> None:
    world = World()
    session = world.start()
    frames = follow(world, session)
    world.say(session)

    world.run_turn()

    numbered = [frame for frame in frames if "seq" in frame]
    text = "".join(frame["text"] for frame in frames if frame["type"] == "content-delta")
    assert [frame["type"] for frame in numbered] == [
        "message-accepted",
        "message-start",
        "message-complete",
    ]
    assert text == "All is well."
    assert [frame["seq"] for frame in numbered] == [2, 3, 4]
    assert numbered[-1]["data"]["text"] == "All is well."
    assert numbered[-1]["parent"] == 3


def test_text_frames_are_addressed_by_offset_and_leave_no_hole() -> None:
    world = World()
    words = [f"word{n} " for n in range(300)]
    world.answer = lambda *_: saying(*words)
    session = world.start()
    frames = follow(world, session)
    world.say(session)

    world.run_turn()

    said = ""
    for frame in (f for f in frames if f["type"] == "content-delta" and "seq" not in f):
        assert frame["offset"] == len(said)
        said += frame["text"]
    assert said == "".join(words)


def test_long_text_is_durable_before_it_is_complete() -> None:
    world = World()
    world.answer = lambda *_: saying(*["0123456789" * 150] * 4)
    session = world.start()
    world.say(session)

    world.run_turn()

    events = world.log.read(session)
    durable = [event for event in events if event.type == "content-delta"]
    assert durable
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert world.session(session).messages[-1].text == "0123456789" * 600


def test_a_complete_message_names_the_evidence_that_it_cites() -> None:
    world = World()
    world.answer = lambda *_: saying("One [evd_1], two [evd_2].", cites=("evd_1", "evd_2"))
    session = world.start()
    world.say(session)

    world.run_turn()

    assert world.session(session).messages[-1].evidence == ("evd_1", "evd_2")


def test_a_turn_that_breaks_is_raised_for_lambda_and_answered_again_from_the_start() -> None:
    world = World()
    session = world.start()
    message = world.say(session)
    world.answer = _breaks_after("Half of ")
    with pytest.raises(RuntimeError):
        world.turns.run(session, message, "inv_1")
    world.answer = lambda *_: saying("The whole answer.")

    world.turns.run(session, message, "inv_1")

    types = world.types(session)
    assert types[-3:] == ["content-reset", "message-start", "message-complete"]
    answers = [m for m in world.session(session).messages if m.role == "agent"]
    assert [answer.text for answer in answers] == ["The whole answer."]


def test_a_turn_that_cannot_even_read_its_session_gives_the_lease_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    session = world.start()
    message = world.say(session)
    with monkeypatch.context() as broken:
        broken.setattr(world.log, "read", lambda *_: (_ for _ in ()).throw(RuntimeError("down")))
        with pytest.raises(RuntimeError):
            world.turns.run(session, message, "inv_1")

    world.turns.run(session, message, "inv_1")

    assert world.types(session)[-1] == "message-complete"


def test_after_the_last_attempt_the_message_has_failed_and_the_session_is_open() -> None:
    world = World(turn_attempts=2)
    session = world.start()
    message = world.say(session)
    world.answer = _breaks_after("")
    with pytest.raises(RuntimeError):
        world.turns.run(session, message, "inv_1")

    world.turns.run(session, message, "inv_1")

    assert world.types(session)[-1] == "message-failed"
    assert world.session(session).messages[-1].status is MessageStatus.FAILED
    world.say(session, client_id="c2")


def test_a_turn_that_was_done_is_not_done_again() -> None:
    world = World()
    session = world.start()
    message = world.say(session)
    world.turns.run(session, message, "inv_1")
    before = world.types(session)

    world.turns.run(session, message, "inv_1")

    assert world.types(session) == before


def test_a_session_that_ends_during_its_turn_stays_ended() -> None:
    world = World()
    session = world.start()

    def answer(*_: object) -> Iterator[Step]:
        world.chat.end(ANN, WORKLOAD, session)
        yield Delta("too late")

    world.answer = answer
    world.say(session)

    world.run_turn()

    assert world.types(session)[-1] == "session-ended"


def test_a_removed_workload_is_said_to_be_removed() -> None:
    world = World()
    session = world.start()
    world.say(session)
    workload = world.workloads.get(WORKLOAD)
    assert workload
    world.workloads.remove(workload)

    world.run_turn()

    assert "removed" in world.log.read(session)[-1].data


def test_a_session_does_not_follow_a_workload_into_another_project() -> None:
    world = World()
    session = world.start()
    world.say(session)
    workload = world.workloads.get(WORKLOAD)
    assert workload
    world.workloads.replace(workload.model_copy(update={"project": "bank"}))

    world.run_turn()

    assert "removed" in world.log.read(session)[-1].data


def test_a_connection_that_is_gone_is_forgotten_and_the_answer_goes_on() -> None:
    world = World()
    session = world.start()
    follow(world, session)
    world.wire.gone.add("browser")

    world.say(session)
    world.run_turn()

    assert world.connections.subscribers(session) == []
    assert world.types(session)[-1] == "message-complete"


def _breaks_after(text: str) -> Any:
    def answer(*_: object) -> Iterator[Step]:
        yield Delta(text)
        raise RuntimeError("the tool broke")

    return answer


def test_an_image_leaves_no_chat_whether_streamed_or_whole() -> None:
    world = World()
    world.answer = lambda *_: saying("See !", "[it](https://elsewhere.example/?q=1)", " now!")
    session = world.start()
    frames = follow(world, session)
    world.say(session)

    world.run_turn()

    streamed = "".join(f["text"] for f in frames if f["type"] == "content-delta" and "seq" not in f)
    assert streamed == "See ! [it](https://elsewhere.example/?q=1) now!"
    assert world.session(session).messages[-1].text == streamed


def test_a_session_that_ends_as_the_turn_begins_is_not_written_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    session = world.start()
    message = world.say(session)
    begin = world.sessions.begin_turn

    def and_then_it_ends(*given: Any) -> Any:
        header = begin(*given)
        world.chat.end(ANN, WORKLOAD, session)
        return header

    monkeypatch.setattr(world.sessions, "begin_turn", and_then_it_ends)

    world.turns.run(session, message, "inv_1")

    assert world.types(session)[-1] == "session-ended"
    assert "message-start" not in world.types(session)


def test_another_invocation_of_a_message_that_is_answered_is_raised_for_lambda() -> None:
    world = World()
    session = world.start()
    message = world.say(session)
    now = world.clock.now()
    world.sessions.begin_turn(session, message, "inv_1", now, now + world.settings.turn)

    with pytest.raises(TurnHeld):
        world.turns.run(session, message, "inv_2")

    world.turns.run(session, message, "inv_1")
    assert world.types(session)[-1] == "message-complete"
