"""What `make load` sends follows from its size and seed."""

from __future__ import annotations

from collections import Counter

from tests.load.plan import SIZES, Drop, Plan, Size, Way, plan

SESSIONS_PER_HOUR = 20


def planned(size: Size = SIZES["full"], seed: int = 7) -> Plan:
    return plan(size, seed, SESSIONS_PER_HOUR)


def test_the_same_seed_gives_the_same_plan_and_another_seed_another_one() -> None:
    assert planned() == planned()
    assert planned() != planned(seed=8)


def test_the_full_size_is_what_the_name_says() -> None:
    full = planned()

    assert (len(full.chats), len(full.diagnoses), len(full.alarms)) == (200, 50, 500)
    assert {len(chat.questions) for chat in full.chats} == {3}
    assert {alarm.workload for alarm in full.alarms} == set(range(50))


def test_clients_drop_everywhere_repeat_themselves_and_do_not_wait() -> None:
    questions = [question for chat in planned().chats for question in chat.questions]

    assert {question.drop for question in questions} == {None, *Drop}
    assert {question.repeats for question in questions} == {True, False}
    assert {question.impatient for question in questions} == {True, False}


def test_the_last_message_of_a_chat_has_none_that_could_come_too_early() -> None:
    assert not any(chat.questions[-1].impatient for chat in planned().chats)


def test_some_alarms_come_twice_and_some_by_the_bus() -> None:
    ways = [alarm.ways for alarm in planned().alarms]

    assert {len(each) for each in ways} == {1, 2}
    assert {each[0] for each in ways} == set(Way)


def test_alarms_have_names_of_their_own_and_stand_with_their_workload() -> None:
    full = planned()

    names = [name for n in range(full.size.workloads) for name in full.alarms_of(n)]

    assert len(set(names)) == len(full.alarms)


def test_nobody_starts_more_sessions_than_an_hour_permits_even_if_each_is_tried_ten_times() -> None:
    a_person = Counter(chat.person for chat in planned().chats)

    assert 10 * max(a_person.values()) <= SESSIONS_PER_HOUR
    assert len(a_person) == planned().people


def test_a_burst_comes_all_at_once() -> None:
    burst = planned(SIZES["burst"])

    assert {diagnosis.at for diagnosis in burst.diagnoses} == {0.0}
    assert {alarm.at for alarm in burst.alarms} == {0.0}
    assert burst.size.clients == len(burst.chats)
