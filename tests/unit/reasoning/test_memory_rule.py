"""Whether a function's memory ran out, by its reports and its errors."""

import pytest

from casebook.domain.finding import FindingKind
from casebook.reasoning.rules import poison
from casebook.reasoning.rules.memory import memory_full
from tests.unit.agents.builders import Incident, error_line, found_by
from tests.unit.analysis.test_memory_reports import in_text

EXITED = "RequestId: 3f Error: Runtime exited without providing a reason"
REFUSED = error_line("payments answered 503 for POST /charge")


def incident(before: int, now: int, error: str | None = None) -> Incident:
    it = Incident().log("checkout-fn", in_text(512, before), *range(-3000, -120, 60))
    it.log("checkout-fn", in_text(512, now), *range(-90, 0, 5))
    return it.log("checkout-fn", error, *range(-85, 0, 5)) if error else it


@pytest.mark.parametrize(
    ("before", "now", "error", "kind"),
    [
        (200, 512, EXITED, FindingKind.CAUSE),
        (200, 512, REFUSED, FindingKind.SYMPTOM),
        (200, 512, None, FindingKind.SYMPTOM),
        (505, 512, EXITED, None),
        (200, 400, EXITED, None),
    ],
)
def test_only_memory_that_filled_up_as_errors_began_is_a_cause(
    before: int, now: int, error: str | None, kind: FindingKind | None
) -> None:
    found = found_by(memory_full, incident(before, now, error))

    assert [each.kind for each in found] == ([kind] if kind else [])
    assert all("512 of 512 MB" in each.claim for each in found)


def test_without_reports_of_before_nothing_is_said() -> None:
    it = Incident().log("checkout-fn", in_text(512, 512), *range(-90, 0, 5))

    assert found_by(memory_full, it.log("checkout-fn", EXITED, *range(-85, 0, 5))) == []


def test_reports_that_are_alike_are_not_one_message_that_comes_again() -> None:
    timed_out = in_text(512, 512).replace("10.1 ms", "30000.00 ms") + "\tStatus: timeout"
    it = Incident()
    it.log("fulfilment-fn", timed_out, *range(-85, 0, 5))

    assert found_by(poison.poison_message, it) == []
