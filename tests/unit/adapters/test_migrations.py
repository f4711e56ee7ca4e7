"""A migration is a pure step over one item, and its way back."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casebook.adapters.dynamodb.migrations import MIGRATIONS
from casebook.adapters.dynamodb.migrations.migration import Migration, moved
from casebook.adapters.dynamodb.table import VERSION, Item


class CountsAreNumbers:
    """Concerns items that count something, and no others."""

    number = VERSION + 1
    sentence = "counts are numbers"

    def up(self, item: Item) -> Item | None:
        return item | {"count": int(item["count"])} if "count" in item else None

    def down(self, item: Item) -> Item | None:
        return item | {"count": str(item["count"])} if "count" in item else None


STEPS: tuple[Migration, ...] = (*MIGRATIONS, CountsAreNumbers())
LAST = CountsAreNumbers.number
VALUES = some.one_of(some.text(max_size=5), some.integers(), some.booleans())
ITEMS = some.dictionaries(some.text("abcxyz", min_size=1, max_size=3), VALUES, max_size=4).map(
    lambda item: item | {"pk": "a", "sk": "b"}
)


def test_migrations_are_numbered_in_order_and_the_code_writes_the_last_shape() -> None:
    assert [each.number for each in MIGRATIONS] == list(range(1, VERSION + 1))


@given(ITEMS)
def test_going_up_and_down_again_gives_the_item_as_it_was(item: Item) -> None:
    raised = moved(item, 1, STEPS)

    assert raised == item | {"v": 1}
    assert moved(raised, 0, STEPS) == item


def test_steps_are_taken_in_order_and_undone_in_reverse() -> None:
    old: Item = {"pk": "a", "sk": "b", "count": "7"}
    new: Item = {"pk": "a", "sk": "b", "count": 7, "v": LAST}

    assert moved(old, LAST, STEPS) == new
    assert moved(new, 0, STEPS) == old
    assert moved(new, 1, STEPS) == old | {"v": 1}


def test_an_item_that_a_step_does_not_concern_stays_but_never_above_the_wanted_version() -> None:
    assert moved({"pk": "a", "sk": "b", "v": 1}, LAST, STEPS) is None
    assert moved({"pk": "a", "sk": "b", "v": LAST}, 1, STEPS) == {"pk": "a", "sk": "b", "v": 1}


def test_a_diagnosis_that_has_no_place_in_its_projects_list_gets_one_and_loses_it_again() -> None:
    running: Item = {
        "pk": "STREAM#dgn_1",
        "sk": "HEAD",
        "gsi1pk": "DIAGNOSES#wkl_1",
        "gsi1sk": "dgn_1",
        "project": "shop",
        "v": 2,
    }
    ended = running | {"ended_at": "2026-11-21T19:00:00.000Z"}
    session = running | {"pk": "STREAM#ses_1"}

    for header, partition in ((running, "DIAGNOSES#shop#OPEN"), (ended, "DIAGNOSES#shop#ENDED")):
        raised = moved(header, 3, MIGRATIONS)
        assert raised == header | {"gsi2pk": partition, "gsi2sk": "dgn_1", "v": 3}
        assert moved(raised, 2, MIGRATIONS) == header
    assert moved(session, 3, MIGRATIONS) is None


@given(ITEMS, some.sampled_from(range(LAST + 1)))
def test_moving_twice_is_moving_once(item: Item, to: int) -> None:
    item.pop("count", None)
    once = moved(item, to, STEPS)

    assert moved(item if once is None else once, to, STEPS) is None


USERS = some.text(min_size=1, max_size=9)
ENDED = USERS.map(
    lambda user: {"pk": "STREAM#ses_1", "sk": "HEAD", "user": user, "ended": True, "v": 1}
)
OPEN = USERS.map(lambda user: {"pk": f"PERSON#{user}#wkl_1", "sk": "ses_1", "v": 1})


@given(some.one_of(ENDED, OPEN))
def test_sessions_of_before_are_listed_under_their_user_and_can_be_rolled_back(item: Item) -> None:
    user = item.get("user") or str(item["pk"]).removeprefix("PERSON#").removesuffix("#wkl_1")

    raised = moved(item, 2, STEPS)

    assert raised is not None
    assert (raised["gsi1pk"], raised["gsi1sk"]) == (f"SESSIONS#{user}", "ses_1")
    assert raised.get("workload", "wkl_1") == "wkl_1"
    assert moved(raised, 1, STEPS) == item


@pytest.mark.parametrize(
    "item",
    [
        {"pk": "STREAM#ses_1", "sk": "HEAD", "user": "ann", "ended": False},
        {"pk": "STREAM#dgn_1", "sk": "HEAD", "status": "concluded", "gsi1pk": "DIAGNOSES#wkl_1"},
        {"pk": "STREAM#ses_1", "sk": "EVENT#0000000001"},
    ],
)
def test_what_is_listed_otherwise_stays_where_it_is(item: Item) -> None:
    assert moved(item | {"v": 1}, 2, STEPS) is None


def test_no_function_loads_what_only_the_command_line_needs() -> None:
    code = (
        "import sys, casebook.wiring, casebook.adapters.dynamodb.sessions, casebook.chat.sessions\n"
        "print([m for m in sys.modules if '.migrations' in m or '.importing' in m])"
    )
    core = Path(__file__).parents[3] / "layers" / "core" / "python"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=core, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
