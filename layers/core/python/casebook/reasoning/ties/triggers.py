"""What hands a resource its work was switched off, or picks out other work than before."""

import re

from casebook.domain.change import FieldChange
from casebook.knowledge.strength import Strength
from casebook.reasoning.ties.tie import Pair, Tie
from casebook.reasoning.topology import callees_below

_PATH = re.compile(r"(?:trigger|rule|schedule)\[[^\]]*\]\.(?P<setting>\w+)")
_PICKS = frozenset({"expression", "filter", "pattern"})
_STRENGTHS = {
    "is switched off": Strength.DIRECT,
    "picks out other work": Strength.STRONG,
}


def stopped_trigger(pair: Pair) -> Tie | None:
    """Nothing fails where nothing arrives, so no error says it: what is seen is that work stops, or
    waits in front, or does not come any more to what lies behind."""
    if pair.error is not None or not _is_on_the_way(pair):
        return None
    done = [why for field in pair.change.diff if (why := _done_to(field))]
    if not done:
        return None
    why = max(done, key=lambda why: _STRENGTHS[why].weight)
    strength = pair.fading(_STRENGTHS[why])
    said = f"work stops: what hands it to {pair.change.resource} {why}"
    return Tie("stopped-trigger", pair.change.resource, "configuration", strength, said)


def _is_on_the_way(pair: Pair) -> bool:
    behind = callees_below(pair.workload, pair.change.resource)
    in_front = pair.change.resource in pair.workload.callees_of(pair.resource)
    return pair.is_own or in_front or pair.resource in behind


def _done_to(field: FieldChange) -> str | None:
    found = _PATH.fullmatch(field.path)
    if found is None or field.before is None:
        return None
    if found["setting"] == "enabled" and field.before is True and not field.after:
        return "is switched off"
    return "picks out other work" if found["setting"] in _PICKS and field.after else None
