"""What AWS says of its own services: the issues of AWS Health, for accounts whose support plan has
its API. It is asked once for all resources, at the one address of its partition.

https://docs.aws.amazon.com/health/latest/APIReference/API_DescribeEvents.html
https://docs.aws.amazon.com/general/latest/gr/health.html
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.platform_events.event import event
from casebook.adapters.platform_events.once import AskedOnce
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import AwsCallFailed

SERVICES: Mapping[str, str] = {
    "apigateway": "APIGATEWAY",
    "dynamodb": "DYNAMODB",
    "ecs": "ECS",
    "elasticache": "ELASTICACHE",
    "lambda": "LAMBDA",
    "rds": "RDS",
    "sqs": "SQS",
    "stepfunctions": "STATES",
}
"""How Health calls the service of each type of resource."""

_MOST = 10
"""As many as DescribeEventDetails takes at once."""
_HOMES = {"cn-": "cn-northwest-1", "us-gov-": "us-gov-west-1"}
_HOME = "us-east-1"
_NO_PLAN = "SubscriptionRequiredException"


class HealthIssues:
    """Issues of all services that have resources here."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._once = AskedOnce(self._issues)

    def read(self, clients: Clients, resource: Resource, window: Window) -> Iterator[Change]:
        """Issues of the resource's service: those that name it, and those that name nothing."""
        service = SERVICES.get(resource.type)
        if service is None:
            return
        for issue in self._once.of(window):
            if issue["service"] != service:
                continue
            named = issue["named"]
            if not named or any(_is_of(each, resource.name) for each in named):
                yield event(resource.name, issue["startTime"], _told(issue))

    def _issues(self, window: Window) -> list[dict[str, Any]]:
        """The newest, each with `text` and the entities that it has `named`."""
        asked: dict[str, Any] = {
            "eventTypeCategories": ["issue"],
            "services": sorted(SERVICES.values()),
            "startTimes": [{"from": window.start, "to": window.end}],
        }
        if region := self._clients.region:
            asked["regions"] = [region]
        try:
            page = self._call("describe_events", filter=asked, maxResults=100)
        except AwsCallFailed as error:
            if error.code == _NO_PLAN:
                return []
            raise
        issues = sorted(page.get("events", []), key=lambda issue: issue["startTime"])[-_MOST:]
        if not issues:
            return []
        arns = [issue["arn"] for issue in issues]
        details = self._call("describe_event_details", eventArns=arns)
        texts = {
            each["event"]["arn"]: each.get("eventDescription", {}).get("latestDescription", "")
            for each in details.get("successfulSet", [])
        }
        answer = self._call("describe_affected_entities", filter={"eventArns": arns})
        named: defaultdict[str, list[str]] = defaultdict(list)
        for entity in answer.get("entities", []):
            named[entity["eventArn"]].append(entity.get("entityValue", ""))
        return [
            {**issue, "text": texts.get(issue["arn"], ""), "named": named[issue["arn"]]}
            for issue in issues
        ]

    def _call(self, operation: str, **asked: Any) -> dict[str, Any]:
        region = self._clients.region or _HOME
        home = next((at for prefix, at in _HOMES.items() if region.startswith(prefix)), _HOME)
        return self._clients.call("health", operation, region=home, **asked)


def _told(issue: dict[str, Any]) -> str:
    status, text = issue.get("statusCode", "open"), issue["text"] or issue.get("eventTypeCode", "")
    return f"AWS Health reports an issue of {issue['service']}, {status}: {text}"


def _is_of(entity: str, name: str) -> bool:
    """Entities are named by their ARNs or their names."""
    return entity == name or entity.endswith((f"/{name}", f":{name}"))
