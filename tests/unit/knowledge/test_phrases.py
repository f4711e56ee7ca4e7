"""The language of phrases: what is the same, where one begins and ends, and what it costs."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casebook.knowledge.phrases import LONGEST_PHRASE, Phrases, codes_of, parsed

# No articles, no numbers, nothing that a word of the text before could end with.
NAMES = some.sampled_from(["expired", "token", "quota", "reached", "disk", "node", "replaced"])
PHRASES = some.lists(NAMES, min_size=2, max_size=4)
TEXTS = some.text(max_size=400)


def holds(phrase: str, text: str) -> bool:
    return any(Phrases([(phrase, True)]).matches(text))


def has_status(status: str, text: str) -> bool:
    return any(Phrases([], [(status, True)]).matches(text))


@given(PHRASES)
def test_however_software_joins_and_spells_words_they_are_the_same(words: list[str]) -> None:
    phrase = " ".join(words)
    spelled = [
        phrase.upper(),
        "_".join(words),
        "-".join(words).upper(),
        ".".join(words),
        "".join(word.capitalize() for word in words) + "Exception",
        " ".join(f"{word}s" for word in words),
    ]

    assert all(holds(phrase, f"[x] {text}: 7") for text in spelled)
    assert all(holds(text.replace("Exception", ""), phrase) for text in spelled)


@given(PHRASES, some.sampled_from(["is", "was the", "has been", "are an"]))
def test_articles_and_forms_of_be_and_have_need_not_be_written(
    words: list[str], filler: str
) -> None:
    assert holds(" ".join(words), f" {filler} ".join(words))
    assert holds(f" {filler} ".join(words), " ".join(words))


@given(PHRASES, some.sampled_from(["x", "ation"]))
def test_a_phrase_begins_and_ends_with_a_word(words: list[str], more: str) -> None:
    phrase = " ".join(words)

    assert not holds(phrase, f"{phrase}{more}")
    assert not holds(phrase, f"{more}{phrase}")
    assert holds(f"{phrase}*", f"{phrase}{more}")


@given(PHRASES, some.integers(0, 20))
def test_a_star_stands_for_up_to_ten_words_of_one_line(words: list[str], between: int) -> None:
    phrase = " ".join(words)
    starred = f"{phrase} * ended"

    assert holds(starred, f"{phrase} {'word ' * between}ended") == (between <= 10)
    assert not holds(starred, f"{phrase}\nended")


@pytest.mark.parametrize(
    ("phrase", "text", "is_there"),
    [
        ("cannot connect", "we can't connect", True),
        ("cannot connect", "we can connect", False),
        ("does not exist", "table x doesn't exist", True),
        ("is not defined", "tax isn't defined", True),
        ("above *%", "CPU has been above 85% for 5 minutes", True),
        ("above * %", "CPU has been above 85% for 5 minutes", True),
        ("broken pipe", "it is broken. Pipe it", False),
        ("rate exceeded", "exceeded with url: /rate/exceeded?x=rate_exceeded", False),
        ("permission denied", "open /srv/data: permission denied", True),
        ("send* * response * 413", "sending the response failed: 413", True),
        ("oomkilled", "reason=OOMKilled", True),
    ],
)
def test_what_the_language_says(phrase: str, text: str, is_there: bool) -> None:
    assert holds(phrase, text) is is_there


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("answered 503", True),
        ("status code: 503", True),
        ("upstream returned HTTP/1.1 503", True),
        ("503 Service Unavailable", True),
        ("503 Server Error: for url", True),
        ("processed 503 orders", False),
        ("returned 503 rows", False),
        ("responded in 503 ms", False),
        ("error 5031", False),
        ("error: 503.25", False),
        ("GET /status/503 took 12 ms", False),
    ],
)
def test_a_status_is_told_from_a_number(text: str, is_there: bool) -> None:
    assert has_status("503", text) is is_there
    assert has_status("5xx", text) is is_there
    assert not has_status("504", text)


@pytest.mark.parametrize(
    "phrase",
    ["", "*", "* failed", "failed *", "a * b", "is the", "..", "x\nfailed", "a" * 201,
     "one * two * three * four * five * six", "failed ** over"],
)  # fmt: skip
def test_a_phrase_that_says_too_little_or_too_much_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parsed(phrase)


@pytest.mark.parametrize("status", ["", "5", "xxx", "600", "5xxx", "50x", "*", "5\u0660\u0663"])
def test_what_is_no_status_is_refused(status: str) -> None:
    with pytest.raises(ValueError, match="is no status"):
        codes_of(status)


@given(some.text(max_size=LONGEST_PHRASE), TEXTS)
def test_any_phrase_is_understood_or_refused_and_any_text_read(phrase: str, text: str) -> None:
    try:
        phrases = Phrases([(phrase, True)])
    except ValueError:
        return
    assert any(phrases.matches(phrase.replace("*", ""))) or "*" in phrase or "/" in phrase
    assert all(0 <= match.begin < len(text) for match in phrases.matches(text))


PIECES = ["a", "ab ", "Ab", "503 ", "error 503 ", "aaa * ", "/a", "a://", "n't ", "\n", "Aa1"]


@pytest.mark.parametrize("piece", [*PIECES, "aaa bbb "])
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    phrases = Phrases([("aaa * bbb * aaa * bbb * ccc", True), ("aaab* * aaa* * x", True)],
                      [("5xx", True)])  # fmt: skip

    once, four_times = (_calls(phrases, piece * count) for count in (2_000, 8_000))

    assert four_times < 5 * once + 1_000


def _calls(phrases: Phrases[bool], text: str) -> int:
    """Calls of functions, which repeat exactly where times do not."""
    count = 0

    def note(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        list(phrases.matches(text))
    finally:
        sys.setprofile(before)
    return count
