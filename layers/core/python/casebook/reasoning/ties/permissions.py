"""A permission was taken away; the error says that it is missing."""

import json

from casebook.domain.change import Change
from casebook.knowledge.strength import Strength
from casebook.reasoning.denial import denial_in
from casebook.reasoning.signs import Sign
from casebook.reasoning.ties.tie import Pair, Tie

_PATH_WORDS = (
    "role",
    "polic",
    "permission",
    "statement",
    "boundary",
    "grant",
    "principal",
    "iam",
    "allow",
    "deny",
)


def lost_permission(pair: Pair) -> Tie | None:
    """The denied action, or the resource it was denied on, is in what the change took away.

    Without the removed text (CloudTrail tells a deleted policy's name alone) the tie is the role:
    the one that was denied is the one whose permissions were changed.
    """
    if pair.sign is not Sign.PERMISSION or not _is_about_permissions(pair):
        return None
    denial = denial_in(pair.said)
    removed, added = _taken_away(pair.change), _put_there(pair.change)
    if denial and denial.is_allowed_by(removed) and not denial.is_allowed_by(added):
        return Tie(
            "lost-permission", pair.resource, "permission", pair.fading(Strength.DIRECT),
            f"{denial.action} is denied",
        )  # fmt: skip
    told = f"{pair.change.resource} {pair.change.summary} {removed}"
    if pair.is_own or (denial and denial.role and denial.role in told):
        return Tie(
            "lost-permission", pair.resource, "permission", pair.fading(Strength.DIRECT),
            "it is denied what it could do before",
        )  # fmt: skip
    if pair.is_callee or (denial and denial.resource and pair.change.resource in denial.resource):
        return Tie(
            "lost-permission", pair.resource, "permission", pair.fading(Strength.STRONG),
            "access is denied",
        )  # fmt: skip
    return None


def _taken_away(change: Change) -> str:
    """What is allowed no longer, or denied from now on. A path may itself name the action:
    `permissions.PutOrders.Allow dynamodb:PutItem`."""
    gone = [e for e in change.diff if e.after is None and "Deny" not in e.path]
    denied = [e for e in change.diff if e.after is not None and "Deny" in f"{e.path} {e.after}"]
    changed = [e for e in change.diff if e.after is not None and e not in denied]
    texts = [f"{e.path} {json.dumps(e.before)}" for e in gone]
    texts += [f"{e.path} {json.dumps(e.after)}" for e in denied]
    texts += [f"{e.path} {json.dumps(e.before)}" for e in changed if e.before is not None]
    return " ".join(texts)


def _put_there(change: Change) -> str:
    """What is allowed from now on. An action whose resources were narrowed is no longer so."""
    return " ".join(
        f"{'' if e.before is not None else e.path} {json.dumps(e.after)}"
        for e in change.diff
        if e.after is not None and "Deny" not in f"{e.path} {e.after}"
    )


def _is_about_permissions(pair: Pair) -> bool:
    paths = " ".join(each.path for each in pair.change.diff).lower()
    return pair.change.kind == "permission" or any(word in paths for word in _PATH_WORDS)
