"""What changed in a resource's configuration between two looks at it.

Settings are flat: path -> value. Their first words mean something:

    code.*         what runs: a new value is a deployment
    permissions.*  what the resource's role may do, one entry an action
    role           the role itself
    concurrency.*, throughput.*, index.<name>.throughput.*, memoryMb …   how much it may do
    environment.*, parameters.*, stage.*, route.*   what the service calls so
    trigger[<source>].*, rule[<bus>/<name>].*, schedule[<group>/<name>].*
                          what hands the resource its work. A name in brackets is somebody's own,
                          and what stands there is a part by itself, with a time of its own
    state.lastModified   AWS' own time of the last change (ISO 8601), which nobody sets;
                         state.trigger[<source>].lastModified that of one such thing
    state.unread.*       why one kind of part (trigger, say) was not to be read
    related.*      names of other resources that belong to it
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from casebook.domain.change import Change, ChangeKind, FieldChange
from casebook.domain.ids import CHANGE
from casebook.domain.model import iso

Value = str | int | float | bool | None
EXISTS = "exists"
LAST_MODIFIED = "state.lastModified"
UNREAD = "state.unread."
DEAD_LETTERS_OF = "related.deadLettersOf"
"""The queues that send their dead letters here."""
DEAD_LETTERS = "deadLetters.waiting"
"""Of a queue's health: how many of its messages wait in its dead-letter queue."""
_OWN = "own"
_PART = re.compile(r"\w+\[[^\]]*\]")
_NOT_SET_BY_ANYBODY = ("state.", "related.")
_SCALING = re.compile(
    r"(?:concurrency|throughput|index\.[^.]+\.throughput)\.|"
    r"(?:cpu|memoryMb|ephemeralStorageMb|billingMode|desiredCount|instanceClass)$|"
    r"storage\.|serverless\."
)
_IN_SUMMARY = 4
_LONGEST_VALUE = 200


class Look(Protocol):
    """A resource's configuration at a moment."""

    @property
    def resource(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def settings(self) -> Mapping[str, Value]: ...


def changes_between(before: Look, after: Look) -> list[Change]:
    """What was changed: at most one change of the permissions, one of the concurrency, one of each
    part with a name in brackets, and one of everything else: AWS has one time of modification for
    each of those parts, and one for everything else.

    `at` is that time where it lies behind the first look; otherwise the change happened at an
    unknown moment between the two, and `at` is the second look. Two observers that compare the same
    two states give a change the same id.
    """
    groups: dict[str, list[FieldChange]] = {}
    for change in differences(before.settings, after.settings):
        groups.setdefault(_group(change.path), []).append(change)
    return [
        _change(before, after, tuple(diff), _modified(before, after, group))
        for group, diff in groups.items()
    ]


def last_modified_of(part: str) -> str:
    """The path of AWS' own time of the last change of a part, such as `trigger[orders]`."""
    return f"state.{part}.lastModified"


def differences(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[FieldChange, ...]:
    """Each setting that is not the same. A resource that came or went is one difference. Of a part
    that either look could not read nothing is known."""
    existed, exists = before.get(EXISTS, True), after.get(EXISTS, True)
    if not (existed and exists):
        gone = FieldChange(path=EXISTS, before=existed, after=exists)
        return (gone,) if existed != exists else ()
    paths = before.keys() | after.keys()
    unread = tuple(f"{path.removeprefix(UNREAD)}[" for path in paths if path.startswith(UNREAD))
    return tuple(
        FieldChange(path=path, before=before.get(path), after=after.get(path))
        for path in sorted(paths)
        if before.get(path) != after.get(path)
        and not path.startswith((*_NOT_SET_BY_ANYBODY, *unread))
    )


def in_words(diff: FieldChange) -> str:
    """`environment.URL: "http://a" → "http://b"`."""
    return f"{diff.path}: {_value(diff.before)} → {_value(diff.after)}"


def _group(path: str) -> str:
    if path == "role" or path.startswith("permissions."):
        return "permission"
    if part := _PART.match(path):
        return part[0]
    return "concurrency" if path.startswith("concurrency.") else _OWN


def _kind(paths: Iterable[str]) -> ChangeKind:
    paths = list(paths)
    if any(path.startswith("code.") or path == EXISTS for path in paths):
        return "deployment"
    if any(_group(path) == "permission" for path in paths):
        return "permission"
    return "scaling" if all(map(_SCALING.match, paths)) else "configuration"


def _modified(before: Look, after: Look, group: str) -> datetime | None:
    """AWS' own time of the change, if there is one and it lies behind the first look."""
    path = LAST_MODIFIED if group == _OWN else last_modified_of(group)
    text = after.settings.get(path)
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None:
        return None
    return moment if moment > before.at else None


def _change(
    before: Look, after: Look, diff: tuple[FieldChange, ...], modified: datetime | None
) -> Change:
    content = json.dumps([[each.path, each.before, each.after] for each in diff])
    identity = f"{after.resource}\n{iso(modified or before.at)}\n{content}"
    return Change(
        change_id=f"{CHANGE}_{hashlib.sha256(identity.encode()).hexdigest()[:26]}",
        at=modified or after.at,
        not_before=None if modified else before.at,
        kind=_kind(each.path for each in diff),
        resource=after.resource,
        summary=_summary(after.resource, diff),
        diff=diff,
        source="observed",
    )


def _summary(resource: str, diff: tuple[FieldChange, ...]) -> str:
    if diff[0].path == EXISTS:
        return f"{resource} was {'created' if diff[0].after else 'removed'}"
    said = "; ".join(map(in_words, diff[:_IN_SUMMARY]))
    more = len(diff) - _IN_SUMMARY
    return f"{resource}: {said}" + (f"; and {more} more" if more > 0 else "")


def _value(value: object) -> str:
    if value is None:
        return "(none)"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
