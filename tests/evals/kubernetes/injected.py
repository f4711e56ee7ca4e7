"""Faults as experiments and mistakes put them into a shop of many services, in a cluster whose
pods, events and nodes write into one log group.

The calls are eight services deep, the gateway at the top has the loudest errors, and unrelated
warnings, restarts, throttling and start-up errors go on beside, as in any cluster.

https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/
https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/
https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
https://kubernetes.io/docs/concepts/services-networking/network-policies/
https://kubernetes.io/docs/tasks/run-application/configure-pdb/
https://chaos-mesh.org/docs/simulate-pod-chaos-on-kubernetes/
https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
https://www.mongodb.com/docs/manual/reference/error-codes/
https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
https://grpc.io/docs/guides/status-codes/
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.evals.kubernetes import layouts
from tests.evals.kubernetes.cluster import Case, Changed, Landscape, Moved, Row, Said, Told

_ALWAYS, _BEFORE = -7000.0, -9999.0
"""Since when lines, and datapoints, tell of what is usual."""
_BUSY = (
    "gateway", "edge", "front", "left", "right", "checkout", "orders", "payment", "vault", "mail",
    "agent",
)  # fmt: skip
_DAILY: tuple[Row, ...] = (
    # An autoscaler that was never given anything to scale by, and a budget of nobody.
    Told(
        "HorizontalPodAutoscaler",
        "FailedGetResourceMetric",
        "failed to get cpu utilization: missing request for cpu in container app of Pod x",
        "mail",
        component="horizontal-pod-autoscaler",
        since=_ALWAYS,
        every=400,
    ),
    Told(
        "PodDisruptionBudget",
        "NoPods",
        "No matching pods found",
        "other",
        type="Normal",
        since=_ALWAYS,
        every=700,
    ),
    # It is throttled every minute of every day, restarts now and then, and complains.
    Moved("pod_cpu_throttled", 240, "edge", _BEFORE),
    Moved("pod_number_of_container_restarts", 9, "right", _BEFORE),
    Said("right", "ERROR model refresh failed: no new data for segment 7", _ALWAYS, 90, 0.7),
    Told(
        "Pod",
        "BackOff",
        "Back-off restarting failed container app in pod {pod}_{ns}(3c)",
        "right",
        since=_ALWAYS,
        every=500,
    ),
    # A pod was moved within the window, and found its callees after half a minute.
    Told("Pod", "Started", "Started container app", "mail", "Normal", since=-840, every=9000),
    Said("mail", "ERROR dial tcp 172.20.77.5:9092: connect: connection refused", -838, -800, 30),
    Told(
        "Pod",
        "Unhealthy",
        "Readiness probe failed: dial tcp 10.0.7.7:8080: connect: connection refused",
        "mail",
        since=-836,
        until=-800,
        every=10,
    ),
)

LARGE = Landscape(
    roles=(*_BUSY, "store", "cache", "broker", "job", "dns"),
    calls=(
        "gateway > edge > front > checkout > orders > payment > vault > store",
        "front > left > store",
        "front > right > left",
        "checkout > cache",
        "front > cache",
        "orders > broker",
        "mail > broker",
    ),
    busy=_BUSY,
    events=(
        layouts.exported,
        layouts.attributed,
        layouts.aged,
        layouts.recurring,
        layouts.routed,
        layouts.collected,
    ),
    lines=(layouts.wrapped, layouts.merged),
    daily=_DAILY,
    fixed={"dns": "coredns"},
    endings=("service", "-svc", "-api"),
    measured={
        "pod_cpu_throttled": ("Count", 3),
        "pod_container_status_waiting_reason_crash_loop_back_off": ("None", 0, 0.0, 0.0),
        "container_oom_events_total": ("None", 0, 0.0, 0.0),
        "http_request_p99_seconds": ("Seconds", 0.2),
    },
    is_one_group=True,
)

_CALLERS = {
    "edge": ("gateway",), "front": ("edge",), "left": ("front", "right"), "right": ("front",),
    "checkout": ("front",), "orders": ("checkout",), "payment": ("orders",),
    "vault": ("payment",), "store": ("vault", "left"), "cache": ("checkout", "front"),
    "broker": ("orders", "mail"),
}  # fmt: skip
"""Who calls a role; the way up to the gateway goes through the first."""
_5XX = Moved("5xx", 90, "gateway")
_UNAVAILABLE = Moved("status_replicas_unavailable", 2)
_RESTARTS = Moved("pod_number_of_container_restarts", 6)
_SETTING, _EXHAUSTED, _INFRA = "configuration", "resource-exhaustion", "infrastructure"
_DEPLOYED = "deployment|configuration"
_ROUTING = "configuration|dependency|network"
_REFUSED = 'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 172.20.14.9:8080: connect: connection refused"'  # noqa: E501
_NO_ANSWER = "dial tcp 172.20.14.9:8080: i/o timeout"
_TOO_LATE = "rpc error: code = DeadlineExceeded desc = context deadline exceeded"
_ANSWERED = "rpc error: code = Unknown desc = upstream answered 500"


def _felt(role: str, text: str | None = None, since: float = -590) -> tuple[Row, ...]:
    """Its callers say `text` of the role (or that it failed), those above that they were answered
    500, ever louder, and the gateway counts it."""
    rows: list[Row] = []
    words, rate = text or _ANSWERED, 3.0
    while callers := _CALLERS.get(role):
        said = f"ERROR call to {{{role}}} failed: {words}"
        rows += [Said(caller, said, since, 80, rate) for caller in callers]
        role, words, rate = callers[0], _ANSWERED, rate * 1.3
    return (*rows, _5XX)


def _counted(reason: str, message: str, kind: str = "Pod", **more: Any) -> Told:
    return Told(kind, reason, message, counted=True, **more)


def _crashing(*lines: str) -> tuple[Row, ...]:
    """It is started again and again, says its last words each time, and is not reached."""
    return (
        _counted("BackOff", "Back-off restarting failed container app in pod {pod}_{ns}(1f0c)"),
        *(Said("", line, per_minute=1.0) for line in lines),
        _RESTARTS,
        _UNAVAILABLE,
        Moved("pod_container_status_waiting_reason_crash_loop_back_off", 1),
    )


def _status(member: str, **told: object) -> Said:
    """A pod's status, as an agent that watches pods writes it down."""
    container = {"name": "app", "restartCount": 6, member: told}
    status = {"phase": "Running", "containerStatuses": [container]}
    text = json.dumps({"kind": "Pod", "status": status}, separators=(",", ":"))
    return Said("", text.replace("{", "{{").replace("}", "}}"), per_minute=0.8)


