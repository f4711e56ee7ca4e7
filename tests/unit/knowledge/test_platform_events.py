"""What a platform's message is: every row by its own examples, and what the rows promise."""

import pytest

from casebook.knowledge.catalogue import OURS
from casebook.knowledge.platform_events import EventKind, is_all_clear, platform_event

EXAMPLES = [(row.name, example) for row in OURS.events.rows for example in row.examples]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_a_row_is_found_by_its_examples(name: str, example: str) -> None:
    event = platform_event(example)

    assert event is not None
    assert event.name == name


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_neither_case_nor_what_stands_around_a_message_changes_what_it_is(
    name: str, example: str
) -> None:
    for text in (example.upper(), f"aws.rds: {example} (us-east-1)"):
        event = platform_event(text)
        assert event is not None
        assert event.name == name


def test_a_message_that_no_row_knows_is_none() -> None:
    assert platform_event("campaign 'Picnic season' sent to 612,000 subscribers") is None
    assert platform_event("") is None


def test_only_a_cause_has_a_category() -> None:
    causes = {EventKind.EXHAUSTION, EventKind.DEFECT, EventKind.FAULT}

    assert all((row.category is not None) == (row.kind in causes) for row in OURS.events.rows)


def test_an_all_clear_is_no_trouble() -> None:
    assert is_all_clear("DB instance orders-prod is available.")
    assert not is_all_clear("DB instance orders-prod ran out of storage space.")
