from hypothesis import given
from hypothesis import strategies as st

from casebook.citing.claims import is_counted_in
from casebook.tools.preview import preview, without_note

LINES = "".join(f"line {number} of many\n" for number in range(1000))


def test_a_short_text_is_read_whole() -> None:
    assert preview("short", 5) == "short"


def test_of_a_long_one_the_head_the_tail_and_how_to_read_the_rest_are_shown() -> None:
    shown = preview(LINES, 1000)

    head, note = shown.split("\n… ")
    assert 900 < len(shown) <= 1000
    assert LINES.startswith(head)
    assert LINES.endswith(note.split(" …\n")[1])
    assert f"read_evidence reads on at offset {len(head)}" in note


def test_it_is_cut_between_lines_since_half_a_number_is_another_number() -> None:
    for line in without_note(preview(LINES, 1000)).splitlines():
        assert not line or line in LINES.splitlines()


def test_what_the_note_counts_proves_no_claim() -> None:
    shown = preview("a" * 9_123, 1000)

    assert "8" in shown
    left_out = next(word for word in shown.split() if word.isdigit())
    assert not is_counted_in(left_out, [shown])
    assert is_counted_in("31", ["31 errors"])


@given(st.text(), st.integers(200, 400))
def test_it_never_is_longer_than_the_limit_and_says_how_much_it_leaves_out(
    text: str, limit: int
) -> None:
    text *= 7
    shown = preview(text, limit)

    assert len(shown) <= max(limit, 0)
    if shown != text:
        head, rest = shown.split("\n… ", 1)
        left_out = int(rest.split(" ")[0])
        tail = rest.split(" …\n", 1)[1]
        assert text == head + text[len(head) : len(head) + left_out] + tail
