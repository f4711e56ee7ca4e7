"""A setting holds where to find something; the error says where it was sought."""

import re

from casebook.domain.change import FieldChange
from casebook.knowledge.settings import SettingKind, kinds_of_setting
from casebook.knowledge.strength import Strength
from casebook.reasoning.endpoints import endpoints_in
from casebook.reasoning.signs import CALLING, CONNECTING, Sign
from casebook.reasoning.ties.code import is_release
from casebook.reasoning.ties.tie import Pair, Tie, name_of

_NAMES_A_TARGET = frozenset({SettingKind.ADDRESS, SettingKind.TARGET})
_PLACEHOLDER = re.compile(r"<[a-z][a-z0-9-]*-\d+>|\*{3,}|redacted|hidden|digest", re.IGNORECASE)
# Values that stand in a log line by accident.
_TELLS_NOTHING = re.compile(
    r"(?i)true|false|none|null|info|debug|error|warn\w*|prod\w*|dev|test|\d+"
)
_PLAIN_WORD = re.compile(r"[a-z]+")


def changed_address(pair: Pair) -> Tie | None:
    """The error names the host that a changed setting now holds and did not hold before."""
    if pair.error is None or pair.sign in (Sign.PROGRAMMING, Sign.PACKAGING):
        return None
    sought = set(endpoints_in(pair.said))
    for field in pair.change.diff:
        before = set(endpoints_in(str(field.before or "")))
        new = [each for each in endpoints_in(str(field.after or "")) if each not in before]
        if any(each in sought for each in new):
            return Tie(
                "changed-address",
                pair.changed_place,
                "configuration",
                pair.fading(Strength.DIRECT),
                f"its errors name the address that {name_of(field)} now holds",
            )
    return None


def missing_setting(pair: Pair) -> Tie | None:
    """The error asks for the setting by the name of one that was taken away or renamed."""
    if pair.error is None:
        return None
    for field in pair.change.diff:
        name = name_of(field)
        if _PLAIN_WORD.fullmatch(name) and field.after is not None:
            continue  # `memory` stands in many an error, whatever its setting is
        if _says(str(field.after or ""), name):
            continue  # an artifact, `web: web:1.2`, whose name stands in every stack
        if len(name) > 3 and field.before is not None and _says(pair.said, name):
            strength = Strength.DIRECT if field.after in (None, "") else Strength.STRONG
            return Tie(
                "missing-setting",
                pair.changed_place,
                "configuration",
                pair.fading(strength),
                f"its errors name {name}",
            )
    return None


def mentioned_value(pair: Pair) -> Tie | None:
    """The error has the new value word for word, and not the old one: a table's wrong name, say."""
    if pair.error is None or not (pair.is_own or pair.is_callee) or is_release(pair):
        return None  # a release's own version stands in many a log line
    for field in pair.change.diff:
        if _is_telling(field) and _says(pair.said, str(field.after)):
            return Tie(
                "mentioned-value",
                pair.changed_place,
                "configuration",
                pair.fading(Strength.DIRECT),
                f"its errors name the new value of {name_of(field)}",
            )
    return None


def renamed_target(pair: Pair) -> Tie | None:
    """What is asked for does not exist, or may only be read, since a setting that says where to
    find it was changed."""
    if pair.sign not in (Sign.MISSING, Sign.READ_ONLY) or not (pair.is_own and pair.is_soon):
        return None
    for field in pair.change.diff:
        names = _NAMES_A_TARGET & kinds_of_setting(name_of(field))
        if field.after is not None and names:
            return Tie(
                "renamed-target",
                pair.resource,
                "configuration",
                Strength.STRONG,
                f"what {name_of(field)} names is not what is asked for",
            )
    return None


def hidden_address(pair: Pair) -> Tie | None:
    """An address was changed but its value is not to be seen (CloudTrail hides environments).

    A connection that fails from then on tells nearly as much; that the setting as it is now holds
    the address of the error tells the rest.
    """
    if not pair.is_own or not pair.is_soon or pair.sign not in CALLING:
        return None
    if pair.change.kind not in ("configuration", "other"):
        return None
    sought = endpoints_in(pair.said)
    in_settings = any(each in text for each in sought for text in pair.settings)
    named = [
        each for each in pair.change.diff if SettingKind.ADDRESS in kinds_of_setting(name_of(each))
    ]
    hidden = [each for each in named if _is_hidden(each)]
    if not (hidden or (not pair.change.diff and (in_settings or pair.sign in CONNECTING))):
        return None
    strength = Strength.DIRECT if in_settings else Strength.STRONG
    what = name_of(hidden[0]) if hidden else "its configuration"
    return Tie(
        "hidden-address", pair.resource, "configuration", strength,
        f"its calls fail, and {what} was changed",
    )  # fmt: skip


def _is_hidden(field: FieldChange) -> bool:
    return any(_PLACEHOLDER.search(str(value)) for value in (field.before, field.after))


def _is_telling(field: FieldChange) -> bool:
    after = field.after
    if not isinstance(after, str) or len(after) < 4 or _TELLS_NOTHING.fullmatch(after):
        return False
    return not _is_hidden(field) and not _says(str(field.before or ""), after)


def _says(text: str, words: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text) is not None
