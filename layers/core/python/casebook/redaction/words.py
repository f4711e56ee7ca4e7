"""The words of a text that may be keys, found without a regular expression."""

# The shortest key that a provider makes, less what separates its parts.
_SHORTEST = 15
LONG_WORD = r"[A-Za-z0-9_-]{15,}"
_KEPT = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_TO_BLANKS = bytes.maketrans(bytes(range(256)).translate(None, _KEPT), b" " * (256 - len(_KEPT)))


def suspects(text: str) -> list[str]:
    """The long words of letters, digits, `_` and `-` that are neither numbers nor names."""
    words = text.encode("utf-8", "surrogatepass").translate(_TO_BLANKS).split()
    long = [word for word in words if len(word) >= _SHORTEST and not word.isdigit()]
    return [word.decode() for word in dict.fromkeys(long) if word.isupper() or not word.isalpha()]


def beginnings(words: list[str]) -> set[str]:
    """The first two characters, in lower case, of each word and of each of its parts."""
    found = set()
    for word in words:
        for part in word.lower().replace("-", "_").split("_"):
            found.add(part[:2])
    return found
