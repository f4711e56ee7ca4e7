"""A denial in IAM's words: who may not do what on which resource."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

_ACTION = re.compile(r"(?:not|n't) authorized to perform:?\s*\[?(?P<action>[a-z0-9-]+:[A-Za-z*]+)")
_RESOURCE = re.compile(
    r"""on (?:the )?resource:?\s*[\["']?(?P<resource>arn:[^\s,;"'\]]+|[\w:/.*-]+)"""
)
_ROLE = re.compile(r":(?:assumed-role|role)/(?P<role>[\w+=,.@-]+)")
_OPERATION = re.compile(r"AccessDenied\w*\) when calling the (?P<name>\w+) operation")


@dataclass(frozen=True, slots=True, eq=False)
class Denial:
    """`action` as IAM spells it (`dynamodb:PutItem`), or the operation; `role` without path."""

    action: str
    resource: str
    role: str

    def is_allowed_by(self, text: str) -> bool:
        """True if a policy's text names the denied action, by itself or by a pattern."""
        if not self.action:
            return False
        named = re.findall(r"[a-z0-9-]+:[A-Za-z*?]+", text)
        if any(fnmatchcase(self.action.lower(), pattern.lower()) for pattern in named):
            return True
        return ":" not in self.action and self.action in text


def denial_in(text: str) -> Denial | None:
    """The denial that the text tells of; None if it names no action."""
    action = _ACTION.search(text)
    operation = None if action else _OPERATION.search(text)
    if not action and not operation:
        return None
    resource, role = _RESOURCE.search(text), _ROLE.search(text)
    return Denial(
        action=action["action"] if action else operation["name"] if operation else "",
        resource=resource["resource"].rstrip(".") if resource else "",
        role=role["role"] if role else "",
    )
