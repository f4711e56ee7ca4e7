"""What `make load` prints is the document that programs get, at 80 columns."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta

from rich.console import Console

from cli.events import Event
from tests.load.counts import Asked
from tests.load.machine import Utilisation
from tests.load.plan import SIZES, plan
from tests.load.report import document, percentiles, show
from tests.load.running import Run
from tests.load.stored import Heard, Stored
from tests.load.verifying import Fault, Kind
from tests.load.witness import Fired, Refusal, Said, Witness

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
LOST = Fault(Kind.LOST, "the alarm load-errors-007")


def event(stream: str, seq: int, type_: str, after: float = 0.0) -> Event:
    return Event(stream, seq, type_, AT + timedelta(seconds=after), "casebook", None, {})


def ran(machine: Utilisation) -> Run:
    witness = Witness(
        said=[Said("ses_1", "c1", "q1", 0.4, 2.0), Said("ses_1", "c2", "q2", 0.6, 4.0)],
        refusals=[Refusal("a message too early", 409, True, 2.0, served=True)],
        fired=[Fired("first", AT)],
        by_hand={"dgn_2": 6.5},
    )
    stored = Stored(
        streams={
            "ses_1": (event("ses_1", 1, "message-complete"), event("ses_1", 2, "message-failed")),
            "dgn_1": (event("dgn_1", 1, "diagnosis-concluded", after=12.0),),
        },
        diagnoses={"dgn_1": {"status": "concluded"}, "dgn_2": {"status": "failed"}},
        heard=(Heard("first", "started", "wkl_1", "dgn_1"),),
    )
    asked = Asked(12, 16, 8, 30)
    size = SIZES["burst"]
    return Run(plan(size, 7, 20), witness, stored, 60.0, machine, asked, asked, 600, 0.25)


BUSY = Utilisation(2, 0.97, 0.5, 1.2, 0.1, 40)


def test_the_document_counts_what_ended_and_how_long_it_took() -> None:
    told = document(ran(BUSY), [])

    assert told["messages"] == {"sent": 2, "answered": 1, "failed": 1}
    assert told["diagnoses"] == {"opened": 2, "concluded": 1, "failed": 1}
    assert told["alarms"] == {"fired": 1, "started": 1}
    assert told["fromAlarmToConclusion"]["p50"] == 12.0
    assert told["untilConcludedByHand"]["p99"] == 6.5
    assert told["throughput"] == {"turnsASecond": 0.02, "diagnosesAMinute": 1.0}
    assert json.loads(json.dumps(told)) == told


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentiles(range(1, 101)) == {"p50": 50, "p90": 90, "p99": 99}
    assert percentiles([3.0]) == {"p50": 3.0, "p90": 3.0, "p99": 3.0}
    assert percentiles([]) == {}


def test_what_is_printed_fits_80_columns_and_names_each_broken_promise() -> None:
    out = io.StringIO()

    show(document(ran(BUSY), [LOST]), Console(file=out, width=80))

    assert max(map(len, out.getvalue().splitlines())) <= 80
    assert "lost: the alarm load-errors-007" in out.getvalue()
    assert "1 served later" in out.getvalue()


def test_without_a_fault_it_says_so() -> None:
    out = io.StringIO()

    show(document(ran(BUSY), []), Console(file=out, width=80))

    assert "Nothing lost, doubled, out of order or stuck." in out.getvalue()


def test_what_was_saturated_is_told_by_what_was_measured() -> None:
    assert "most of them by the functions" in BUSY.first
    assert "the emulator" in BUSY._replace(emulator=0.95).first
    assert "other programs" in BUSY._replace(functions=0.1, emulator=0.2).first
    assert "nothing" in BUSY._replace(busy=0.4).first
