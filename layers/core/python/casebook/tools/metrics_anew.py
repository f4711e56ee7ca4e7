"""Whether the workload's metrics, read anew, are what they were."""

from casebook.domain.evidence import Evidence
from casebook.tools.tool import Answers

METRICS = "query_metrics"
"""The tool that is asked anew in each round, for all metrics at once."""


def metrics_unchanged(then: Evidence, answers: Answers) -> bool:
    """True if the metrics were read again since that evidence was found, over the same periods, and
    brought the same: neither a datapoint more nor another value."""
    before, now = answers.when(then, METRICS), answers.newest(METRICS)
    if before is None or now is None or now.id == before.id or now.outcome == "error":
        return False
    return (now.query, now.window, now.sha256) == (before.query, before.window, before.sha256)
