"""Whose turn it is."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.diagnosis_queue import Caps, DiagnosisQueue, Entry


def entries(*named: str) -> tuple[Entry, ...]:
    """`1a` is diagnosis 1 of project a."""
    return tuple(Entry(f"dgn_{each[0]}", each[1:]) for each in named)


def queue(under_way: str, waiting: str, account: int = 9, project: int = 9) -> DiagnosisQueue:
    return DiagnosisQueue(
        Caps(account, project), entries(*under_way.split()), entries(*waiting.split())
    )


def test_projects_take_turns_and_each_has_its_oldest_first() -> None:
    waits = queue("", "5b 1a 2a 4c 3a")

    assert list(waits.in_turn()) == list(entries("1a", "4c", "5b", "2a", "3a"))


def test_the_project_with_the_fewest_under_way_is_next() -> None:
    waits = queue("1a 2a 3b", "4a 5b 6c")

    assert list(waits.in_turn()) == list(entries("6c", "5b", "4a"))


def test_as_many_start_as_there_is_room_for() -> None:
    assert queue("1a", "2a 3b 4c", account=3).startable() == list(entries("3b", "4c"))
    assert queue("1a 2b", "3c", account=2).startable() == []


def test_a_project_at_its_cap_keeps_no_other_from_starting() -> None:
    assert queue("1a 2a", "3a 4b", project=2).startable() == list(entries("4b"))


def test_who_comes_may_start_at_once_unless_it_is_anothers_turn() -> None:
    (newcomer,) = entries("9a")

    assert queue("1a 2b", "").admits(newcomer)
    assert not queue("1a 2b", "", account=2).admits(newcomer)
    assert not queue("1a 2a", "", project=2).admits(newcomer)
    assert not queue("1b", "3a", account=2).admits(newcomer)
    assert queue("1b", "3b", account=3, project=1).admits(newcomer)


def test_places_are_counted_from_one() -> None:
    assert queue("1a", "2a 3b").places() == {"dgn_3": 1, "dgn_2": 2}


@given(
    st.lists(st.sampled_from("abcd"), max_size=30),
    st.lists(st.sampled_from("abcd"), max_size=8),
    st.integers(1, 9),
    st.integers(1, 4),
)
def test_everything_comes_to_its_turn_once_and_the_caps_hold(
    waiting: list[str], under_way: list[str], account: int, project: int
) -> None:
    waits = DiagnosisQueue(
        Caps(account, project),
        tuple(Entry(f"dgn_0{n}", each) for n, each in enumerate(under_way)),
        tuple(Entry(f"dgn_1{n:02}", each) for n, each in enumerate(waiting)),
    )

    started = waits.startable()

    assert Counter(waits.in_turn()) == Counter(waits.waiting)
    after = Counter([*under_way, *(entry.project for entry in started)])
    assert not started or after.total() <= account
    assert all(after[entry.project] <= project for entry in started)
    left = {entry.project for entry in waits.waiting} - {entry.project for entry in started}
    if len(under_way) + len(started) < account:
        assert all(after[each] >= project for each in left)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=30), st.integers(1, 4))
def test_no_project_starves_however_many_another_has_waiting(
    waiting: list[str], account: int
) -> None:
    """One ends whenever another starts: a project has its turn before any other has a second."""
    waits = DiagnosisQueue(
        Caps(account, account),
        waiting=tuple(Entry(f"dgn_{n:02}", each) for n, each in enumerate(waiting)),
    )

    first_round = [entry.project for entry in waits.in_turn()][: len(set(waiting))]

    assert set(first_round) == set(waiting)
