"""What Kubernetes' reasons are: every row by its own examples, and what the rows promise."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.error_lines import is_error
from casebook.analysis.log_entry import read_entry
from casebook.knowledge.catalogue import OURS
from casebook.knowledge.kubernetes import Reason, ReasonKind, reason_of
from tests.evals.kubernetes import layouts
from tests.evals.kubernetes.layouts import Event

ROWS = [(row, example) for row in OURS.reasons.rows for example in row.examples]
EXAMPLES = [pytest.param(row, example, id=f"{row.name}: {example}") for row, example in ROWS]
LAYOUTS = (
    layouts.core, layouts.series, layouts.recurring, layouts.routed, layouts.collected,
    layouts.exported, layouts.attributed, layouts.table, layouts.aged,
)  # fmt: skip


def divided(row: Reason, example: str) -> tuple[str, str]:
    """The reason and the message of an example; a journal's line has no reason."""
    reason, _, message = example.partition(": ")
    return (reason, message) if row.reasons else ("", example)


@pytest.mark.parametrize(("row", "example"), EXAMPLES)
def test_a_row_is_found_by_its_examples(row: Reason, example: str) -> None:
    assert reason_of(*divided(row, example)) is row


@pytest.mark.parametrize(("row", "example"), [p for p in EXAMPLES if p.values[0].reasons])
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_an_event_is_the_same_in_every_layout(layout, row: Reason, example: str) -> None:  # type: ignore[no-untyped-def]
    reason, message = divided(row, example)
    event = Event("Warning", reason, "Pod", "cart-5d8f7c9b6-x2k4p", "shop", message or "said", 3,
                  -60, -10, "kubelet")  # fmt: skip

    line = layout(event)

    found = read_entry(line).event
    assert found is not None
    assert (found.reason, found.message) == (reason, event.message.strip())
    assert found.about is not None
    assert found.about.name == "cart-5d8f7c9b6-x2k4p"
    failed = row.kind not in (ReasonKind.ROUTINE, ReasonKind.STOPPED, ReasonKind.GROWN)
    assert not message or is_error(line) == failed


def test_a_reason_that_no_row_knows_is_none() -> None:
    assert reason_of("TeapotBrewed", "tea is ready") is None
    assert reason_of("", "SyncLoop (PLEG)") is None


def test_a_row_does_not_depend_on_the_case_of_the_message() -> None:
    for row, example in ROWS:
        reason, message = divided(row, example)
        assert reason_of(reason, message.upper()) is row


@given(
    st.dictionaries(
        st.sampled_from(["reason", "message", "type", "involvedObject", "status", "kubernetes",
                         "event", "count", "series", "systemd_unit", "k8s.event.reason", "log"]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20),
                     lambda inner: st.lists(inner, max_size=3)
                     | st.dictionaries(st.sampled_from(["name", "kind", "containerStatuses",
                                                        "conditions", "state", "terminated"]),
                                       inner, max_size=3), max_leaves=8),
    )
)  # fmt: skip
def test_no_line_whatever_it_holds_is_too_odd_to_be_read(entry: dict[str, object]) -> None:
    read_entry(json.dumps(entry))
    is_error(json.dumps(entry))
