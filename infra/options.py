"""Context options as they are written on a command line or in cdk.json."""

from __future__ import annotations

import re

BY_PREFIX, SINGLE_TENANT = "by-prefix", "single-tenant"
OWNERSHIP_MODES = (BY_PREFIX, SINGLE_TENANT)
_WORDS = {"yes": True, "true": True, "no": False, "false": False}
_WEB_ACL = re.compile(r"arn:aws[\w-]*:wafv2:us-east-1:\d{12}:global/webacl/[\w-]+/[\w-]+")


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
