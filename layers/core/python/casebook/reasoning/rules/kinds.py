"""What a metric tells, read from its name: failures, how long something takes, what comes in."""

import re

from casebook.tools.results import MetricSummary

_FAILURES = ("error", "5xx", "fault", "fail", "timeout", "deadletter", "unhealthy", "4xx", "reject")
_LATENCY = re.compile(
    r"duration|latency|latencies|(?<![a-z])age(?![a-z])|ageof|iteratorage|delay|round_?trip"
    r"|(?:query|execution|wait|processing|response|request|commit|lock|read|write|service)_?time"
    r"|lag(?:$|[^a-z]|m(?:s|illi)|s(?:$|ec))|(?<![a-z0-9])p(?:50|9\d+)(?!\d)"
)
_ARRIVALS = re.compile(
    r"invocations|requests?(?:_?count)?$|requests?_?total|^count$|messagessent|consumed(?:read|write)"
    r"capacityunits|newconnectioncount|incoming(?:records|requests|messages|bytes)|^calls|orders$"
    # What a batch job does: rows read, records processed, documents scanned.
    r"|(?:rows|records|documents|objects|items|pages|jobs|queries|messages)_?(?:read|written|scanned"
    r"|processed|exported|imported|handled|started|run)$"
)


def is_failure(summary: MetricSummary) -> bool:
    """True for a metric that counts failures. A success rate, say, is none."""
    name = summary.name.lower()
    return any(word in name for word in _FAILURES) and "success" not in name


def counts_trouble(summary: MetricSummary) -> bool:
    """True for a metric that counts failures or refusals."""
    return is_failure(summary) or "throttle" in summary.name.lower()


def is_latency(summary: MetricSummary) -> bool:
    """True for a metric that tells how long something takes, or waits."""
    return _LATENCY.search(summary.name.lower()) is not None and not counts_trouble(summary)


def is_arrivals(summary: MetricSummary) -> bool:
    """True for a metric that counts what comes in."""
    return _ARRIVALS.search(summary.name.lower()) is not None and not is_failure(summary)
