"""The part of a log line that says why something failed.

A line that is quoted has to be short, and its reason often stands last: behind a request's id, a
user's ARN and the names of everything that was passed through. So ids are left out (`…`), and of
what is then still too long the clauses are kept that name the action, the status or the reason.
"""

import re
from collections.abc import Iterator

_GAP = "…"
_ARN = r"arn:aws[\w-]*:[\w-]*:[\w-]*:\d*:"
_IDS = re.compile(
    r"\bAn error occurred (?=\()"  # how every error of AWS' SDK begins
    r"|\[?\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]*(?:Z| UTC|[+-]\d\d:?\d\d)?\]?"
    r"|\b(?:(?:aws_?)?(?:request|trace|span|correlation|message|session)[ _-]?id)\W{1,3}[\w-]{8,}"
    rf"|(?<![\w/]){_ARN}"
    r"|\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"
    r"|\b(?=[0-9a-fA-F]*\d)[0-9a-fA-F]{16,}\b|\b(?=[A-Z]*\d)[A-Z0-9]{20,}\b|\b\d{12,}\b"
    r"|\bRoot=1-[\w-]+(?:;\w+=[\w.-]+)*",
    re.IGNORECASE,
)
# What software says when it says why. Not the signs of `reasoning`: those say of what it is a sign.
_REASON = re.compile(
    r"because|denied|refus|reject|not authori[sz]ed|unauthori[sz]ed|forbidden|not allowed|expired"
    r"|invalid|illegal|malformed|unsupported|throttl|rate exceeded|exceed|too (?:many|large|long)"
    r"|limit|quota|timed? ?out|deadline|unreachable|no route|reset by|hang ?up|hung up|closed"
    r"|not (?:found|exist|resolve)|does ?n[o']t exist|no such|missing|undefined|null|cannot|can't"
    r"|could not|unable|out of|exhaust|insufficient|no (?:space|room|more)|full\b|killed|oom"
    r"|deadlock|conflict|duplicate|violat|read[- ]only|corrupt|mismatch|unknown|already",
    re.IGNORECASE,
)
_THROWN = re.compile(
    r"\b[A-Z]\w*(?:Error|Exception|Fault|Failure|Failed|Denied|Timeout)\b|\bE[A-Z]{4,}\b"
    r"|\b(?:[A-Z][a-z]+){3,}\b"  # a code of AWS: `InsufficientFreeAddressesInSubnet`
)
_STATUS = re.compile(r"\b[45]\d\d\b|\bERR[_ ]?\w+|\bSQLSTATE\b|\bORA-\d+", re.IGNORECASE)
_ACTION = re.compile(
    r"\b[a-z][a-z0-9-]+:[A-Z]\w+|\bcalling the \w+|\b(?:GET|PUT|POST|DELETE|HEAD) "
)
# What comes behind it is the reason in the words of whoever decided.
_BECAUSE = re.compile(r"\bbecause\b|\bcaused by\b|\breason\b", re.IGNORECASE)
_WEIGHTS = ((_BECAUSE, 3), (_REASON, 3), (_THROWN, 2), (_ACTION, 2), (_STATUS, 2))
_CLAUSE = re.compile(r"(?<=[,:;|.!?])\s+|\s+(?=because\b|[-–—] )")
# `KeyError: 'sku'`, `FATAL: too many clients`: what comes behind the colon is what it is about.
_HEADING = re.compile(
    r"(?:\w(?:Error|Exception|Fault|Failure|Failed|Denied|Timeout)\)?|\bE[A-Z]{4,}|FATAL|ERROR|[Rr]eason"
    r"|\b(?:[A-Z][a-z]+){3,}"
    r"|error|failed|panic|perform|codes|[45]\d\d)\W?:$"
)
_SPACES = re.compile(r"\s+")


def telling_part(line: str, limit: int = 140) -> str:
    """The line in at most `limit` characters, without its ids, never without its reason.

    What is left out is marked with `…`, so that the rest can still be found in the evidence.
    """
    text = _SPACES.sub(" ", line).strip()
    if len(text) <= limit:
        return text
    text = _joined(_without_ids(text))
    if len(text) <= limit:
        return text
    return _joined(_kept(text, limit))


def _without_ids(text: str) -> Iterator[str]:
    place = 0
    for found in _IDS.finditer(text):
        yield text[place : found.start()]
        yield _GAP
        place = found.end()
    yield text[place:]


def _kept(text: str, limit: int) -> Iterator[str]:
    """The most telling clauses that there is room for, in their order."""
    clauses = list(_clauses(text))
    room, chosen = limit, set[int]()
    ranked = sorted(range(len(clauses)), key=lambda place: (-_weight(clauses[place]), place))
    for place in ranked:
        cost = len(clauses[place]) + 2
        if cost <= room:
            chosen.add(place)
            room -= cost
        elif not chosen:
            clauses[place] = _around_reason(clauses[place], limit - 2)
            chosen.add(place)
            room = 0
        if chosen and not _weight(clauses[place]):
            break
    last = -1
    for place in sorted(chosen):
        yield " " if place == last + 1 else f" {_GAP} "
        yield clauses[place]
        last = place
    if last < len(clauses) - 1:
        yield _GAP


def _clauses(text: str) -> Iterator[str]:
    place = 0
    for mark in _CLAUSE.finditer(text):
        if _HEADING.search(text, place, mark.start()):
            continue
        yield text[place : mark.start()]
        place = mark.end()
    yield text[place:]


def _weight(clause: str) -> int:
    return sum(weight for pattern, weight in _WEIGHTS if pattern.search(clause))


def _around_reason(clause: str, limit: int) -> str:
    """So much of one long clause as has the reason in it, begun and ended between words."""
    found = next((m for pattern, _ in _WEIGHTS if (m := pattern.search(clause))), None)
    if found is None or found.end() <= limit * 2 // 3:
        return _until(clause, limit)
    begin = clause.find(" ", max(0, found.start() - limit // 3))
    begin = found.start() if begin < 0 or begin > found.start() else begin + 1
    return f"{_GAP}{_until(clause[begin:], limit - 1)}"


def _until(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rsplit(' ', 1)[0]}{_GAP}"


def _joined(parts: Iterator[str]) -> str:
    """One text with single spaces and single gaps, and none of either at its beginning."""
    text = _SPACES.sub(" ", "".join(parts)).strip()
    return re.sub(rf"{_GAP}(?:[\s,;]*{_GAP})+", _GAP, text).strip()
