"""What Kubernetes says is a cause where it names one, of whom it names, and of nobody else."""

import json
from datetime import UTC, datetime

import pytest

from casebook.analysis.cluster_events import ClusterObject, may_hold_event
from casebook.analysis.cluster_names import is_generated, owner_among
from casebook.analysis.log_entry import read_entry
from casebook.domain.change import Change, ChangeKind
from casebook.knowledge.catalogue import OURS
from casebook.knowledge.kubernetes import ReasonKind, reason_in
from casebook.ports.logs import LogLine
from casebook.reasoning.harmless import harmless_because
from casebook.reasoning.reading import read_line
from casebook.reasoning.rules import causes, cluster
from casebook.reasoning.signs import Sign, sign_of
from tests.unit.agents.builders import Incident, at, found_by, workload

AT = datetime(2026, 3, 14, 9, tzinfo=UTC)
REGISTERED = ("cart", "web", "shop/pay", "store", "etl/nightly", "ip-10-0-1-2.ec2.internal")


def event(reason: str, message: str, kind: str = "Pod") -> str:
    about = {"kind": kind, "name": "x"}
    entry = {"type": "Warning", "reason": reason, "message": message, "involvedObject": about}
    return json.dumps(entry)


@pytest.mark.parametrize(
    ("about", "owner"),
    [
        (ClusterObject("cart-5d8f7c9b6-x2k4p"), "cart"),
        (ClusterObject("cart-5d8f7c9b6", "replicaset"), "cart"),
        (ClusterObject("cart", "deployment"), "cart"),
        (ClusterObject("cart-x2k4p"), "cart"),
        (ClusterObject("store-0"), "store"),
        (ClusterObject("data-store-0", "persistentvolumeclaim"), "store"),
        (ClusterObject("nightly-29100400-x2k4p", namespace="etl"), "etl/nightly"),
        (ClusterObject("nightly-29100400", "job", "etl"), "etl/nightly"),
        (ClusterObject("nightly-29100400-x2k4p", namespace="other"), None),
        (ClusterObject("pay-5d8f7c9b6-x2k4p", namespace="shop"), "shop/pay"),
        (ClusterObject("web-canary-5d8f7c9b6-x2k4p"), None),
        (ClusterObject("v2-5d8f7c9b6-x2k4p", label="web"), "web"),
        (ClusterObject("cart-hpa", "horizontalpodautoscaler"), "cart"),
        (ClusterObject("keda-hpa-cart", "horizontalpodautoscaler"), "cart"),
        (ClusterObject("cart", "service"), "cart"),
        (ClusterObject("pay-svc", "service", "shop"), "shop/pay"),
        (ClusterObject("cart-x2k4p", "endpointslice"), "cart"),
        (ClusterObject("cart-db", "service"), None),
        (ClusterObject("ip-10-0-1-2", "node"), "ip-10-0-1-2.ec2.internal"),
        (ClusterObject("ip-10-0-1-20", "node"), None),
    ],
    ids=str,
)
def test_an_object_belongs_to_the_workload_that_named_it(
    about: ClusterObject, owner: str | None
) -> None:
    assert owner_among(about, REGISTERED) == owner


def test_a_generated_name_is_nobody_elses() -> None:
    assert is_generated(ClusterObject("web-canary-5d8f7c9b6-x2k4p"))
    assert not is_generated(ClusterObject("web-canary"))


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        (event("FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu."), Sign.CAPACITY),
        (event("Failed", 'Error: configmap "x509" not found'), Sign.NAMED),
        (event("BackOff", "Back-off restarting failed container: connection refused"), None),
        (event("BackoffLimitExceeded", "Job has reached the specified backoff limit", "Job"), None),
        (event("TeapotBrewed", "connection refused"), Sign.REFUSED),
    ],
)
def test_a_row_says_what_an_event_is_a_sign_of_and_words_where_no_row_knows_it(
    line: str, sign: Sign | None
) -> None:
    assert sign_of(read_line(line)) is sign


KUBELET = [
    (
        'E0314 09:21:07.4 1 pod_workers.go:1298] "Error syncing pod, skipping" err="failed to '
        '\\"StartContainer\\" for \\"app\\" with ErrImagePull: \\"manifest unknown\\"" '
        'pod="shop/cart-5d8f7c9b6-x2k4p"',
        "image-missing",
    ),
    (
        'I0314 09:21:07.4 1 prober.go:107] "Probe failed" probeType="Liveness" '
        'pod="shop/cart-5d8f7c9b6-x2k4p" probeResult="failure" output="HTTP probe failed with '
        'statuscode: 404"',
        "probe-failed",
    ),
]


