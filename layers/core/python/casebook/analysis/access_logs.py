"""Access logs of load balancers, distributions, API Gateway and web servers: one request a line.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
https://httpd.apache.org/docs/current/logs.html#combined
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from casebook.analysis.log_fields import first, first_text, has_field
from casebook.knowledge.log_fields import LogField

# Few lines are those of an access log: `re` compiles each when the first such line comes.
_BALANCER = (
    r"^(?:https?|h2|grpcs?|wss?) \S+Z (?:app|net)/\S+ \S+ (?P<target>\S+) \S+ \S+ \S+ "
    r'(?P<status>\d{3}|-) (?P<answered>\d{3}|-) \S+ \S+ "(?P<method>\S+) (?P<url>\S+)'
)
_DISTRIBUTION = (
    r"^\d{4}-\d\d-\d\d\t[\d:]{8}\t\S+\t\S+\t\S+\t(?P<method>[A-Z]+)\t(?P<host>\S+)\t(?P<url>\S+)\t"
    r"(?P<status>\d{3})\t(?P<rest>.*)"
)
_COMBINED = r'"(?P<method>[A-Z]{3,7}) (?P<url>\S+) HTTP/\d(?:\.\d)?" (?P<status>\d{3})\b'
# Why it ended so, as a distribution and a balancer call it. `Error` alone says no more than 5xx.
_RESULT = r"(?:Origin|Error|LambdaException|Function)\w{3,40}"
_DETAILED_RESULT = rf"\t(?P<result>{_RESULT})\b"
_REASON = r'" "(?P<reason>(?:Auth|Lambda|Target|Waf|WAF)[A-Za-z]{3,40})" "'
# By these a proxy says that the one behind it did not answer, or not well. A 500 is the server's
# own, unless one behind it gave it.
_OF_UPSTREAM = frozenset({"502", "503", "504"})
_SERVER_ERROR = "5"
_ORIGIN = r"\w+://(?P<host>[^/:?#]+)(?::\d+)?(?P<path>[^?#]*)"
_PORT = r":\d+$"
_WITH_A_DIGIT = r"/[^/?#]*\d[^/?#]*"
_SAYS_NOTHING = frozenset({"Error", "Hit", "Miss", "RefreshHit", "OK", "-", "via_upstream"})


class Access(NamedTuple):
    """One request. `url` is as the log has it; `of_upstream`: whoever wrote the line passes on what
    another one answered, `target`, where that is told, with `answered` as its status ("-" for none
    at all). `why` it ended so, in the log's word."""

    method: str
    url: str
    status: str
    of_upstream: bool = False
    why: str = ""
    host: str = ""
    target: str = ""
    answered: str = ""

    @property
    def failed(self) -> bool:
        return self.status.startswith(_SERVER_ERROR)

    @property
    def said(self) -> str:
        """The request and its end in words, as errors are told elsewhere: `answered 502` is what
        callers say of a callee; of its own a server says `ended with`."""
        request = f"{self.method} {self.url}".strip()
        ended = "answered" if self.of_upstream else "ended with"
        silent = ", the target gave no status" if self.answered == "-" else ""
        why = f": {self.why}" if self.why else ""
        return f"{request} {ended} {self.status}{silent}{why}"

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """What sets requests apart: whom they asked for what, and who answered. Numbers and ids in
        a path are left out, for they name one thing."""
        origin = re.match(_ORIGIN, self.url)
        path = origin["path"] if origin else self.url.partition("?")[0]
        told = {
            "method": self.method,
            "path": re.sub(_WITH_A_DIGIT, "/*", path),
            "host": self.host or (origin["host"] if origin else ""),
            "target": re.sub(_PORT, "", self.target),
            "answered": self.answered,
        }
        return ((name, value) for name, value in told.items() if value)


def access_in(line: str) -> Access | None:
    """The request that a line of an access log is about."""
    if "\t" in line[:12]:
        if found := re.match(_DISTRIBUTION, line):
            result = re.search(_DETAILED_RESULT, found["rest"])
            why = result["result"] if result else ""
            return Access(found["method"], found["url"], found["status"], True, why, found["host"])
    elif (" app/" in line[:60] or " net/" in line[:60]) and (found := re.match(_BALANCER, line)):
        reason = re.search(_REASON, line[found.end() :])
        why = reason["reason"] if reason else ""
        asked = (found["method"], found["url"], found["status"])
        return Access(*asked, True, why, target=found["target"], answered=found["answered"])
    if "HTTP/" in line and (found := re.search(_COMBINED, line)):
        status = found["status"]
        return Access(found["method"], found["url"], status, status in _OF_UPSTREAM)
    return None


def access_of(entry: Mapping[str, Any]) -> Access | None:
    """The request that a structured entry is about. API Gateway's fields are those that its owner
    chose, by the names of the documentation's examples."""
    if not has_field(entry, LogField.METHOD) or has_field(entry, LogField.MESSAGE):
        return None
    method = first_text(entry, LogField.METHOD)
    status = str(first(entry, LogField.STATUS) or "")
    if not method or not status.isdecimal():
        return None
    path = first_text(entry, LogField.PATH)
    return Access(
        method=method,
        url=path if path not in method else "",  # a route's key has both
        status=status,
        of_upstream=has_field(entry, LogField.GATEWAY) or status in _OF_UPSTREAM,
        why=_why(entry),
    )


def _why(entry: Mapping[str, Any]) -> str:
    said = first_text(entry, LogField.REASON)
    if said in _SAYS_NOTHING:
        return ""
    return said if "x-edge-result-type" not in entry or re.fullmatch(_RESULT, said) else ""
