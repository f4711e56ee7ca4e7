"""Does one candidate account for another? One question, asked of every two of them.

A cause explains an effect if

1. **its harm travels there** (`ways.py`): failures and waiting from a callee up to its callers,
   load from a caller down to its callees, and what is shared from one who takes it to all who
   need it;
2. **it says more**: a change that explains the errors says more than what errors say, that more
   than what one says of others, and that more than numbers. A resource that was itself changed, in
   a way that its errors name, is nobody's effect;
3. **it began first**, as far as the intervals can tell;
4. **it stands**: below `STANDS` a candidate explains no other.

What only a model says explains no finding of a rule away.
"""

from collections.abc import Sequence
from datetime import timedelta

from casebook.domain.workload import Workload
from casebook.reasoning.ways import WAYS, Way, is_about_a_pool
from casebook.reasoning.weighing import Candidate

STANDS = 0.4
"""The confidence below which a candidate explains no other."""
_CLOCKS = timedelta(seconds=60)


def explains(
    cause: Candidate, effect: Candidate, workload: Workload, ways: Sequence[Way] = WAYS
) -> bool:
    """True if the effect is what the cause looks like from elsewhere."""
    if (cause.resource, cause.category) == (effect.resource, effect.category):
        return False
    if cause.is_by_model and not effect.is_by_model:
        return False
    return (
        cause.standing >= STANDS
        and _leaves_room_for(cause, effect)
        and _began_first(cause, effect)
        and any(way(cause, effect, workload) for way in ways)
    )


def _leaves_room_for(cause: Candidate, effect: Candidate) -> bool:
    """True unless a change accounts for the effect at least as well: one that is tied more closely
    than the cause's own, one that the errors name, or what a platform reports of this resource."""
    if effect.change is None:
        return True
    if cause.change:
        return cause.change.strength > effect.change.strength
    change = effect.change.change
    is_its_own_fault = (
        change is not None and change.kind == "service-event" and change.resource == effect.resource
    )
    return not effect.is_direct and not is_its_own_fault


def _began_first(cause: Candidate, effect: Candidate) -> bool:
    """As far as the intervals can tell. What was changed began to work when it was changed,
    whenever it came to be seen; a change without errors shows no harm that could have begun. A pool
    fills, and takes from others, before it runs dry."""
    began = [found.change.at if found.change else found.onset for found in cause.causes]
    seen = [
        found.onset_until or found.onset
        for found in effect.causes
        if found.errors or not found.change
    ]
    known = [moment for moment in began if moment]
    harm = [moment for moment in seen if moment]
    return is_about_a_pool(cause) or not known or not harm or min(known) <= min(harm) + _CLOCKS
