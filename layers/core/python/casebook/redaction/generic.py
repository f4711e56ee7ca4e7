"""Secrets that nobody's rule names: words that look made by a generator, wherever they stand."""

from casebook.redaction.randomness import looks_random, looks_random_in_one_case
from casebook.redaction.rule import compiled

# What vendors write before the random part to say that a secret follows.
_SAYS_SO = (
    r"(?:^|[_-])(?:live|test|prod|production|sandbox|sk|pk|rk|pat|sat|key|keys|api|apikey|token|"
    r"secret|access|auth|oauth|personal|private|refresh|service|deploy|pass)"
    r"(?:[_-][a-z0-9]{1,4})?[_-][A-Za-z0-9]{16,}$"
)
_SHORTEST_PIECE = 16
_SHORTEST_RANDOM = 20
_SHORTEST_IN_ONE_CASE = 30


def is_generated(word: str) -> bool:
    """Whether a long word of letters, digits, `_` and `-` is a token.

    Judged by its last long piece: `acme_live_` says so itself; anything else must look random, and
    longer when it has no capitals, for ids and digests in logs have none.
    """
    pieces = word.replace("-", "_").split("_")
    long = [piece for piece in pieces if len(piece) >= _SHORTEST_PIECE and not piece.isdigit()]
    return any(map(_is_random, long)) or (
        bool(long)
        and any(map(str.isdigit, long[-1]))
        and not long[-1].isalpha()
        and compiled(_SAYS_SO).search(word) is not None
    )


def _is_random(piece: str) -> bool:
    if len(piece) >= _SHORTEST_RANDOM and looks_random(piece):
        return True
    return (
        len(piece) >= _SHORTEST_IN_ONE_CASE and piece.islower() and looks_random_in_one_case(piece)
    )
