"""Whether a claim agrees with its evidence in what belongs together: a count and the time since
which it was counted, and the direction in which a number moved or lies.

Each number of "12 times since 19:04:11 UTC" may stand in the evidence and the sentence still be
false. Only what the evidence contradicts is returned; what it does not speak of is not judged here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from casebook.citing.amounts import clock, times, unquoted
from casebook.domain.finding import ErrorPattern

# Texts, which `re` compiles when the first sentence is checked: most cold starts check none.
_COUNTED = (
    r"(?P<count>\d[\d,]*) (?:times|lines|errors|requests|messages|calls)"
    r"(?: [a-z]+){0,3}? since (?P<since>(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d(?::\d\d)?)"
)
_NUMBER = r"(?P<{}>-?\d[\d,]*(?:\.\d+)?)\s?(?P<{}>%|[a-zA-Z]+\b)?"
_UP = r"rose|rises|grew|grows|increased|increases|climbed|climbs|jumped|jumps|went up"
_DOWN = r"fell|falls|dropped|drops|decreased|decreases|sank|sinks|declined|went down"
_FROM_TO = (
    rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b(?:(?! to )[^.;]){{0,40}}? from"
    rf" {_NUMBER.format('first', 'first_unit')} to {_NUMBER.format('last', 'last_unit')}"
)
_ABOVE = r"over|above|more than|higher than|greater than|longer than|exceeds|exceeded"
_BELOW = r"under|below|less than|fewer than|lower than|shorter than"
_COMPARED = (
    rf"{_NUMBER.format('first', 'first_unit')},? (?:is |was |are |were |which is )?"
    rf"(?:(?P<up>{_ABOVE})|(?P<down>{_BELOW}))(?: (?:its|the|a))?"
    rf"(?: (?:threshold|limit|usual|maximum|minimum))?(?: of)? "
    rf"{_NUMBER.format('last', 'last_unit')}"
)
_MOVED = (
    rf"\bmetric (?P<metric>[^\s,]+) of (?P<resource>[^,]+?),? (?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b"
)
_THRESHOLD = (
    r"(?<!not )(?<!longer )\b(?:(?P<up>over|above)|(?P<down>under|below)) (?:its|the) threshold"
)
# CloudWatch's own words in an alarm's reason, and its names of comparisons.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
_REASON_UP = r"greater than (?:or equal to )?the (?:upper )?threshold|Greater\w*Threshold"
_REASON_DOWN = r"less than (?:or equal to )?the (?:lower )?threshold|Less\w*Threshold"
_LEVEL = r"(?P<name>maximum|minimum|hour before: mean|hours before: median) (?P<value>-?\d[\d.]*)"


def miscounted(
    claim: str, excerpts: Iterable[str], errors: Sequence[ErrorPattern] = ()
) -> Iterator[str]:
    """Counts that the evidence has, but counted since another time than the claim says."""
    for said in re.finditer(_COUNTED, unquoted(claim)):
        count = int(said["count"].replace(",", ""))
        since = said["since"][-8:] if said["since"].count(":") == 2 else said["since"][-5:]
        known = [clock(each.first_at)[:8] for each in errors if each.count == count]
        known += [time for text in excerpts for time in _counted_since(text, count)]
        if known and not any(time.startswith(since) for time in known):
            yield f"{said['count']} since {since}, counted since {known[0]}"


def _counted_since(excerpt: str, count: int) -> Iterator[str]:
    """The times since which a line of the excerpt counts so many: the first that stands in it."""
    asked = re.compile(rf"(?<![\d.,]){count}(?![\d.,]*\d) (?:times|lines)\b")
    for line in excerpt.splitlines():
        if found := asked.search(line):
            yield from [time for _, time in times(line[found.end() :])][:1]


def misdirected(claim: str, excerpts: Sequence[str]) -> Iterator[str]:
    """Words of direction that contradict the claim's own numbers or the evidence."""
    said = unquoted(claim)
    for pattern in (_FROM_TO, _COMPARED):
        for match in re.finditer(pattern, said):
            is_from_to = pattern is _FROM_TO
            if _same_unit(match) and not _fits(match, is_rise_last=is_from_to):
                yield match[0]
    for match in re.finditer(_MOVED, said):
        levels = _levels(excerpts, match["resource"].strip(), match["metric"])
        if levels and not _can_have_moved(levels, is_rise=bool(match["up"])):
            yield match[0]
    yield from _wrong_side(said, excerpts)


def _wrong_side(said: str, excerpts: Sequence[str]) -> Iterator[str]:
    """A threshold is crossed upwards or downwards, as the alarm that the evidence shows has it."""
    up = any(re.search(_REASON_UP, each) for each in excerpts)
    down = any(re.search(_REASON_DOWN, each) for each in excerpts)
    for match in re.finditer(_THRESHOLD, said):
        if up != down and (up if match["down"] else down):
            yield match[0]


def _same_unit(match: re.Match[str]) -> bool:
    return (match["first_unit"] or "").lower() == (match["last_unit"] or "").lower() or not (
        match["first_unit"] and match["last_unit"] and match["first_unit"].lower() in _UNITS
    )


_UNITS = frozenset({"ms", "s", "min", "h", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "minutes",
                    "seconds", "hours", "days"})  # fmt: skip


def _fits(match: re.Match[str], *, is_rise_last: bool) -> bool:
    """Whether the two numbers lie as the word between them says. `from A to B` rises when the last
    is the greater, `A is over B` when the first is."""
    first, last = (float(match[name].replace(",", "")) for name in ("first", "last"))
    greater, less = (last, first) if is_rise_last else (first, last)
    return greater > less if match["up"] else greater < less


def _levels(excerpts: Iterable[str], resource: str, metric: str) -> dict[str, float]:
    """What the summary of a metric says of its level in the window and before."""
    named = re.compile(rf"^- {re.escape(resource)} \S+ {re.escape(metric)} \(")
    lines = (line for text in excerpts for line in text.splitlines() if named.match(line))
    for line in lines:
        told = re.finditer(_LEVEL, line)
        return {each["name"]: float(each["value"].rstrip(".")) for each in told}
    return {}


def _can_have_moved(levels: dict[str, float], *, is_rise: bool) -> bool:
    """False if nothing in the window is above (or below) what was usual before."""
    usual = [value for name, value in levels.items() if "before" in name]
    reached = levels.get("maximum" if is_rise else "minimum")
    if not usual or reached is None:
        return True
    return reached > min(usual) if is_rise else reached < max(usual)
