from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.markdown import PART_CHARACTERS, sections

RUNBOOK = """\
Who to call: the payments team.

# Payments

## The provider is down

Switch to the second provider:

```sh
# a comment, no heading
payctl switch --to second
```

## Refunds ##

Wait.

Certificates
============

They last 90 days.
"""


def test_sections_carry_the_path_of_their_headings_and_where_they_begin() -> None:
    found = sections(RUNBOOK)

    assert [(each.heading, each.line) for each in found] == [
        ((), 1),
        (("Payments", "The provider is down"), 5),
        (("Payments", "Refunds"), 14),
        (("Certificates",), 18),
    ]
    assert "# a comment, no heading" in found[1].text
    assert found[3].text.strip() == "They last 90 days."


def test_a_heading_that_has_nothing_below_it_still_tells_something() -> None:
    found = sections("# Call Bob\n# Call Ann\n## At night\n## By day\nHer phone.")

    assert [each.heading for each in found] == [
        ("Call Bob",),
        ("Call Ann", "At night"),
        ("Call Ann", "By day"),
    ]


def test_a_hash_without_a_blank_or_within_a_fence_is_no_heading() -> None:
    text = "#channel\n~~~\n# not closed by the other fence\n```\n# nor here\n~~~\n# Heading"

    assert [each.heading for each in sections(text)] == [(), ("Heading",)]


def test_a_rule_between_paragraphs_and_a_table_are_no_headings() -> None:
    text = "first line\nsecond line\n---\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |"

    assert [each.heading for each in sections(text)] == [()]


def test_a_long_section_is_told_in_parts_that_keep_its_heading_and_lose_nothing() -> None:
    lines = [f"step {number}: look at it" for number in range(400)]
    found = sections("# Long\n" + "\n".join(lines))

    assert len(found) > 2
    assert {each.heading for each in found} == {("Long",)}
    assert [line for each in found for line in each.text.splitlines()] == lines
    assert found[1].line == len(found[0].text.splitlines()) + 1


def test_a_line_longer_than_a_part_is_cut_and_not_lost() -> None:
    found = sections("x" * (3 * PART_CHARACTERS))

    assert [len(each.text) for each in found] == [PART_CHARACTERS] * 3


@given(st.text(alphabet=st.sampled_from(list("#=-`~ \t\nab>|\u2028\0é")), max_size=300) | st.text())
def test_any_text_has_sections_that_are_short_enough_and_hold_its_words(text: str) -> None:
    found = sections(text)

    assert all(len(each.text) <= PART_CHARACTERS + 1 for each in found)
    told = "".join((*(t for each in found for t in each.heading), *(each.text for each in found)))
    assert {c for c in text if c.isalnum()} <= set(told)