def _case(
    name: str,
    victim: str,
    category: str | None,
    rows: Sequence[Row | tuple[Row, ...]],
    **more: Any,
) -> Case:
    """An incident that the gateway's failures tell of, unless it says otherwise."""
    flat = [row for each in rows for row in (each if isinstance(each, tuple) else (each,))]
    watched: dict[str, Any] = {"alarm": "5xx", "alarmed": "gateway"} | more
    return Case(name, victim, category, tuple(flat), landscape=LARGE, **watched)


_WELL: dict[str, Any] = {"blames": None, "verdict": "healthy|recovered"}

INJECTED = (
    # Nobody behind a service's address, and its own pods say nothing
    _case(
        "service-selects-nobody",
        "left",
        _ROUTING,
        [
            _felt("left", _REFUSED),
            Changed("configuration", "service", "spec.selector.app: left -> left-v2"),
        ],
    ),
    _case("service-selects-nobody-untold", "payment", _ROUTING, [_felt("payment", _REFUSED)]),
    _case(
        "target-port-moved",
        "orders",
        _ROUTING,
        [
            _felt("orders", _REFUSED),
            Changed("configuration", "service", "spec.ports[0].targetPort: 8080 -> 18080"),
        ],
    ),
    _case("target-port-moved-untold", "vault", _ROUTING, [_felt("vault", _REFUSED)]),
    _case(
        "service-deleted",
        "left",
        _ROUTING + "|infrastructure",
        [_felt("left", "dial tcp: lookup {left}.{ns}.svc.cluster.local: no such host")],
    ),
    _case(
        "scaled-to-zero-counted",
        "payment",
        _DEPLOYED,
        [
            _felt("payment", "upstream connect error or disconnect/reset before headers"),
            Told(
                "Deployment",
                "ScalingReplicaSet",
                "Scaled down replica set {payment}-6d5f7c9b8d from 2 to 0",
                type="Normal",
                component="deployment-controller",
                every=9000,
            ),
        ],
    ),
    _case(
        "scaled-to-zero-by-change",
        "checkout",
        _DEPLOYED,
        [
            _felt("checkout", "no healthy upstream"),
            Changed("scaling", "replicas", "spec.replicas: 2 -> 0"),
        ],
    ),
    _case(
        "route-to-another-service",
        "gateway",
        _SETTING,
        [
            Said("gateway", "ERROR GET /api/items 404 no route matched", per_minute=9),
            Changed("configuration", "ingress", "paths[/api].backend: {edge} -> {edge}-old"),
            _5XX,
        ],
    ),
    _case(
        "endpoints-not-kept",
        "right",
        "infrastructure|configuration|network",
        [
            _felt("right", _REFUSED),
            _counted(
                "FailedToUpdateEndpointSlices",
                "Error updating Endpoint Slices for Service {ns}/{right}",
                "Service",
                component="endpoint-slice-controller",
            ),
        ],
    ),
    _case(
        "mesh-refuses",
        "orders",
        "permission|configuration|network",
        [
            _felt("orders", "rpc error: code = PermissionDenied desc = RBAC: access denied"),
            Changed("configuration", "authorization policy", "rules[0].from: [{checkout}] -> []"),
        ],
    ),
    # The way there
    _case(
        "policy-denies",
        "store",
        "network|configuration",
        [
            _felt("store", _NO_ANSWER),
            Changed("configuration", "network policy", "policyTypes: [] -> [Ingress]"),
        ],
    ),
    _case(
        "policy-denies-untold",
        "cache",
        "network|configuration|dependency",
        [_felt("cache", _NO_ANSWER)],
    ),
    _case(
        "packets-lost",
        "payment",
        "network|dependency",
        [_felt("payment", _TOO_LATE), Moved("http_request_p99_seconds", 9, "orders")],
    ),
    _case(
        "delay-injected",
        "left",
        "network|dependency",
        [_felt("left", "upstream request timeout"), Moved("http_request_p99_seconds", 5)],
    ),
    _case(
        "resolver-down",
        "dns",
        "infrastructure|network|configuration|dependency",
        [
            *(
                Said(
                    role,
                    f"ERROR dial tcp: lookup {{{callee}}}.{{ns}}.svc.cluster.local on "
                    "172.20.0.10:53: server misbehaving",
                    per_minute=5,
                )
                for callee, (role, *_) in _CALLERS.items()
                if role != "gateway"
            ),
            Said("gateway", "ERROR GET /items 502 upstream {edge} answered 500", per_minute=12),
            Told(
                "Deployment",
                "ScalingReplicaSet",
                "Scaled down replica set coredns-6d5f7c9b8d from 2 to 0",
                type="Normal",
                every=9000,
            ),
            _5XX,
        ],
    ),
    _case(
        "resolver-misconfigured",
        "dns",
        "configuration|network|infrastructure",
        [
            *_crashing(
                "/etc/coredns/Corefile:9 - Error during parsing: Unknown directive 'forwad'"
            ),
            *(
                Said(role, f"ERROR getaddrinfo EAI_AGAIN {{{callee}}}", per_minute=5)
                for callee, (role, *_) in _CALLERS.items()
            ),
            _5XX,
        ],
    ),
    _case(
        "resolver-policy-of-one",
        "vault",
        "configuration|network",
        [
            _felt("vault"),
            Said(
                "vault",
                'ERROR could not translate host name "{store}" to address: Name or service not '
                "known",
            ),
            Changed("configuration", "pod template", "dnsPolicy: ClusterFirst -> Default"),
        ],
    ),
    _case(
        "address-wrong-untold",
        "left",
        "configuration|network",
        [
            _felt("left"),
            Said("left", "ERROR dial tcp: lookup {store}-rw.{ns}.svc.cluster.local: no such host"),
        ],
    ),
    _case(
        "port-wrong-untold",
        "left",
        "configuration|network|dependency",
        [_felt("left"), Said("left", "ERROR {store}:5433: connect: connection refused")],
    ),
    # Who may
    _case(
        "database-user-revoked",
        "store",
        "permission|configuration",
        [
            _felt("vault"),
            Said("vault", "ERROR (Unauthorized) not authorized on ledger to execute command find"),
            Changed("configuration", "revoked role readWrite of the user vault", None),
        ],
    ),
    _case(
        "database-user-missing",
        "vault",
        "permission|configuration",
        [
            _felt("vault"),
            Said("vault", "ERROR connecting: (AuthenticationFailed) SCRAM failed: UserNotFound"),
            Said("store", "I ACCESS Authentication failed UserNotFound: Could not find user vault"),
        ],
        blames="vault|store",
    ),
    _case(
        "password-of-client-changed",
        "left",
        "configuration|permission",
        [
            _felt("left"),
            Said("left", 'FATAL pq: password authentication failed for user "left"'),
            Said("store", 'FATAL:  password authentication failed for user "left"'),
            Changed("configuration", "settings", "DB_PASSWORD: {{secret:a}} -> {{secret:b}}"),
        ],
    ),
    _case(
        "password-of-cache-set",
        "cache",
        "configuration|permission",
        [
            _felt("checkout"),
            Said("checkout", "ERROR redis: NOAUTH Authentication required."),
            Said("front", "ERROR redis: NOAUTH Authentication required."),
            Changed("configuration", "settings", "requirepass: (none) -> (set)"),
        ],
    ),
    _case(
        "service-account-may-not",
        "orders",
        "permission",
        [
            _felt("orders"),
            Said(
                "orders",
                'ERROR leases.coordination.k8s.io is forbidden: User "system:serviceaccount:{ns}:x"'
                ' cannot create resource "leases" in API group "coordination.k8s.io"',
            ),
        ],
    ),
    _case(
        "pull-secret-missing",
        "payment",
        "permission|configuration|deployment",
        [
            _felt("payment", _REFUSED),
            _counted(
                "FailedToRetrieveImagePullSecret",
                "Unable to retrieve some image pull secrets (registry-key); attempting to pull the "
                "image may not succeed.",
            ),
            _counted(
                "Failed",
                'Failed to pull image "registry.example/app:1.5": rpc error: code = Unknown desc = '
                "failed to authorize: failed to fetch anonymous token: 403 Forbidden",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "certificate-between-two",
        "payment",
        "configuration|infrastructure|dependency|network",
        [
            _felt(
                "payment",
                "tls: failed to verify certificate: x509: certificate has expired or is not yet "
                "valid",
            )
        ],
    ),
    # What does not start
    _case(
        "variable-not-in-environment",
        "left",
        "configuration|code-defect|deployment",
        [_felt("left", _REFUSED), *_crashing("KeyError: 'CATALOG_DATABASE_HOST'")],
    ),
    _case(
        "placeholder-not-resolved",
        "orders",
        _DEPLOYED,
        [
            _felt("orders", _REFUSED),
            *_crashing(
                "ERROR Application run failed: Could not resolve placeholder 'db.url' in value "
                '"${{db.url}}"'
            ),
        ],
    ),
    _case(
        "variable-shadowed-by-service-link",
        "vault",
        "configuration|bad-input|code-defect",
        [
            _felt("vault", _REFUSED),
            *_crashing(
                'FATAL invalid PORT: strconv.Atoi: parsing "tcp://172.20.3.4:80": invalid syntax'
            ),
        ],
    ),
    _case(
        "init-container-fails",
        "orders",
        _DEPLOYED + "|code-defect",
        [
            _felt("orders", _REFUSED),
            _counted("BackOff", "Back-off restarting failed container init-schema in pod {pod}(1)"),
            Said("", "/bin/sh: ./migrate.sh: not found", per_minute=1),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "sidecar-takes-the-port",
        "front",
        _DEPLOYED + "|resource-exhaustion",
        [
            _felt("front", _REFUSED),
            *_crashing("FATAL listen tcp :8080: bind: address already in use"),
        ],
    ),
    _case(
        "command-wrong",
        "edge",
        _DEPLOYED,
        [
            _felt("edge", _REFUSED),
            _status(
                "lastState",
                terminated={
                    "reason": "StartError",
                    "exitCode": 128,
                    "message": "failed to create containerd task: exec: ./srver: stat ./srver: no "
                    "such file or directory",
                },
            ),
            *_crashing(),
        ],
    ),
    _case(
        "crashes-without-words-after-release",
        "payment",
        "deployment|code-defect|configuration",
        [
            _felt("payment", _REFUSED),
            *_crashing(),
            Changed("deployment", "release 12", "args: [--serve] -> [--server]"),
        ],
    ),
    _case(
        "crashes-without-words",
        "vault",
        "deployment|code-defect|configuration",
        [
            _felt("vault", _REFUSED),
            *_crashing(),
            _status("lastState", terminated={"reason": "Error", "exitCode": 1}),
        ],
    ),
    _case(
        "file-system-read-only",
        "left",
        "configuration|permission|infrastructure|deployment",
        [
            _felt("left", _REFUSED),
            *_crashing("FATAL open /var/cache/app/index: read-only file system"),
        ],
    ),
    _case(
        "data-folder-not-permitted",
        "store",
        "permission|configuration",
        [
            _felt("store", _REFUSED),
            *_crashing("mkdir: cannot create directory '/data/db': Permission denied"),
        ],
    ),
    _case(
        "configuration-file-wrong",
        "edge",
        _SETTING,
        [
            _felt("edge", _REFUSED),
            *_crashing('nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/nginx.conf:31'),
        ],
    ),
    _case(
        "option-of-cache-wrong",
        "cache",
        _SETTING,
        [
            _felt("cache", _REFUSED),
            *_crashing("*** FATAL CONFIG FILE ERROR (Redis 7.2.4) *** Bad directive: 'maxmemry'"),
        ],
    ),
    _case(
        "option-of-database-wrong",
        "store",
        _SETTING,
        [
            _felt("store", _REFUSED),
            *_crashing("[ERROR] [MY-000067] [Server] unknown variable 'max_conections=5'."),
        ],
    ),
    _case(
        "flag-not-known",
        "right",
        _DEPLOYED,
        [_felt("right", _REFUSED), *_crashing("flag provided but not defined: -prot")],
    ),
    _case(
        "runs-as-root",
        "orders",
        "configuration|permission|deployment",
        [
            _felt("orders", _REFUSED),
            _status(
                "state",
                waiting={
                    "reason": "CreateContainerConfigError",
                    "message": "container has runAsNonRoot and image will run as root",
                },
            ),
            _UNAVAILABLE,
        ],
    ),
    # Probes of what works
    _case(
        "liveness-on-wrong-port",
        "left",
        _SETTING,
        [
            _felt("left", _REFUSED),
            _counted(
                "Unhealthy",
                'Liveness probe failed: Get "http://10.0.3.4:9090/live": dial tcp 10.0.3.4:9090: '
                "connect: connection refused",
            ),
            _counted("Killing", "Container app failed liveness probe, will be restarted"),
            _RESTARTS,
        ],
    ),
    _case(
        "readiness-on-wrong-path",
        "orders",
        _DEPLOYED,
        [
            _felt("orders", _REFUSED),
            _counted("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 404"),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "startup-probe-too-short",
        "right",
        _SETTING,
        [
            _felt("right", _REFUSED),
            _counted(
                "Unhealthy",
                "Startup probe failed: dial tcp 10.0.3.4:8080: connect: connection refused",
            ),
            _counted("Killing", "Container app failed startup probe, will be restarted"),
            Said("", "INFO loading the model, 40 seconds to go", per_minute=2),
            _RESTARTS,
            _UNAVAILABLE,
        ],
    ),
    # Too little
    _case(
        "killed-for-memory-status",
        "orders",
        _EXHAUSTED,
        [
            _felt("orders", _REFUSED),
            *_crashing(),
            _status("lastState", terminated={"reason": "OOMKilled", "exitCode": 137}),
            Moved("pod_memory_utilization_over_pod_limit", 99),
        ],
    ),
    _case(
        "killed-for-memory-by-metrics",
        "left",
        _EXHAUSTED,
        [
            _felt("left", _REFUSED),
            *_crashing(),
            Moved("container_oom_events_total", 8),
            Moved("pod_memory_utilization_over_pod_limit", 99),
        ],
    ),
    _case(
        "processor-burnt",
        "payment",
        f"{_EXHAUSTED}|traffic",
        [
            _felt("payment", _TOO_LATE),
            Moved("pod_cpu_utilization_over_pod_limit", 100),
            Moved("pod_cpu_throttled", 2900),
            Moved("http_request_p99_seconds", 8),
        ],
    ),
    _case(
        "processor-limit-lowered",
        "front",
        f"{_EXHAUSTED}|{_SETTING}|deployment",
        [
            _felt("front", _TOO_LATE),
            Changed("configuration", "limits", "resources.limits.cpu: 1000m -> 50m"),
            Moved("pod_cpu_utilization_over_pod_limit", 100),
            Moved("pod_cpu_throttled", 2700),
            Moved("http_request_p99_seconds", 8),
        ],
    ),
    _case(
        "volume-full",
        "store",
        _EXHAUSTED,
        [
            _felt("store", "ERROR could not extend file: No space left on device"),
            Said("store", 'ERROR:  could not extend file "base/1/2": No space left on device'),
            Said("left", "ERROR pq: could not extend file: No space left on device"),
        ],
    ),
    # Nowhere to run, not let in
    _case(
        "nodes-cordoned",
        "left",
        "configuration|infrastructure",
        [
            _felt("left", _REFUSED),
            _counted(
                "FailedScheduling",
                "0/2 nodes are available: 2 node(s) were unschedulable. preemption: 0/2 nodes are "
                "available: 2 Preemption is not helpful for scheduling.",
            ),
            _UNAVAILABLE,
        ],
        blames="left|node|spare",
    ),
    _case(
        "requests-raised",
        "payment",
        f"{_SETTING}|{_EXHAUSTED}|deployment",
        [
            _felt("payment", _REFUSED),
            Changed("deployment", "release 9", "resources.requests.memory: 1Gi -> 640Gi"),
            _counted("FailedScheduling", "0/2 nodes are available: 2 Insufficient memory."),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "pods-repel-each-other",
        "orders",
        _SETTING,
        [
            _felt("orders", _REFUSED),
            _counted(
                "FailedScheduling",
                "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "tainted-for-others",
        "cache",
        f"{_SETTING}|{_INFRA}",
        [
            _felt("cache", _REFUSED),
            _counted(
                "FailedScheduling",
                "0/2 nodes are available: 2 node(s) had untolerated taint {{sku: gpu}}.",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "quota-of-pods",
        "vault",
        f"{_EXHAUSTED}|throttling|{_SETTING}",
        [
            _felt("vault", _REFUSED),
            _counted(
                "FailedCreate",
                'Error creating: pods "{pod}-x" is forbidden: exceeded quota: compute, requested: '
                "pods=1, used: pods=40, limited: pods=40",
                "ReplicaSet",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "outside-limit-range",
        "front",
        f"{_SETTING}|{_EXHAUSTED}",
        [
            _felt("front", _REFUSED),
            _counted(
                "FailedCreate",
                'Error creating: pods "{pod}-x" is forbidden: maximum memory usage per Container '
                "is 512Mi, but limit is 2Gi",
                "ReplicaSet",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "priority-class-missing",
        "right",
        _SETTING,
        [
            _felt("right", _REFUSED),
            _counted(
                "FailedCreate",
                'Error creating: pods "{pod}-x" is forbidden: no PriorityClass with name urgent '
                "was found",
                "ReplicaSet",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "webhook-certificate",
        "checkout",
        "dependency|infrastructure|configuration|network",
        [
            _felt("checkout", _REFUSED),
            _counted(
                "FailedCreate",
                "Error creating: Internal error occurred: failed calling webhook "
                '"pods.policy.example": tls: failed to verify certificate: x509: certificate '
                "signed by unknown authority",
                "ReplicaSet",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "claim-without-class",
        "store",
        "configuration|infrastructure",
        [
            _felt("store", _REFUSED),
            _counted(
                "FailedBinding",
                "no persistent volumes available for this claim and no storage class is set",
                "PersistentVolumeClaim",
            ),
            _counted(
                "FailedScheduling",
                "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "volume-too-small",
        "store",
        "configuration|infrastructure",
        [
            _felt("store", _REFUSED),
            _counted(
                "VolumeMismatch",
                'Cannot bind to requested volume "pv-ledger": requested PV is too small',
                "PersistentVolumeClaim",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "schedule-cannot-be-met",
        "job",
        "configuration|infrastructure",
        [
            _counted(
                "FailedNeedsStart",
                "Cannot determine if job needs to be started: too many missed start times. Set or "
                "decrease .spec.startingDeadlineSeconds or check clock skew",
                "CronJob",
            ),
            _UNAVAILABLE,
        ],
        alarm="status_replicas_unavailable",
        alarmed="victim",
    ),
    _case(
        "metrics-server-gone",
        "front",
        "configuration|infrastructure|dependency|resource-exhaustion",
        [
            _felt("front", _TOO_LATE),
            _counted(
                "FailedGetResourceMetric",
                "failed to get cpu utilization: unable to get metrics for resource cpu: unable to "
                "fetch metrics from resource metrics API: the server is currently unable to "
                "handle the request (get pods.metrics.k8s.io)",
                "HorizontalPodAutoscaler",
                named="{front}-hpa",
            ),
            Moved("pod_cpu_utilization_over_pod_limit", 99),
            Moved("http_request_p99_seconds", 4),
        ],
    ),
    # Nodes
    _case(
        "node-drained",
        "vault",
        "infrastructure|resource-exhaustion|configuration",
        [
            _felt("vault", _REFUSED),
            Told(
                "Node",
                "NodeNotSchedulable",
                "Node {node} status is now: NodeNotSchedulable",
                "node",
                "Normal",
                every=9000,
            ),
            Told("Pod", "Killing", "Stopping container app", type="Normal", every=9000),
            _counted(
                "FailedScheduling",
                "0/2 nodes are available: 1 node(s) were unschedulable, 1 Insufficient cpu.",
            ),
            _UNAVAILABLE,
        ],
        blames="vault|node",
    ),
    _case(
        "kubelet-stopped",
        "node",
        "infrastructure",
        [
            _felt("checkout", _NO_ANSWER),
            Told(
                "Node",
                "NodeNotReady",
                "Node {node} status is now: NodeNotReady",
                "node",
                "Normal",
                component="node-controller",
                every=9000,
            ),
            _counted("NodeNotReady", "Node is not ready", role="checkout"),
            Moved("node_status_condition_ready", 0),
            Moved("status_replicas_unavailable", 1, "checkout"),
        ],
    ),
    _case(
        "containerd-stopped",
        "node",
        "infrastructure",
        [
            _felt("orders", _REFUSED),
            Said(
                "node",
                'E0314 09:21:07.412345    1 remote_runtime.go:633] "Status from runtime service '
                'failed" err="rpc error: code = Unavailable desc = connection error: desc = '
                '\\"transport: Error while dialing: dial unix /run/containerd/containerd.sock: '
                'connect: connection refused\\""',
                unit="kubelet.service",
                per_minute=6,
            ),
            Moved("status_replicas_unavailable", 1, "orders"),
        ],
    ),
    _case(
        "node-evicts",
        "node",
        "resource-exhaustion|infrastructure",
        [
            _felt("left", _REFUSED),
            Said(
                "node",
                'I0314 09:21:07.412345    1 eviction_manager.go:366] "Eviction manager: must evict '
                'pod(s) to reclaim" resourceName="memory"',
                unit="kubelet.service",
            ),
            _counted(
                "Evicted",
                "The node was low on resource: memory. Threshold quantity: 100Mi, available: 61Mi.",
                role="left",
            ),
            Moved("node_memory_utilization", 97),
            Moved("node_status_condition_memory_pressure", 1),
        ],
        blames="node|left",
    ),
    _case(
        "spot-taken-back",
        "node",
        "infrastructure",
        [
            _felt("payment", _REFUSED),
            Told(
                "Node",
                "SpotInterruption",
                "Spot Interruption event received. Instance will be interrupted in two minutes",
                "node",
                every=9000,
            ),
            Told("Pod", "Killing", "Stopping container app", "payment", "Normal", every=9000),
            Moved("status_replicas_unavailable", 1, "payment"),
            Moved("node_status_condition_ready", 0),
        ],
    ),
    _case(
        "pods-killed",
        "left",
        "infrastructure|dependency|deployment",
        [
            _felt("left", "read: connection reset by peer"),
            Told("Pod", "Killing", "Stopping container app", type="Normal", every=60),
            Told("Pod", "Started", "Started container app", type="Normal", since=-590, every=60),
            _UNAVAILABLE,
        ],
    ),
    # What runs on it
    _case(
        "broker-killed-for-memory",
        "broker",
        _EXHAUSTED,
        [
            _felt(
                "broker",
                "Connection to node 1 ({broker}/172.20.9.9:9092) could not be "
                "established. Broker may not be available.",
            ),
            Said(
                "mail",
                "WARN Connection to node 1 ({broker}/172.20.9.9:9092) could not be "
                "established. Broker may not be available.",
            ),
            *_crashing(),
            _status("lastState", terminated={"reason": "OOMKilled", "exitCode": 137}),
        ],
    ),
    _case(
        "operator-asks-for-no-storage",
        "store",
        "configuration|infrastructure",
        [
            _felt("store", _REFUSED),
            Said(
                "agent",
                'ERROR Reconciler error controller=ledger name={store} error="timed out '
                'waiting for pods to be ready"',
            ),
            _counted(
                "ProvisioningFailed",
                'storageclass.storage.k8s.io "ultra-fast" not found',
                "PersistentVolumeClaim",
            ),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "operator-asks-too-much",
        "store",
        "configuration|resource-exhaustion",
        [
            _felt("store", _REFUSED),
            Changed("configuration", "custom resource", "spec.resources.requests.cpu: 1 -> 96"),
            _counted("FailedScheduling", "0/2 nodes are available: 2 Insufficient cpu."),
            _UNAVAILABLE,
        ],
    ),
    _case(
        "database-not-created",
        "vault",
        "configuration|infrastructure|dependency",
        [_felt("vault"), Said("vault", 'ERROR pq: database "vault" does not exist')],
        blames="vault|store",
    ),
    _case(
        "flag-switched-on",
        "payment",
        "configuration|code-defect|deployment",
        [
            _felt("payment"),
            Said("payment", "ERROR charge failed: Invalid token. app.loyalty.level=gold"),
            Changed("configuration", "feature flag", "flags.paymentFailure: off -> on"),
        ],
    ),
    _case(
        "cache-full",
        "cache",
        _EXHAUSTED,
        [
            _felt("checkout"),
            Said("checkout", "ERROR OOM command not allowed when used memory > 'maxmemory'."),
            Said("front", "ERROR OOM command not allowed when used memory > 'maxmemory'."),
        ],
    ),
    # Beside the cause
    _case(
        "start-up-errors-of-its-caller",
        "payment",
        "dependency|permission|configuration",
        [
            _felt("payment"),
            Said(
                "orders",
                "ERROR dial tcp 172.20.77.5:9092: connect: connection refused {broker}",
                -640,
                -600,
                40,
            ),
            Said("payment", "ERROR card processor refused: 401 Unauthorized: invalid API key"),
        ],
    ),
    _case(
        "somebody-else-restarts",
        "cache",
        "deployment|configuration",
        [
            _felt("cache", _REFUSED),
            _counted(
                "Failed",
                'Failed to pull image "registry.example/cache:7.9": rpc error: code = NotFound '
                "desc = failed to resolve reference: registry.example/cache:7.9: not found",
            ),
            _counted("BackOff", 'Back-off pulling image "registry.example/cache:7.9"'),
            Told(
                "Pod",
                "BackOff",
                "Back-off restarting failed container app in pod {pod}",
                "agent",
                since=-6800,
                every=300,
            ),
            _UNAVAILABLE,
        ],
    ),
    # Nothing, or nothing any more
    _case("usual-failures", "front", None, [Moved("5xx", 9, "gateway", _BEFORE)], **_WELL),
    _case(
        "usual-throttling",
        "edge",
        None,
        [],
        alarm="pod_cpu_throttled",
        alarmed="edge",
        **_WELL,
    ),
    _case(
        "rollout-long-over",
        "orders",
        None,
        [
            Said("orders", f"ERROR {_REFUSED}", -1500, -1440, 30),
            _counted(
                "Unhealthy",
                "Readiness probe failed: connection refused",
                until=-1450,
                since=-1500,
                every=10,
            ),
            Moved("status_replicas_unavailable", 1, "orders", -1500, -1400),
        ],
        alarm="status_replicas_unavailable",
        alarmed="orders",
        **_WELL,
    ),
)
