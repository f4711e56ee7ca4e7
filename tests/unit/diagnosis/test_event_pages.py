"""Pages of events: chosen by type, from either end, bounded by number and by bytes."""

import json
import random
from typing import Any

import pytest

from casebook.diagnosis.event_pages import page_of
from casebook.diagnosis.requests import EventsQuery
from casebook.domain.events.diagnosis import AgentFailed, DiagnosisResumed
from casebook.domain.events.event import Draft
from local.memory.clock import FakeClock
from local.memory.event_log import MemoryEventLog

CHOSEN = "agent-failed"


def a_log(dice: random.Random, length: int) -> MemoryEventLog:
    log = MemoryEventLog(FakeClock())
    for seq in range(length):
        words = '"é\n' * dice.randrange(400)
        failed = AgentFailed(agent="log-agent", round=1, error=words)
        payload = failed if dice.random() < 0.3 else DiagnosisResumed(by="ann")
        log.append("dgn_1", seq, [Draft("ann", payload)])
    return log


def pages(log: MemoryEventLog, most: int, **asked: Any) -> list[dict[str, Any]]:
    """Every page, one after the other."""
    place = "before" if asked.get("order") == "newest" else "after"
    found = []
    while True:
        query = EventsQuery.model_validate(asked)
        found.append(json.loads(page_of(log, "dgn_1", query, most)))
        if "next" not in found[-1]:
            return found
        asked[place] = found[-1]["next"]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("order", ["oldest", "newest"])
@pytest.mark.parametrize("types", [None, CHOSEN])
def test_pages_together_are_what_was_asked_for_each_once(
    seed: int, order: str, types: str | None
) -> None:
    dice = random.Random(seed)
    length = dice.randrange(450)
    log, limit = a_log(dice, length), dice.randrange(1, 60)

    found = pages(log, 4000, order=order, types=types, limit=limit)

    events = [event for page in found for event in page["events"]]
    wanted = [e.seq for e in log.read("dgn_1") if types in (None, e.type)]
    assert [e["seq"] for e in events] == (wanted if order == "oldest" else wanted[::-1])
    assert all(len(page["events"]) <= limit for page in found)
    assert (found[0] if order == "newest" else found[-1])["seq"] == length


@pytest.mark.parametrize("seed", range(10))
def test_a_page_is_never_larger_than_it_may_be_unless_it_is_one_event(seed: int) -> None:
    log = a_log(random.Random(seed), 200)

    for page in pages(log, 4000):
        sent = [
            len(json.dumps(json.dumps(event, separators=(",", ":"), ensure_ascii=False)))
            for event in page["events"]
        ]
        assert sum(sent) <= 4000 or len(sent) == 1
        assert sent


@pytest.mark.parametrize("seed", range(10))
def test_who_filters_misses_nothing_that_is_written_after_a_page(seed: int) -> None:
    dice = random.Random(seed)
    log = a_log(dice, 50)
    order = dice.choice(["oldest", "newest"])
    asked = {"types": CHOSEN, "order": order}
    known = pages(log, 10_000_000, **asked)[0]
    for seq in range(50, 60):
        failed = AgentFailed(agent="log-agent", round=1, error="later")
        log.append("dgn_1", seq, [Draft("ann", failed)])

    rest = pages(log, 10_000_000, types=CHOSEN, after=known["seq"])[0]

    numbers = {event["seq"] for page in (known, rest) for event in page["events"]}
    assert numbers == {e.seq for e in log.read("dgn_1") if e.type == CHOSEN}


def test_newest_first_stops_where_the_caller_knows_everything() -> None:
    log = a_log(random.Random(1), 20)

    (page,) = pages(log, 10_000_000, order="newest", after=15)

    assert [event["seq"] for event in page["events"]] == [20, 19, 18, 17, 16]


def test_a_stream_without_news_says_where_it_stands() -> None:
    log = a_log(random.Random(1), 20)

    for order in ("oldest", "newest"):
        assert pages(log, 9, order=order, after=20) == [{"events": [], "seq": 20}]
