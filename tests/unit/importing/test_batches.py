"""A file becomes a batch; a batch goes as it came."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from casebook.chat.messages import HistoryQuery
from casebook.domain.session import Session
from casebook.errors import InvalidRequest, NotFound
from casebook.importing.batches import Names, Outcome, SessionImport
from tests.fakes.imports import MemoryImportStore
from tests.fakes.source_file import message, session, write
from tests.unit.chat.world import ANN, WORKLOAD, World

NAMES = Names({"shop": WORKLOAD})


class Old(World):
    """The chat's world, and a file to import into it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.file = folder / "old.db"
        self.store = MemoryImportStore(self.log, self.sessions)
        self.importing = SessionImport(self.workloads, self.store)

    def run(self, batch: str = "b1", *, names: Names = NAMES, dry_run: bool = False) -> Outcome:
        return self.importing.run(
            self.file, batch, names, dry_run=dry_run, progress=lambda done, total: None
        )

    def roll_back(self, batch: str = "b1", *, dry_run: bool = False) -> int:
        return self.importing.roll_back(batch, dry_run=dry_run, progress=lambda done, total: None)


@pytest.fixture
def old(tmp_path: Path) -> Old:
    return Old(tmp_path)


def test_an_imported_session_is_read_like_any_other(old: Old) -> None:
    write(old.file, [session()], [message(), message("m2", role="assistant", content="because")])

    outcome = old.run()

    (imported,) = old.store.sessions("b1")
    history = old.chat.history(ANN, WORKLOAD, HistoryQuery(session_id=imported))
    assert (outcome.imported, outcome.messages, outcome.problems) == (1, 2, [])
    assert history.status == "ended"
    assert [each.text for each in history.messages] == ["why?", "because"]


def test_a_session_with_a_bad_row_leaves_nothing_and_the_others_are_imported(old: Old) -> None:
    write(
        old.file,
        [session("good"), session("bad"), session("elsewhere", workload="bank")],
        [message("m1", "good"), message("m2", "bad"), message("m3", "bad", role="robot")],
    )

    outcome = old.run()

    assert (outcome.imported, outcome.skipped) == (1, 2)
    assert [(p.table, p.row, p.session) for p in outcome.problems] == [
        ("messages", "m3", "bad"),
        ("sessions", "elsewhere", "elsewhere"),
    ]
    assert "--workload" in outcome.problems[1].reason
    assert len(old.store.sessions("b1")) == 1


def test_a_file_that_has_grown_adds_what_is_new_to_its_batch(old: Old) -> None:
    write(old.file, [session("s1")], [message()])
    old.run()
    write(old.file, [session("s1"), session("s2")], [message()])

    outcome = old.run()

    assert (outcome.imported, outcome.already) == (1, 1)


def test_a_session_that_has_changed_since_is_left_alone_and_named(old: Old) -> None:
    write(old.file, [session()], [message()])
    old.run()
    write(old.file, [session()], [message(content="something else")])

    outcome = old.run()

    assert (outcome.imported, outcome.already, outcome.skipped) == (0, 0, 1)
    assert "changed since" in outcome.problems[0].reason


def test_users_go_by_their_name_here(old: Old) -> None:
    write(old.file, [session(user="ann@example.com")], [message()])

    old.run(names=Names({"shop": WORKLOAD}, {"ann@example.com": "ann"}))

    header = old.sessions.header(old.store.sessions("b1")[0])
    assert header is not None
    assert header.user == "ann"


def test_an_unknown_workload_is_refused_before_anything_is_read(old: Old) -> None:
    with pytest.raises(InvalidRequest, match="wkl_none"):
        old.run(names=Names({"shop": "wkl_none"}))


def test_a_dry_run_tells_and_does_nothing(old: Old) -> None:
    write(old.file, [session()], [message()])

    assert old.run(dry_run=True).imported == 1
    assert old.store.sessions("b1") == []
    old.run()
    assert old.roll_back(dry_run=True) == 1
    assert len(old.store.sessions("b1")) == 1


def test_rolling_back_what_is_not_there_says_so(old: Old) -> None:
    with pytest.raises(NotFound, match="b1"):
        old.roll_back()


IDS = some.sampled_from(["s1", "s2", 3, None, "ü"])
TIMES = some.sampled_from([1709287200, 1709287200500, "2024-03-01T10:00:00", "2024-03-01", "?"])
SESSIONS = some.builds(session, IDS, some.sampled_from(["shop", "bank"]), created_at=TIMES)
MESSAGES = some.builds(
    message,
    some.one_of(some.integers(-9, 9), some.text(max_size=3)),
    IDS,
    some.sampled_from(["user", "user", "assistant", "agent", "system", "robot"]),
    some.one_of(some.text(), some.binary(max_size=2)),
    TIMES,
)


@given(some.lists(SESSIONS, max_size=4), some.lists(MESSAGES, max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_file_holds_sessions_come_whole_once_and_go_again(
    tmp_path: Path, sessions: list[tuple[object, ...]], messages: list[tuple[object, ...]]
) -> None:
    old = Old(tmp_path)
    write(old.file, sessions, messages)

    outcome = old.run()
    again = old.run()

    kept = old.store.sessions("b1")
    assert outcome.imported == len(kept)
    assert outcome.imported + outcome.skipped == len({str(row[0]) for row in sessions})
    assert (again.imported, again.already) == (0, outcome.imported)
    folded = [Session.fold(each, old.log.read(each)) for each in kept]
    assert sum(len(each.messages) for each in folded) <= outcome.messages
    assert all(each.status == "ended" for each in folded)
    if kept:
        assert old.roll_back() == len(kept)
    assert all(old.log.read(each) == [] and old.sessions.header(each) is None for each in kept)
