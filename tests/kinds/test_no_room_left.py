"""What a process may have open, and the room that a scheduler has, run out by what was changed: a
limit that was lowered, or more that is asked for. More room for who runs is harmless otherwise.
"""

import pytest

from tests.evals import aws
from tests.kinds.incidents import Situation, blamed, situation

SEEDS = range(4)
_NO_FILES = "accept tcp [::]:8080: accept4: too many open files"
_NO_ROOM = "was unable to place a task because no container instance met all of its requirements"


def _fails(seed: int, about: str, text: str) -> tuple[Situation, str, float]:
    of = situation(seed, f"{about} {text[:9]}")
    rate, since = of.dice.randint(60, 150), of.minutes_ago(8, 30)
    name = of.name("svc")
    of.it.has(aws.function(name, of.style(), rate))
    of.business(name)
    of.it.says(name, text, 9, since, level="ERROR")
    of.it.moves(since, f"{name} Errors {rate / 2}")
    of.it.alarm(of.name("a"), name, "Errors", rate / 4, 3)
    return of, name, since


@pytest.mark.parametrize(
    ("text", "diff"),
    [
        (_NO_FILES, {"ulimits.nofile.softLimit": (65536, 1024)}),
        (_NO_ROOM, {"memory": (1024, 8192)}),
        (_NO_ROOM, {"desiredCount": (4, 30)}),
    ],
)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_change_that_took_the_room_is_found(
    seed: int, text: str, diff: dict[str, tuple[int, int]]
) -> None:
    of, name, since = _fails(seed, f"took {min(diff)}", text)
    of.it.change(since - 40, f"configuration {name} ops | resized", _as_text(diff))

    report = of.diagnosed()

    assert blamed(report) == name
    assert report.root_cause
    assert report.root_cause.category == "configuration"
    assert report.change


@pytest.mark.parametrize("seed", SEEDS)
def test_more_memory_takes_no_files(seed: int) -> None:
    of, name, since = _fails(seed, "innocent", _NO_FILES)
    of.it.change(since - 40, f"configuration {name} ops | resized", "memory: 1024 -> 8192")

    report = of.diagnosed()

    assert report.change is None
    assert report.root_cause is None or report.root_cause.category == "resource-exhaustion"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_room_without_a_change_is_nobody_s_doing(seed: int) -> None:
    of, name, _ = _fails(seed, "by itself", _NO_ROOM)

    report = of.diagnosed()

    assert report.root_cause
    assert (report.root_cause.resource, report.root_cause.category) == (name, "resource-exhaustion")
    assert any("no room" in step.text for step in report.remediation)


def _as_text(diff: dict[str, tuple[int, int]]) -> str:
    return "\n".join(f"{path}: {before} -> {after}" for path, (before, after) in diff.items())