@pytest.mark.parametrize(("said", "row"), KUBELET, ids=["made", "probed"])
def test_what_the_kubelet_says_of_a_pod_is_of_the_pods_workload(said: str, row: str) -> None:
    line = json.dumps(
        {"systemd_unit": "kubelet.service", "hostname": "ip-10-0-1-2", "message": said}
    )

    event = read_entry(line).event

    assert event is not None
    assert event.row is not None
    assert event.row.name == row
    assert event.about is not None
    assert owner_among(event.about, REGISTERED) == "cart"
    assert may_hold_event(line)


PODS = workload(
    (("cart", "eks-workload"), ("web", "eks-workload"), ("store", "eks-workload")),
    (("web", "cart"), ("web", "store"), ("cart", "store")),
)


def in_cluster(*told: tuple[str, str]) -> Incident:
    """Lines of one group, by who is told of or speaks."""
    group = "/aws/containerinsights/prod/all"
    resources = tuple(e.model_copy(update={"log_groups": (group,)}) for e in PODS.resources)
    incident = Incident(PODS.model_copy(update={"resources": resources}))
    for name, message in told:
        stream = f"ip-10-0-1-2.var.log.containers.{name}-5d8f7c9b6-x2k4p_shop_app-{'5f' * 32}.log"
        times = [at(second) for second in range(-110, 5, 10)]
        incident.lines += [LogLine(moment, message, group, stream) for moment in times]
    return incident


def said_of(name: str, reason: str, message: str) -> tuple[str, str]:
    return name, event(reason, message).replace('"x"', f'"{name}-5d8f7c9b6-x2k4p"')


PROBED = said_of("cart", "Unhealthy", "Liveness probe failed: connection refused")
UNWELL = said_of(
    "cart", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"
)
CRASHED = said_of("cart", "BackOff", "Back-off restarting failed container app")
MISSING = said_of("cart", "Failed", 'Error: configmap "flags" not found')


@pytest.mark.parametrize(
    ("told", "category"),
    [
        ((PROBED,), "configuration"),
        ((CRASHED,), "deployment"),
        ((CRASHED, PROBED), "configuration"),
        ((CRASHED, ("cart", "FATAL the licence of 2025 is not the one of 2026")), "deployment"),
        ((UNWELL,), None),
        ((CRASHED, ("cart", "ERROR dial tcp 10.0.0.9:5432: connect: connection refused")), None),
        ((CRASHED, MISSING), None),
        ((said_of("stranger", "BackOff", "Back-off restarting failed container app"),), None),
    ],
)
def test_what_is_started_again_is_blamed_itself_only_where_nothing_tells_why(
    told: tuple[tuple[str, str], ...], category: str | None
) -> None:
    found = found_by(cluster.started_again, in_cluster(*told))

    assert [(each.resource, each.category) for each in found] == (
        [("cart", category)] if category else []
    )


@pytest.mark.parametrize(
    ("callers", "blamed"), [(("cart", "web"), {"store"}), (("web",), {"web"})], ids=["all", "one"]
)
def test_who_all_call_that_hear_the_same_words_has_said_them(
    callers: tuple[str, ...], blamed: set[str]
) -> None:
    words = "ERROR OOM command not allowed when used memory > 'maxmemory'."

    found = found_by(causes.causes_by_sign, in_cluster(*((name, words) for name in callers)))

    assert {each.resource for each in found} == blamed


ROUTINE = [
    name
    for row in OURS.reasons.rows
    if row.kind is ReasonKind.ROUTINE and not row.phrases
    for name in row.reasons
]


@pytest.mark.parametrize("kind", ["service-event", "deployment", "configuration", "other"])
@pytest.mark.parametrize("reason", [name for name in ROUTINE if "*" not in name])
def test_what_a_controller_does_is_acquitted_and_not_who_uses_its_words(
    reason: str, kind: ChangeKind
) -> None:
    words = f"{reason}: the new index of the orders"
    change = Change(change_id="chg_1", at=AT, kind=kind, resource="cart", summary=words)

    said_by_kubernetes = reason_in(words) is not None and kind == "service-event"

    assert (harmless_because(change) is not None) is said_by_kubernetes
