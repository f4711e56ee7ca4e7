"""The list of a person's sessions."""

import secrets

import pytest

from casebook.chat.listing import SessionList
from casebook.chat.messages import SessionPage, SessionsQuery, SessionSummary
from casebook.errors import NotFound
from casebook.ports.connections import Identity
from tests.unit.chat.world import ANN, EVE, WORKLOAD, World

BEN = Identity(user="ben", projects=("shop",))


def listed(world: World, who: Identity = ANN, **asked: object) -> SessionPage:
    found = SessionList(world.workloads, world.sessions, world.log, world.settings)
    return found.all(who, SessionsQuery.model_validate(asked))


def only(page: SessionPage) -> SessionSummary:
    (session,) = page.sessions
    return session


def test_a_session_is_listed_by_its_user_and_nobody_else() -> None:
    world = World()
    session = world.start()

    assert only(listed(world)).session_id == session
    assert listed(world, BEN).sessions == ()
    assert listed(world, Identity(user="ann", projects=("bank",))).sessions == ()


def test_the_list_tells_where_each_session_stands() -> None:
    world = World(messages_per_session=3)
    session = world.start()
    fresh = only(listed(world))
    world.say(session)
    answering = only(listed(world))
    world.run_turn()
    idle = only(listed(world))
    world.chat.end(ANN, WORKLOAD, session)
    ended = only(listed(world))

    states = [each.status for each in (fresh, answering, idle, ended)]
    assert states == ["open", "answering", "open", "ended"]
    assert [each.messages_left for each in (fresh, answering, idle, ended)] == [3, 2, 2, 0]
    assert [each.title for each in (fresh, answering)] == [None, "what changed?"]
    assert idle.active_at == world.clock.now()


def test_a_title_is_one_line_of_the_first_message_without_its_secrets() -> None:
    world = World()
    session = world.start()
    secret = f"AKIA{''.join(secrets.choice('ABCDEFGHIJKLMNOP') for _ in range(16))}"
    world.say(session, f"why does\n\n {secret} fail " + "again and " * 50)

    title = only(listed(world)).title

    assert title is not None
    assert title.startswith("why does <")
    assert secret not in title
    assert title.endswith("…")
    assert len(title) <= 81


def test_a_session_of_before_openings_were_kept_has_a_title_too() -> None:
    world = World()
    session = world.start()
    world.say(session, "what happened?")
    header = world.sessions.header(session)
    assert header is not None
    world.sessions.replace(session, header._replace(opening=None))

    assert only(listed(world)).title == "what happened?"


def test_the_list_is_paged_newest_first_without_one_twice_or_missing() -> None:
    world = World()
    started = [world.start() for _ in range(5)]

    seen, before = [], {}
    while True:
        page = listed(world, limit=2, **before)
        seen += [each.session_id for each in page.sessions]
        if page.next is None:
            break
        before = {"before": page.next}

    assert seen == sorted(started, reverse=True)


def test_the_sessions_of_a_workload_are_for_those_who_see_it() -> None:
    world = World()
    session = world.start()
    sessions = SessionList(world.workloads, world.sessions, world.log, world.settings)

    mine = sessions.of_workload(ANN, WORKLOAD, SessionsQuery())

    assert only(mine).session_id == session
    assert sessions.of_workload(BEN, WORKLOAD, SessionsQuery()).sessions == ()
    with pytest.raises(NotFound):
        sessions.of_workload(EVE, WORKLOAD, SessionsQuery())
