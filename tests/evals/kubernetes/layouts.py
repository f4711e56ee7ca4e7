"""How agents and exporters write a container's line, a node's journal and an event by default.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-logs-FluentBit.html
https://docs.fluentbit.io/manual/pipeline/filters/kubernetes
https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
https://github.com/resmoio/kubernetes-event-exporter
https://github.com/vmware-archive/eventrouter
https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/k8seventsreceiver
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.evals.logs.clock import iso


@dataclass(frozen=True)
class Pod:
    name: str
    namespace: str
    container: str
    node: str

    @property
    def stream(self) -> str:
        return (
            f"{self.node}-application.var.log.containers."
            f"{self.name}_{self.namespace}_{self.container}-{'5f' * 32}.log"
        )


@dataclass(frozen=True)
class Event:
    type: str
    reason: str
    kind: str
    name: str
    namespace: str
    message: str
    count: int
    first: float
    at: float
    component: str


def wrapped(pod: Pod, at: float, text: str) -> str:
    """Container Insights' Fluent Bit: the line as text, and who wrote it."""
    return _dense(
        {
            "time": iso(at).replace("Z", "123456Z"),
            "stream": "stderr",
            "_p": "F",
            "log": text,
            "kubernetes": {
                "pod_name": pod.name,
                "namespace_name": pod.namespace,
                "pod_id": "1f0c2c7e-6c5e-4d59-9a3e-6f9c6f4d1c11",
                "host": pod.node,
                "container_name": pod.container,
                "docker_id": "5f" * 32,
                "container_hash": "registry.example/app@sha256:" + "ab" * 32,
                "container_image": "registry.example/app:1.4",
            },
        }
    )


def processed(pod: Pod, at: float, text: str) -> str:
    """The same where the line is JSON: `Merge_Log_Key log_processed`."""
    entry = json.loads(wrapped(pod, at, text))
    entry["log_processed"] = {"level": _level(text), "msg": text.partition(" ")[2], "ts": iso(at)}
    entry["log"] = json.dumps(entry["log_processed"])
    return _dense(entry)


def merged(pod: Pod, at: float, text: str) -> str:
    """The same, where a program logs JSON for what has a level, and prints the rest."""
    if text.partition(" ")[0] in ("INFO", "WARN", "ERROR", "FATAL"):
        return processed(pod, at, text)
    if not text.startswith("{"):
        return wrapped(pod, at, text)
    return _dense(json.loads(wrapped(pod, at, text)) | {"log_processed": json.loads(text)})


def plain(pod: Pod, at: float, text: str) -> str:
    """No wrapper: the stream alone names the pod."""
    return f"{iso(at)} {text}"


def journal(node: str, at: float, unit: str, text: str) -> str:
    """A node's journal in Container Insights' `dataplane` and `host`."""
    return _dense(
        {
            "systemd_unit": unit,
            "message": text,
            "hostname": node,
            "az": "eu-west-1b",
            "ec2_instance_id": "i-0a1b2c3d4e5f60718",
        }
    )


def core(event: Event) -> str:
    """core/v1, as the API and most exporters have it."""
    return _dense(
        {
            "metadata": {"name": f"{event.name}.17c8f3", "namespace": event.namespace},
            "involvedObject": _object(event),
            "reason": event.reason,
            "message": event.message,
            "source": {"component": event.component},
            "firstTimestamp": _seconds(event.first),
            "lastTimestamp": _seconds(event.at),
            "count": event.count,
            "type": event.type,
            "eventTime": None,
            "reportingComponent": event.component,
            "reportingInstance": "",
        }
    )


def series(event: Event) -> str:
    """events.k8s.io/v1."""
    return _dense(
        {
            "kind": "Event",
            "apiVersion": "events.k8s.io/v1",
            "metadata": {"name": f"{event.name}.17c8f3", "namespace": event.namespace},
            "regarding": _object(event),
            "reason": event.reason,
            "note": event.message,
            "type": event.type,
            "reportingController": event.component,
            "deprecatedCount": event.count,
            "deprecatedLastTimestamp": _seconds(event.at),
        }
    )


def recurring(event: Event) -> str:
    """events.k8s.io/v1 as controllers write it now: what came again is a series."""
    entry = json.loads(series(event))
    for name in ("deprecatedCount", "deprecatedLastTimestamp"):
        entry.pop(name)
    entry |= {"eventTime": _seconds(event.first), "action": "Binding"}
    if event.count > 1:
        entry["series"] = {"count": event.count, "lastObservedTime": _seconds(event.at)}
    return _dense(entry)


def routed(event: Event) -> str:
    """Eventrouter wraps the event and says what became of it."""
    return _dense({"verb": "UPDATED", "event": json.loads(core(event))})


def collected(event: Event) -> str:
    """An exporter that runs as a pod and prints to its standard output, which Fluent Bit reads."""
    pod = Pod("event-exporter-6d5f7c9b8d-x2k4p", "monitoring", "event-exporter", "ip-10-0-9-9")
    return wrapped(pod, event.at, core(event))


def table(event: Event) -> str:
    """`kubectl get events -A`: namespace, last seen, type, reason, object, message."""
    return (
        f"{event.namespace:<12} {'2s':<10} {event.type:<8} {event.reason:<22} "
        f"{event.kind.lower()}/{event.name:<40} {event.message}"
    )


def aged(event: Event) -> str:
    """`kubectl get events`, which tells how often an event came: `2s (x12 over 5m)`."""
    age = f"2s (x{event.count} over {int(event.at - event.first) // 60 + 1}m)"
    return (
        f"{age:<22} {event.type:<8} {event.reason:<22} "
        f"{event.kind.lower()}/{event.name:<40} {event.message}"
    )


def exported(event: Event) -> str:
    """kubernetes-event-exporter: core/v1 with the labels and owners of the object."""
    entry = json.loads(core(event))
    entry["clusterName"] = "prod"
    entry["involvedObject"] |= {"labels": {"tier": "shop"}, "annotations": {}, "deleted": False}
    return _dense(entry)


def attributed(event: Event) -> str:
    """OpenTelemetry's receiver of events, as the exporter to CloudWatch Logs writes it."""
    return _dense(
        {
            "body": event.message,
            "severity_text": event.type,
            "attributes": {
                "k8s.event.reason": event.reason,
                "k8s.event.count": event.count,
                "k8s.event.start_time": _seconds(event.first),
                "k8s.namespace.name": event.namespace,
            },
            "resource": {"k8s.object.kind": event.kind, "k8s.object.name": event.name},
        }
    )


def _object(event: Event) -> dict[str, Any]:
    found = {"kind": event.kind, "name": event.name, "apiVersion": "v1"}
    return found if event.kind == "Node" else found | {"namespace": event.namespace}


def _seconds(at: float) -> str:
    return iso(at)[:19] + "Z"


def _level(text: str) -> str:
    return text.partition(" ")[0].lower()


def _dense(entry: dict[str, Any]) -> str:
    return json.dumps(entry, separators=(",", ":"))
