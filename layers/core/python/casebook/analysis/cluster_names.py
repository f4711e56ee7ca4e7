"""Which workload of Kubernetes an object belongs to, told by how Kubernetes names objects.

https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label
https://github.com/kubernetes/apimachinery/blob/master/pkg/util/rand/rand.go (the alphabet)
https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#cronjob-limitations
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from casebook.analysis.cluster_events import ClusterObject

_SAFE = "[bcdfghjklmnpqrstvwxz2456789]"
_OF_DEPLOYMENT = re.compile(rf"(.+)-{_SAFE}{{6,10}}-{_SAFE}{{5}}")
_OF_CRON_JOB = re.compile(rf"(.+)-\d{{8,10}}(?:-{_SAFE}{{5}})?")
_OF_REPLICA_SET = re.compile(rf"(.+)-{_SAFE}{{6,10}}")
_OF_SET = re.compile(rf"(.+)-{_SAFE}{{5}}")
_OF_STATEFUL_SET = re.compile(r"(.+)-\d{1,4}")
# What is made for a workload by hand, and called after it.
_MADE_FOR = re.compile(
    r"(?:keda-hpa-)?(.+?)(?:-(?:hpa|vpa|svc|service|headless|lb|pdb|ingress|netpol))?"
)
_BY_KIND: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "pod": (_OF_DEPLOYMENT, _OF_CRON_JOB, _OF_SET, _OF_STATEFUL_SET),
    "replicaset": (_OF_REPLICA_SET,),
    "job": (_OF_CRON_JOB,),
    "persistentvolumeclaim": (_OF_STATEFUL_SET,),
    "endpointslice": (_OF_SET,),
    **dict.fromkeys(
        (
            "service", "endpoints", "horizontalpodautoscaler", "verticalpodautoscaler",
            "scaledobject", "poddisruptionbudget", "ingress", "networkpolicy",
        ),
        (_MADE_FOR,),
    ),
}  # fmt: skip


def workload_names(about: ClusterObject) -> Iterator[str]:
    """What the workload of the object may be called, the likeliest first: a Deployment's pod looks
    like a DaemonSet's whose name ends in a hash."""
    yield about.name
    for rule in _BY_KIND.get(about.kind, ()):
        if found := rule.fullmatch(about.name):
            yield found[1]
    if about.label:
        yield about.label


def is_generated(about: ClusterObject) -> bool:
    """Whether the name tells its workload by Kubernetes' rules, so that no other name fits."""
    return about.kind == "pod" and any(
        rule.fullmatch(about.name) for rule in (_OF_DEPLOYMENT, _OF_CRON_JOB)
    )


def owner_among(about: ClusterObject, registered: Iterable[str]) -> str | None:
    """The registered resource, as `name` or `namespace/name`, that the object belongs to.

    A claim is called after its template and its pod (`data-store-0`), so its workload's name stands
    at its end. A node is known by its short name as well.
    """
    names = [name.lower() for name in workload_names(about)]
    by_name = {name.lower(): name for name in registered}
    for name in names:
        if about.namespace and (found := by_name.get(f"{about.namespace.lower()}/{name}")):
            return found
        if found := by_name.get(name):
            return found
    for lowered, name in by_name.items():
        place, slash, own = lowered.rpartition("/")
        if slash and about.namespace and place != about.namespace.lower():
            continue
        if own in names:
            return name
        if about.kind == "persistentvolumeclaim" and any(n.endswith(f"-{own}") for n in names):
            return name
        if about.kind == "node" and lowered.partition(".")[0] == names[0].partition(".")[0]:
            return name
    return None
