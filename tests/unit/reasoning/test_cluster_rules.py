"""What Kubernetes says is a cause where it names one, of whom it names, and of nobody else."""

import json
from datetime import UTC, datetime

import pytest

from casebook.analysis.cluster_events import ClusterObject
from casebook.analysis.cluster_names import is_generated, owner_among
from casebook.domain.change import Change, ChangeKind
from casebook.knowledge.kubernetes import ReasonKind, reason_in, reasons
from casebook.reasoning.harmless import harmless_because
from casebook.reasoning.reading import read_line
from casebook.reasoning.signs import Sign, sign_of

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


ROUTINE = [
    name
    for row in reasons()
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
