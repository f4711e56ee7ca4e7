"""A change in words: who did what to which resource, when, before and after."""

from pydantic import JsonValue

from casebook.citing.claims import Citing, clock
from casebook.domain.change import Change, FieldChange

_SHOWN = 3


def described(change: Change, citing: Citing) -> str:
    """`checkout-fn was changed by alice at 19:04:11 UTC: PAYMENTS_URL from … to ….`"""
    when = f"at {clock(change.at)}"
    if change.not_before:
        when = f"between {clock(change.not_before)} and {clock(change.at)}"
    who = f" by {change.actor}" if change.actor else ""
    told = "; ".join(filter(None, (field_told(each, citing) for each in change.diff[:_SHOWN])))
    if not told:
        told = citing.quote_error(change.summary, change.summary[:60])
    return f"{change.resource} was changed{who} {when}{f': {told}' if told else ''}."


def field_told(field: FieldChange, citing: Citing) -> str:
    """`environment.PAYMENTS_URL` from `http://old` to `http://new`, as the excerpt has it."""
    name = citing.quote(field.path) or field.path
    before = citing.quote(shown(field.before), limit=90)
    after = citing.quote(shown(field.after), limit=90)
    if field.after is None:
        return f"{name} was removed"
    if field.before is None:
        return f"{name} was set{f' to {after}' if after else ''}"
    if before and after:
        return f"{name} from {before} to {after}"
    return f"{name} was changed{f' to {after}' if after else ''}"


def shown(value: JsonValue) -> str:
    """A setting's value as people write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
