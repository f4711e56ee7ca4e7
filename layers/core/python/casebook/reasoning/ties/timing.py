"""Nothing but the order of things: a suspicion, and said as one."""

from datetime import timedelta

from casebook.domain.finding import Category
from casebook.knowledge.platform_events import EventKind, platform_event
from casebook.knowledge.strength import Strength
from casebook.reasoning.signs import CALLING, REJECTED, Sign
from casebook.reasoning.ties.code import is_release
from casebook.reasoning.ties.tie import SOON, Pair, Tie
from casebook.reasoning.topology import callees_below

CLOCKS = timedelta(minutes=1)
"""A datapoint carries the begin of its period."""

_WITHOUT_REASON = frozenset({None, Sign.SLOW, Sign.UPSTREAM, Sign.RESET, Sign.MISSING})
# Code that did not change and fails now was given something new: a flag, say.
_OF_OWN_CODE = frozenset({Sign.PROGRAMMING, Sign.INPUT, Sign.PARSING})


def service_event(pair: Pair) -> Tie | None:
    """AWS, or the platform, failed or moved the failing resource just before: a failover, a
    maintenance, an outage of a zone."""
    below = callees_below(pair.workload, pair.resource)
    concerned = pair.is_own or pair.is_callee or pair.change.resource in below
    if pair.sign in (*REJECTED, Sign.CERTIFICATE):
        return None  # a rotation says more; see networks.py
    if pair.change.kind != "service-event" or not concerned or not pair.is_soon:
        return None
    event = platform_event(pair.change.summary)
    if event is None or event.kind is not EventKind.FAULT or event.category is None:
        return None
    # Where nobody says a word of what went wrong, an event is a suspect like any other change.
    strength = Strength.DIRECT if pair.error else Strength.STRONG
    why = "the symptom is there"
    return Tie("service-event", pair.change.resource, event.category, strength, why)


def change_just_before(pair: Pair) -> Tie | None:
    """A change of what fails, minutes before it failed, and the error does not point elsewhere.

    An error that names its reason (a throttle, a denial, a callee) speaks against an unrelated
    change: then nothing is said here.
    """
    if not pair.is_soon or _is_known_event(pair):
        return None
    if not _is_suspect(pair):
        return None
    if pair.sign is Sign.NAMED:
        return _named_by_platform(pair)
    if pair.sign in _OF_OWN_CODE:
        if not (pair.is_own and pair.change.kind == "configuration"):
            return None
    elif pair.sign not in _WITHOUT_REASON:
        return None
    category: Category = "deployment" if is_release(pair) else "configuration"
    if pair.change.kind == "permission":
        category = "permission"
    why = "the symptom is there, minutes later"
    if not (pair.is_own or pair.is_measured):
        # Nothing is measured on what was changed: the two only coincide.
        return Tie("change-just-before", pair.change.resource, category, Strength.WEAK, why)
    return Tie("change-just-before", pair.change.resource, category, Strength.CIRCUMSTANTIAL, why)


def _named_by_platform(pair: Pair) -> Tie | None:
    """Kubernetes names what a release or a setting got wrong: no such image, no such ConfigMap."""
    row = pair.reading.event.row if pair.reading.event else None
    if row is None or row.category is None or not pair.is_own:
        return None
    if pair.change.kind not in ("deployment", "configuration"):
        return None
    why = "what the platform names is wrong"
    return Tie(
        "change-just-before", pair.change.resource, row.category, Strength.CIRCUMSTANTIAL, why
    )


def born_with_it(pair: Pair) -> Tie | None:
    """What fails is as old as its own release: it never worked, so nothing else was changed in
    between. An error that names somebody else still does."""
    if pair.born is None or not pair.is_own or pair.change.kind == "service-event":
        return None
    if pair.sign in CALLING and pair.callee is not None:
        return None
    came = pair.born - pair.change.at
    if not -CLOCKS <= came <= SOON:
        return None
    category: Category = "deployment" if is_release(pair) else "configuration"
    why = "it is there, and has never worked otherwise"
    return Tie("born-with-it", pair.change.resource, category, Strength.CIRCUMSTANTIAL, why)


def _is_suspect(pair: Pair) -> bool:
    """True if what was changed is what the error is about, as far as it says that."""
    if pair.sign in CALLING and pair.callee is not None:
        return pair.is_callee
    if pair.error is None and pair.change.resource in pair.workload.callees_of(pair.resource):
        return True
    return pair.is_own or pair.is_callee


def _is_known_event(pair: Pair) -> bool:
    """True for what a platform reports; a message that nobody knows is what somebody did."""
    is_event = pair.change.kind == "service-event"
    return is_event and platform_event(pair.change.summary) is not None
