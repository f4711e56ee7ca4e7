import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.front_matter import FrontMatter, NotRead, front_matter

SKILL = """\
---
name: drain-a-node
description: >
  Use when a node of the cluster
  is short of disk.
license: Apache-2.0
metadata:
  owner: platform
---
# Drain it
"""


def test_a_skill_says_what_it_is_called_and_when_it_is_of_use() -> None:
    assert front_matter(SKILL) == FrontMatter(
        "drain-a-node", "Use when a node of the cluster is short of disk.", 9
    )


def test_a_page_of_a_wiki_has_a_title_and_tags() -> None:
    page = "---\ntitle: Refunds\ntags: [ledger, double booking]\n...\nWait."

    assert front_matter(page) == FrontMatter("Refunds", "ledger double booking", 4)


@pytest.mark.parametrize(
    "text",
    [
        "# Payments\n\n---\nname: no front matter, for it does not stand first\n---\n",
        "---\nname: a rule across the page, which nothing ends",
        "--- name: x ---\n",
        "",
    ],
)
def test_what_is_no_front_matter_says_nothing(text: str) -> None:
    assert front_matter(text) == FrontMatter()


def test_fields_that_are_no_texts_say_nothing() -> None:
    assert front_matter("---\nname: 7\ndescription: {a: b}\n---\n") == FrontMatter(lines=4)
    assert front_matter("---\n---\nWait.") == FrontMatter(lines=2)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("name: a\ndescription: [b", "line 3: "),
        ("name: a: b", "line 2: mapping values are not allowed here"),
        ("- a\n- b", "line 2: write `name: …`"),
        ("when: 2026-99-99", "this is no YAML: "),
        ("a: !!python/object:os.system x", "line 2: could not determine a constructor"),
        ("[" * 3_000, "this is no YAML: "),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(fields: str, why: str) -> None:
    with pytest.raises(NotRead, match="^" + why.replace("!", r"\!")):
        front_matter(f"---\n{fields}\n---\n")


@given(st.text(alphabet=st.sampled_from("ab:-\n\t #&*!|>[]{}'\"%@`"), max_size=60), st.text())
def test_any_document_is_read_or_refused(fields: str, body: str) -> None:
    try:
        said = front_matter(f"---\n{fields}\n---\n{body}")
    except NotRead:
        return
    assert said.lines >= 2
