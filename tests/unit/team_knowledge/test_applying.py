"""Work that knows what its team knows: which version, for how long, and in every thread."""

import ast
from pathlib import Path

import pytest

import casebook
from casebook.domain.team_knowledge import TeamDocument
from casebook.knowledge.signs import team_sign_in
from casebook.team_knowledge.applying import TeamKnowledge
from casebook.threads import pool
from casebook.tools.time_left import TimeLeft
from local.memory.clock import FakeClock
from local.memory.team_knowledge import MemoryTeamDocumentStore
from tests.unit.team_knowledge.documents import TEXT

LINE = "PartnerError: the daily partner allowance is used up"
ROOT = Path(casebook.__file__).parent


class World:
    def __init__(self, *documents: str) -> None:
        self.clock = FakeClock()
        self.store = MemoryTeamDocumentStore()
        self.knowledge = TeamKnowledge(self.store, self.clock)
        for document in documents:
            self.write(document)

    def write(self, document: str) -> None:
        version = self.store.newest("shop") + 1
        self.store.add(TeamDocument(project="shop", version=version, document=document))


def test_what_begins_half_a_minute_after_a_change_knows_it() -> None:
    world = World()
    assert world.knowledge.in_force("shop").version == 0

    world.write(TEXT)
    world.clock.move(seconds=30)

    assert world.knowledge.in_force("shop").version == 1
    with world.knowledge.knowing_newest("shop"):
        assert team_sign_in(LINE) == "partner-allowance"
    assert team_sign_in(LINE) is None


def test_other_projects_know_nothing_of_it() -> None:
    world = World(TEXT)

    with world.knowledge.knowing_newest("bank"):
        assert team_sign_in(LINE) is None


def test_work_that_has_begun_keeps_its_version() -> None:
    world = World(TEXT, "")

    with world.knowledge.knowing("shop", 1):
        assert team_sign_in(LINE) == "partner-allowance"
    with world.knowledge.knowing("shop", 2):
        assert team_sign_in(LINE) is None


def test_a_version_is_read_once_and_a_project_without_one_costs_one_read_in_half_a_minute() -> None:
    world = World(TEXT)
    before = world.store.reads

    for _ in range(5):
        with world.knowledge.knowing_newest("shop"), world.knowledge.knowing("shop", 1):
            pass
        with world.knowledge.knowing_newest("bank"):
            pass

    assert world.store.reads - before == 3


def test_a_document_that_this_casebook_cannot_read_is_left_out_and_told() -> None:
    world = World("[[sign]]\nname = 'of-another-time'\ncolour = 'red'\n")

    in_force = world.knowledge.in_force("shop")

    assert in_force.version == 0
    assert "(version 1) cannot be read by this version" in in_force.gap
    with world.knowledge.knowing("shop", 1), world.knowledge.knowing("shop", 7):
        assert team_sign_in(LINE) is None


def test_threads_know_what_the_work_knows_that_started_them() -> None:
    world = World(TEXT)

    with world.knowledge.knowing_newest("shop"):
        with pool(2) as workers:
            mapped = list(workers.map(team_sign_in, [LINE] * 3))
            submitted = workers.submit(team_sign_in, LINE).result()
        asked = TimeLeft(5).ask(lambda: team_sign_in(LINE))
    with pool(1) as workers:
        outside = workers.submit(team_sign_in, LINE).result()

    assert {*mapped, submitted, asked} == {"partner-allowance"}
    assert outside is None


@pytest.mark.parametrize("name", ["ThreadPoolExecutor", "Thread"])
def test_no_thread_is_started_without_its_context(name: str) -> None:
    starting = [
        file.relative_to(ROOT).as_posix()
        for file in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr == name)
        or (isinstance(node, ast.alias) and node.name == name)
    ]

    assert set(starting) <= {"threads.py"}
