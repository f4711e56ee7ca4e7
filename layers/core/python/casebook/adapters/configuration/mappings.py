"""What a function reads by itself: queues, streams and topics, through event source mappings.

https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html
"""

from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.values import Seen, latest, present, short
from casebook.analysis.configuration import last_modified_of

_MOST = 100
_OFF = frozenset({"Disabled", "Disabling"})
_PROBLEM = "PROBLEM"


def mappings_of(clients: Clients, function: str) -> dict[str, dict[str, Any]]:
    """Each event source mapping by the name of its source: `orders` of
    `arn:aws:dynamodb:…:table/orders/stream/2026-…`, a topic of Kafka outside of AWS."""
    page = clients.call(
        "lambda", "list_event_source_mappings", FunctionName=function, MaxItems=_MOST
    )
    named: dict[str, dict[str, Any]] = {}
    for mapping in sorted(page.get("EventSourceMappings", []), key=lambda each: each["UUID"]):
        name = _source(mapping)
        named[name if name not in named else f"{name}/{mapping['UUID']}"] = mapping
    return named


def is_off(mapping: dict[str, Any]) -> bool:
    """Whether it hands nothing over. One that is being changed counts as it was meant: on."""
    return mapping.get("State") in _OFF


def problem_of(mapping: dict[str, Any]) -> str:
    """`PROBLEM: Function call failed`, if that is what the last attempt came to."""
    result = str(mapping.get("LastProcessingResult") or "")
    return result if result.startswith(_PROBLEM) else ""


def read_mappings(clients: Clients, function: str) -> Seen:
    """`trigger[orders].enabled` and so on, and how each is doing."""
    settings: dict[str, Any] = {}
    health: dict[str, Any] = {}
    for name, found in mappings_of(clients, function).items():
        path = f"trigger[{name}]"
        filters = found.get("FilterCriteria", {}).get("Filters", [])
        patterns = sorted(str(each["Pattern"]) for each in filters if each.get("Pattern"))
        settings |= {
            f"{path}.enabled": not is_off(found),
            f"{path}.batchSize": found.get("BatchSize"),
            f"{path}.batchWindowSeconds": found.get("MaximumBatchingWindowInSeconds"),
            f"{path}.filter": short(" or ".join(patterns)),
            f"{path}.concurrency": found.get("ScalingConfig", {}).get("MaximumConcurrency"),
            f"{path}.parallelization": found.get("ParallelizationFactor"),
            f"{path}.attempts": found.get("MaximumRetryAttempts"),
            f"{path}.mostAgeSeconds": found.get("MaximumRecordAgeInSeconds"),
            f"{path}.splitsOnError": found.get("BisectBatchOnFunctionError"),
            f"{path}.responses": found.get("FunctionResponseTypes"),
            f"{path}.onFailure": found.get("DestinationConfig", {}).get("OnFailure"),
            last_modified_of(path): latest(found.get("LastModified")),
        }
        health |= {
            f"{path}.state": found.get("State"),
            f"{path}.state.reason": found.get("StateTransitionReason"),
            f"{path}.lastResult": short(found.get("LastProcessingResult")),
        }
    return Seen(present(settings), present(health))


def _source(mapping: dict[str, Any]) -> str:
    """The kinds of ARN: `queue`, `stream/name`, `table/name/stream/…`, `cluster/name/id`,
    `broker:name:id`."""
    if arn := mapping.get("EventSourceArn"):
        parts = arn.split(":", 5)[-1].replace(":", "/").split("/")
        return str(parts[min(1, len(parts) - 1)])
    return ", ".join(mapping.get("Topics", [])) or str(mapping["UUID"])
