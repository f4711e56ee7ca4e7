"""Whether a word was made by a generator of secrets or by a person, from the word alone."""

from casebook.redaction.rule import compiled

_LONG = 20
_OF_ONE_KIND = r"[a-z]+|[A-Z]+|[0-9]+|[^a-zA-Z0-9]+"
_DIGIT = r"[0-9]"
_BEYOND_HEXADECIMAL = r"[g-zG-Z]"


def looks_random(word: str) -> bool:
    """Upper case, lower case and digits, mixed as chance mixes them.

    In a random word of letters and digits two neighbours in three are of different kinds; in a
    name that a person composed (`FileOutputCommitterV2`) one in three or fewer.
    """
    if len(word) < _LONG or word.islower() or word.isupper():
        return False
    return _mixture(word) >= 0.4 and digits_in(word) >= 2


def looks_random_in_one_case(word: str) -> bool:
    """Letters of one case and digits, mixed by chance, with letters that hexadecimal does not have:
    ids and digests in logs are hexadecimal or numbers."""
    beyond = len(compiled(_BEYOND_HEXADECIMAL).findall(word))
    return beyond >= 4 and digits_in(word) >= 3 and _mixture(word) >= 0.3


def is_mixed_case(word: str) -> bool:
    """Letters whose cases follow no words: `sUnoqXnIBQrUyK`, not `LoginModuleFactory`."""
    return not (word.islower() or word.isupper()) and _mixture(word) >= 0.45


def digits_in(word: str) -> int:
    """How many of its characters are digits."""
    return len(compiled(_DIGIT).findall(word))


def _mixture(word: str) -> float:
    """The share of neighbours that are of different kinds: lower case, upper case, digit."""
    return (len(compiled(_OF_ONE_KIND).findall(word)) - 1) / max(1, len(word) - 1)
