"""Nothing but the order of things: a suspicion, and said as one."""

from casebook.agents.signs import CALLING, Sign
from casebook.agents.ties.code import is_release
from casebook.agents.ties.tie import Pair, Tie
from casebook.domain.finding import Category


def service_event(pair: Pair) -> Tie | None:
    """AWS, or the platform, reported an event of the failing resource just before: a failover, a
    maintenance, an outage of a zone."""
    concerned = pair.is_own or pair.is_callee or pair.change.resource in pair.workload.callees_of(
        pair.resource
    )  # fmt: skip
    if pair.change.kind != "service-event" or not concerned or not pair.is_soon:
        return None
    why = "the symptom is there"
    return Tie("service-event", pair.change.resource, "infrastructure", 0.82, why)


def change_just_before(pair: Pair) -> Tie | None:
    """A change of what fails, minutes before it failed, and the error does not point elsewhere.

    An error that names its reason (a throttle, a denial, a callee) speaks against an unrelated
    change: then nothing is said here.
    """
    if not pair.is_soon or pair.change.kind == "service-event":
        return None
    if not (pair.is_callee if _points_at_callee(pair) else pair.is_own or pair.is_callee):
        return None
    if pair.sign not in (None, Sign.SLOW, Sign.UPSTREAM, Sign.RESET, Sign.MISSING):
        return None
    category: Category = "deployment" if is_release(pair) else "configuration"
    if pair.change.kind == "permission":
        category = "permission"
    strength = 0.6 if pair.error else 0.55
    why = "the symptom is there, minutes later"
    return Tie("change-just-before", pair.change.resource, category, strength, why)


def _points_at_callee(pair: Pair) -> bool:
    return pair.sign in CALLING and pair.callee is not None
