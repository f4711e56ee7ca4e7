"""The way or the secret was changed; the error says that it does not fit."""

import re

from casebook.knowledge.strength import Strength
from casebook.reasoning.endpoints import endpoints_in
from casebook.reasoning.signs import CONNECTING, Sign
from casebook.reasoning.ties.tie import Pair, Tie
from casebook.reasoning.topology import callees_below, callers_of

_NETWORK = re.compile(
    r"vpc|subnet|security[ _-]?group|egress|ingress|route|nacl|acl|dns|nat[ _-]?gateway|firewall"
    r"|hosted[ _-]?zone|peering|proxy",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b", re.IGNORECASE)
_SECRET = re.compile(r"secret|passw|token|key|credential|cert|user|auth|login", re.IGNORECASE)
_REACHING = CONNECTING | {Sign.SLOW, Sign.TASK_TIMEOUT, Sign.RESET}


def changed_network(pair: Pair) -> Tie | None:
    """What decides who reaches whom was changed, and somebody is not reached since.

    A security group or a route is seldom registered as a resource, so its change counts wherever it
    was made; it counts more when it was made on the one that cannot connect.
    """
    if pair.sign not in _REACHING or not pair.is_soon:
        return None
    paths = " ".join(each.path for each in pair.change.diff)
    is_own = pair.is_own or pair.is_callee
    told = f"{pair.change.resource} {pair.change.summary}"
    if is_own and not paths and pair.change.kind != "deployment":
        paths = pair.change.summary
    if not _NETWORK.search(paths if is_own else f"{told} {paths}"):
        return None
    is_used = pair.changed_place == pair.change.resource
    domain = _domain_in_common(pair) if is_used else None
    strength = (
        Strength.DIRECT if (is_own or domain) and pair.sign in CONNECTING else Strength.STRONG
    )
    why = f"connections to {domain} fail" if domain else "connections fail"
    return Tie("changed-network", pair.changed_place, "network", strength, why)


def _domain_in_common(pair: Pair) -> str | None:
    """The domain that the change speaks of and the error's address lies in."""
    told = f"{pair.change.resource} {pair.change.summary} " + " ".join(
        f"{each.path} {each.before} {each.after}" for each in pair.change.diff
    )
    domains = {each.strip(".").lower() for each in _DOMAIN.findall(told)}
    hosts = [each.partition(":")[0] for each in endpoints_in(pair.said)]
    return next((d for d in sorted(domains) for h in hosts if h == d or h.endswith(f".{d}")), None)


def changed_secret(pair: Pair) -> Tie | None:
    """A credential was changed, and credentials are rejected since."""
    if pair.sign not in (Sign.EXPIRED, Sign.CREDENTIALS, Sign.CERTIFICATE) or not pair.is_soon:
        return None
    told = " ".join(
        [pair.change.resource, pair.change.summary, *(e.path for e in pair.change.diff)]
    )
    if not _SECRET.search(told) and not (pair.is_own and pair.change.kind == "configuration"):
        return None
    strength = Strength.DIRECT if pair.is_own and _SECRET.search(told) else Strength.STRONG
    why = "credentials are rejected"
    return Tie("changed-secret", _holder(pair), "configuration", strength, why)


def _holder(pair: Pair) -> str:
    """Where the changed secret is: who refuses it need not use it, if a client of theirs does."""
    concerned = {pair.resource} | callers_of(pair.workload, pair.resource)
    used = set[str]().union(*(callees_below(pair.workload, each) for each in concerned))
    return pair.change.resource if pair.change.resource in used else pair.resource
