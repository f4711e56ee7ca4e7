import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.harmless import harmless


@pytest.mark.parametrize(
    ("acting", "shown"),
    [
        ("\x1b]8;;https://e.example\x07click\x1b]8;;\x07", r"\x1b]8;;https://e.example\x07click\x1b]8;;\x07"),
        ("\x1b]52;c;cm0=\x07", r"\x1b]52;c;cm0=\x07"),
        ("a\x08\x08b\x00\x7f", r"a\x08\x08b\x00\x7f"),
        ("\x9b2J\x85", r"\x9b2J\x85"),
        ("50%\rdone", r"50%\x0ddone"),
        ("\u202egnp.exe\u2066", r"\u202egnp.exe\u2066"),
        ("pass\u200bword\u00ad\ufeff", r"pass\u200bword\xad\ufeff"),
        ("a\u200db", r"a\u200db"),
        ("a\u2028b", r"a\u2028b"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud83d!", r"\ud83d!"),
    ],
)  # fmt: skip
def test_what_acts_is_spelled_out(acting: str, shown: str) -> None:
    assert harmless(acting) == shown


@pytest.mark.parametrize(
    "text",
    [
        "one\ttwo\nthree", "naïve – „Größe“ 日本語", "👩\u200d🚒 ❤\ufe0f 🇩🇪", "\u06cc\u200c\u062e",
        "<password-1> \\x1b is four letters", "a\u00a0b",
    ],
)  # fmt: skip
def test_what_is_seen_stays(text: str) -> None:
    assert harmless(text) == text


def test_a_line_ends_as_others_do() -> None:
    assert harmless("one\r\ntwo\r\n") == "one\ntwo\n"


@given(st.text(st.characters(), max_size=40))
def test_it_is_harmless_once_and_for_all(text: str) -> None:
    once = harmless(text)

    assert harmless(once) == once
    assert all(c.isprintable() or c in "\n\t\u200c\u200d" or ord(c) > 0x9F for c in once)
