"""A node takes down what runs on it."""

from casebook.domain.workload import Workload
from casebook.reasoning.relations.shared import BORROWED, STANDS, began_first
from casebook.reasoning.weighing import Candidate


def from_its_node(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """Pods of a node that is lost or short are not ready, and evicted: that is the node's, unless
    their workload was changed."""
    node, hosted = workload.resource(cause.resource), workload.resource(effect.resource)
    return (
        node is not None
        and hosted is not None
        and (node.type, hosted.type) == ("eks-node", "eks-workload")
        and effect.category in BORROWED
        and effect.change is None
        and cause.standing >= STANDS
        and began_first(cause, effect)
    )
