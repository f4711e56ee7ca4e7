"""The code was changed; the error says that the code is wrong."""

from casebook.domain.finding import Category
from casebook.knowledge.links import Changed, link_of
from casebook.knowledge.settings import SettingKind, kinds_of_setting
from casebook.knowledge.strength import Strength
from casebook.reasoning.signs import OF_CODE, Sign
from casebook.reasoning.ties.tie import Pair, Tie
from casebook.reasoning.topology import callees_below

_WHY = "there is an error that was not there before"


def is_release(pair: Pair) -> bool:
    """True if the change brought other code."""
    paths = (each.path for each in pair.change.diff)
    return pair.change.kind == "deployment" or any(
        SettingKind.CODE in kinds_of_setting(path) for path in paths
    )


def defect_after_release(pair: Pair) -> Tie | None:
    """An error that only code can make, new since other code runs.

    For errors that are no programming mistakes by themselves the release is the better suspect, not
    the culprit: unless a frame of the workload's own code raised them. What the release itself
    touched, if its description or patch tells, and the error names, makes it stronger.
    """
    is_candidate = pair.error is not None and pair.is_own and is_release(pair)
    link = link_of(Changed.RELEASE, pair.sign)
    if not is_candidate or pair.gap is None or link is None or link.category is None:
        return None
    if pair.sign in OF_CODE and not pair.is_own_code:
        return None
    category, strength = link.category, link.strength
    if not pair.is_soon:
        # Code may be wrong for hours before somebody comes along the wrong line.
        if pair.sign is not Sign.PROGRAMMING:
            return None
        return Tie("defect-after-release", pair.resource, category, strength.weaker(), _WHY)
    frame = pair.reading.own_frame
    if frame and pair.sign is None:
        category, strength = "code-defect", Strength.STRONG
    touched = f"{pair.change.summary} {pair.change.patch or ''}"
    if frame and frame.file.rpartition("/")[2] in touched:
        strength = strength.stronger()
    return Tie("defect-after-release", pair.resource, category, strength, _WHY)


def changed_producer(pair: Pair) -> Tie | None:
    """What cannot be read, or is refused, was sent by somebody who was changed just before."""
    is_above = pair.resource in callees_below(pair.workload, pair.change.resource)
    if pair.sign not in (Sign.PARSING, Sign.INPUT) or not is_above or not pair.is_soon:
        return None
    category: Category = "code-defect" if is_release(pair) else "configuration"
    why = f"{pair.resource} refuses what it is sent"
    return Tie("changed-producer", pair.change.resource, category, Strength.STRONG, why)


def broken_release(pair: Pair) -> Tie | None:
    """Code that does not load, since other code was put there."""
    if pair.sign is Sign.PACKAGING and pair.is_own_code and is_release(pair):
        why = "its code does not load"
        return Tie("broken-release", pair.code, "deployment", pair.fading(Strength.DIRECT), why)
    return None
