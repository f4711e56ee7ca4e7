import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.chat.showing import AnswerFilter

LEAK = "See ![status](https://elsewhere.example/?q=secret) and ![by name][ref]."
SECRET = "".join(random.Random(7).choices(string.ascii_letters + string.digits, k=16)) + "7"


def shown(text: str, size: int) -> str:
    passing = AnswerFilter()
    pieces = [passing.passed(text[n : n + size]) for n in range(0, len(text), size)]
    return "".join(pieces) + passing.rest()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_no_image_is_left_however_the_text_comes(size: int) -> None:
    assert shown(LEAK, size) == (
        "See ! [status](https://elsewhere.example/?q=secret) and ! [by name][ref]."
    )


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize(
    "said",
    [
        f"It uses password={SECRET} now.",
        f"The password is {SECRET}.",
        f"- `password: {SECRET}`\n- and {SECRET} again",
        f'{{"password": "{SECRET}"}}',
        f"pass\u200bword={SECRET}",
        f"https://app:{SECRET}@db.example/",
    ],
)
def test_no_secret_is_left_however_the_text_comes(said: str, size: int) -> None:
    assert SECRET not in shown(said, size)


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_nothing_in_it_acts_and_what_scripts_and_emoji_need_stays(size: int) -> None:
    said = "a\x1b[2J b\u202e 👩\u200d🚒 \u0645\u06cc\u200c\u062e\r\nend"

    assert shown(said, size) == "a\\x1b[2J b\\u202e 👩\u200d🚒 \u0645\u06cc\u200c\u062e\nend"


def test_a_word_is_shown_when_it_is_whole_and_a_text_without_spaces_all_the_same() -> None:
    passing = AnswerFilter()

    assert [passing.passed(piece) for piece in ("No", "! Y", "es ")] == ["", "No! ", "Yes "]
    assert passing.passed("\u4e2d" * 150)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.integers(1, 9))
def test_what_is_shown_is_the_same_however_it_comes(text: str, size: int) -> None:
    assert shown(text, size) == shown(text, 1)
