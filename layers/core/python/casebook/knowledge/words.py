"""Names split into words, and phrases that are looked for among them.

`CheckoutErrors`, `checkout_errors`, `checkout-errors` and `CHECKOUT.ERRORS` are the same two words.
A phrase is found where it begins and ends with a word, however the words between are split:
`time out` is in `TimeOuts` and in `timeouts`, and not in `timeoutside`.
"""

import re
from dataclasses import dataclass

# CloudWatch's names of metrics have 255 characters at most.
_LONGEST_NAME = 256
_LONGEST_PHRASE = 6
# `5XX` and percentiles are one word; HTTPCode is two, and so is UsedIDs.
WORD = (
    r"[1-5][xX]{2}|[pP]\d{2,3}(?!\d)|\d+|[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])"
    r"|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_A-Za-z]+"
)
"""What a word of a name or of a text is, as a regular expression."""
_WORD = re.compile(WORD)
_STATUS = re.compile(r"[1-5](?:xx|\d\d)")
_TOO_MANY_REQUESTS = "429"
_PERCENTILE = re.compile(r"p(?:50|[79]\d+)")
_NO_PLURALS = frozenset({"iops", "https", "statistics"})
_IRREGULAR = {"cpus": "cpu", "vcpus": "vcpu", "lcus": "lcu", "ids": "id", "fds": "fd"}
_SINGULAR_ENDS = ("ss", "us", "is")


@dataclass(frozen=True, slots=True)
class Words:
    """A name's phrases: all of them, those that it begins with, and those that it ends with."""

    phrases: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]
    whole: str


def words_of(name: str) -> Words:
    """The words of a name; never raises, whatever the name holds."""
    words = [_normal(word) for word in _WORD.findall(name[:_LONGEST_NAME])]
    count = len(words)
    spans = {
        (begin, end): "".join(words[begin:end])
        for begin in range(count)
        for end in range(begin + 1, min(begin + _LONGEST_PHRASE, count) + 1)
    }
    return Words(
        phrases=frozenset(spans.values()),
        starts=frozenset(span for (begin, _), span in spans.items() if begin == 0),
        ends=frozenset(span for (_, end), span in spans.items() if end == count),
        whole="".join(words),
    )


def phrase_of(text: str) -> str:
    """A phrase of a table, as `Words` holds it; raises ValueError for what no name has."""
    words = _WORD.findall(text)
    if not 1 <= len(words) <= _LONGEST_PHRASE:
        raise ValueError(f'"{text}" must have one to {_LONGEST_PHRASE} words')
    return "".join(map(_normal, words))


def _normal(word: str) -> str:
    """Lower case and singular. Status codes are told by their class and percentiles as such, since
    no table can name each."""
    word = word.lower()
    if word[0].isdigit():
        is_class = _STATUS.fullmatch(word) and word != _TOO_MANY_REQUESTS
        return f"{word[0]}xx" if is_class else word
    if _PERCENTILE.fullmatch(word):
        return "percentile"
    return singular(word)


def singular(word: str) -> str:
    """The singular of a word in lower case, near enough to compare words by."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word in _NO_PLURALS or not word.endswith("s"):
        return word
    if word.endswith(_SINGULAR_ENDS):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "shes", "tches")):
        return word[:-2]
    return word[:-1]
