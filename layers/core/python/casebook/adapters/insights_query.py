"""The text of a Logs Insights query, from words that somebody else chose.

What is searched for may come from a person, a model, or a log line that a model read, and the query
language has commands (`| stats`, `| unmask`). So nothing of it can end the regular expression in
which it stands: no slash, quote, backslash at the end or line break is left in it.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
"""

import re

from casebook.ports.logs import LineMatch

# Either an escape, which stays in one piece, or one character.
_TOKEN = re.compile(r"\\.|.", re.DOTALL)
_PLAIN = re.compile(r"[A-Za-z0-9 _]")
# What could end the literal or begin something else to some reader of the language.
_DELIMITING = frozenset("/\"'`#")


def query_for(match: LineMatch, rows: int) -> str:
    """The newest `rows` lines that have every text and match the expression."""
    literals = [literal(text) for text in match.contains]
    if match.regex:
        literals.append(within_slashes(match.regex))
    filters = [f"filter @message like /{each}/" for each in literals]
    return " | ".join(
        ["fields @timestamp, @message, @log, @logStream", *filters,
         "sort @timestamp desc", f"limit {rows}"]
    )  # fmt: skip


def literal(text: str) -> str:
    """A regular expression for this very text, made of letters, digits, blanks and hex escapes."""
    return "".join(each if _PLAIN.fullmatch(each) else _escaped(each) for each in text)


def within_slashes(regex: str) -> str:
    """The same expression in characters that may stand between slashes.

    It must be valid, so it does not end in half an escape (`search_logs` has compiled it).
    """
    return "".join(_safe(token) for token in _TOKEN.findall(regex))


def _safe(token: str) -> str:
    last = token[-1]
    return _escaped(last) if last in _DELIMITING or not last.isprintable() else token


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\x{{{code:X}}}"
