"""Access logs of load balancers, distributions and web servers: one request a line.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
https://httpd.apache.org/docs/current/logs.html#combined
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from casebook.analysis.log_fields import MESSAGE, STATUS, Names, first, first_text

_BALANCER = re.compile(
    r"^(?:https?|h2|grpcs?|wss?) \S+Z (?:app|net)/\S+ \S+ (?P<target>\S+) \S+ \S+ \S+ "
    r'(?P<status>\d{3}|-) (?P<answered>\d{3}|-) \S+ \S+ "(?P<method>\S+) (?P<url>\S+)'
)
_DISTRIBUTION = re.compile(
    r"^\d{4}-\d\d-\d\d\t[\d:]{8}\t\S+\t\S+\t\S+\t(?P<method>[A-Z]+)\t\S+\t(?P<url>\S+)\t"
    r"(?P<status>\d{3})\t(?P<rest>.*)"
)
_COMBINED = re.compile(
    r'"(?P<method>[A-Z]{3,7}) (?P<url>\S+) HTTP/\d(?:\.\d)?" (?P<status>\d{3})\b'
)
_DETAILED_RESULT = re.compile(r"\t(?P<result>(?:Origin|Error|LambdaException|Function)\w{3,40})\b")
# By these a proxy says that the one behind it did not answer, or not well. A 500 is the server's
# own, unless one behind it gave it.
_OF_UPSTREAM = frozenset({"502", "503", "504"})
_SERVER_ERROR = "5"


class Access(NamedTuple):
    """`said` tells the request and its end in words, as errors are told elsewhere."""

    status: str
    said: str

    @property
    def failed(self) -> bool:
        return self.status.startswith(_SERVER_ERROR)


def access_in(line: str) -> Access | None:
    """The request that a line of an access log is about."""
    if "\t" in line[:12]:
        if found := _DISTRIBUTION.match(line):
            result = _DETAILED_RESULT.search(found["rest"])
            why = f": {result['result']}" if result else ""
            return Access(found["status"], _told(found, why, of_upstream=True))
    elif " app/" in line[:60] or " net/" in line[:60]:
        if found := _BALANCER.match(line):
            silent = found["answered"] == "-"
            why = ", the target gave no status" if silent else ""
            return Access(found["status"], _told(found, why, of_upstream=True))
    if "HTTP/" in line and (found := _COMBINED.search(line)):
        return Access(found["status"], _told(found, "", found["status"] in _OF_UPSTREAM))
    return None


def gateway_access(entry: Mapping[str, Any]) -> Access | None:
    """The request that an entry of API Gateway's access log is about; its fields are those that its
    owner chose, by the names of the documentation's examples."""
    if not _METHOD.are_in(entry) or MESSAGE.are_in(entry):
        return None
    method = first_text(entry, _METHOD)
    status = str(first(entry, STATUS) or "")
    if not method or not status.isdecimal():
        return None
    path = first_text(entry, _PATH)
    request = f"{method} {path}" if path and path not in method else method
    of_upstream = _OF_GATEWAYS.are_in(entry) or status in _OF_UPSTREAM
    return Access(status, f"{request} {_ended(status, of_upstream)}")


_METHOD = Names("httpMethod", "routeKey", "method", "http_method")
_PATH = Names("path", "resourcePath", "rawPath", "url")
_OF_GATEWAYS = Names(
    "integrationStatus", "integrationErrorMessage", "routeKey", "resourcePath",
    "integrationLatency", "integration.status", "integration.error", "apiId",
)  # fmt: skip


def _told(found: re.Match[str], why: str, of_upstream: bool) -> str:
    return f"{found['method']} {found['url']} {_ended(found['status'], of_upstream)}{why}"


def _ended(status: str, of_upstream: bool) -> str:
    """`answered 502` is what callers say of a callee; of its own a server says `ended with`."""
    return f"answered {status}" if of_upstream else f"ended with {status}"
