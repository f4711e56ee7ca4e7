"""Context options as they are written on a command line or in cdk.json."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

MOST_AT_ONCE = 500
BY_PREFIX, SINGLE_TENANT = "by-prefix", "single-tenant"
OWNERSHIP_MODES = (BY_PREFIX, SINGLE_TENANT)
_WORDS = {"yes": True, "true": True, "no": False, "false": False}
_WEB_ACL = re.compile(r"arn:aws[\w-]*:wafv2:us-east-1:\d{12}:global/webacl/[\w-]+/[\w-]+")


class AtOnce(NamedTuple):
    """How many diagnoses may be under way in the account, and of one project."""

    account: int
    project: int


DEFAULT_AT_ONCE = AtOnce(40, 10)


def names(listed: str | None) -> tuple[str, ...]:
    """The items of a list with commas between them."""
    return tuple(name.strip() for name in (listed or "").split(",") if name.strip())


def is_on(option: str, said: object) -> bool:
    """An option that is on unless it says no. Raises ValueError for another word."""
    word = "yes" if said is None else str(said).lower()
    if word not in _WORDS:
        raise ValueError(f"-c {option}={said}: say yes or no")
    return _WORDS[word]


def web_acl(arn: str) -> str:
    """The ARN of a web ACL, or nothing. Raises ValueError for one that CloudFront cannot take:
    its own are of the scope CLOUDFRONT, and all in us-east-1.
    """
    if arn and not _WEB_ACL.fullmatch(arn):
        raise ValueError(
            f"-c webAclArn: {arn!r} is no web ACL of CloudFront's, which is written "
            "arn:aws:wafv2:us-east-1:ACCOUNT:global/webacl/NAME/ID"
        )
    return arn


def ownership(mode: str) -> str:
    """What a project may watch, empty for the stage's own. Raises ValueError for a mode that there
    is not."""
    if mode and mode not in OWNERSHIP_MODES:
        raise ValueError(f"-c ownership={mode}: say one of {', '.join(OWNERSHIP_MODES)}")
    return mode


def at_once(said: Callable[[str], object]) -> AtOnce:
    """Raises ValueError for what is no whole number that fits, and for a project's that is above
    the account's, unless that is only its default."""
    account = _count("diagnosesAtOnce", said("diagnosesAtOnce"), DEFAULT_AT_ONCE.account)
    otherwise = min(account, DEFAULT_AT_ONCE.project)
    own = _count("projectDiagnosesAtOnce", said("projectDiagnosesAtOnce"), otherwise)
    if own > account:
        raise ValueError(
            f"-c projectDiagnosesAtOnce={own}: a project cannot have more under way than the "
            f"account, which has {account} (diagnosesAtOnce)"
        )
    return AtOnce(account, own)


def _count(option: str, said: object, otherwise: int) -> int:
    text = str(otherwise if said is None else said)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_AT_ONCE:
        raise ValueError(f"-c {option}={said}: say a whole number from 1 to {MOST_AT_ONCE}")
    return int(text)
