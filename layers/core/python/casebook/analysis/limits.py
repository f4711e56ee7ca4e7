"""Which metrics have an end: a share that cannot exceed the whole, or a stock that runs out.

Names are AWS' own and those of the CloudWatch agent, and what the field calls such things.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-cloudwatchmetrics.html
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/metrics-collected-by-CloudWatch-agent.html
"""

import re
from collections.abc import Iterable
from typing import NamedTuple


class Stock(NamedTuple):
    """What a metric tells the use of; `is_free` when it tells what is left of it."""

    what: str
    is_free: bool


# Shares that say how well something goes, or what is left of it, are not shares of what is used.
_NOT_USED = re.compile(r"hit|success|availab|free|idle|remaining|steal|saving|healthy|complet")
_FREE: tuple[tuple[str, str], ...] = (
    (r"free\w*(?:storage|disk|space)|disk\w*free|volume\w*free|freelocalstorage", "disk space"),
    (r"free\w*mem|mem\w*(?:free|available)", "memory"),
    (r"cpu_?(?:surplus_?)?credit_?balance", "processor credits"),
    (r"burst_?balance|(?:io|byte)_?balance|burst_?credit_?balance", "disk credits"),
    (r"inodes_?free", "inodes"),
    (r"(?:remaining|available|free|idle)\w*(?:connections?|ip_?address\w*|tokens?|capacity|threads)",
     "capacity"),
)  # fmt: skip
_USED: tuple[tuple[str, str], ...] = (
    (r"cpu_?(?:total_?)?util|cpu_?usage|processor\w*(?:util|percent)|cpu_?percent", "processor"),
    (r"mem\w*_?(?:util|used_?percent|usage_?percent|percent)|jvm\w*pressure|heap\w*"
     r"(?:used|util|usage|percent|pressure)|swap\w*percent", "memory"),
    (r"(?:disk|storage|volume|filesystem|fs)\w*(?:used_?percent|util|percent\w*used|full)"
     r"|(?:disk|storage)percentage|percentagediskspaceused", "disk space"),
    (r"percent_?io_?limit|disk\w*busy|iops\w*util", "disk throughput"),
    (r"(?:util|utili[sz]ation|saturation|pressure|usage_?percent(?:age)?|used_?percent(?:age)?)$",
     "capacity"),
)  # fmt: skip
_CONNECTIONS = re.compile(
    r"(?:database|db|curr(?:ent)?|active|open|client|pool|server|established|numbackends)_?"
    r"(?:connections?|backends)|^connections?$|connections?_?(?:count|open|used|active|in_?use|held)$"
)
_NOT_HELD = re.compile(r"new|reject|refus|error|fail|clos|attempt|idle|free|total|max")


def stock_of(metric: str) -> Stock | None:
    """What a metric of this name tells the use of; None when it has no end that is known."""
    name = metric.lower()
    for pattern, what in _FREE:
        if re.search(pattern, name):
            return Stock(what, is_free=True)
    if _NOT_USED.search(name):
        return None
    used = (Stock(what, is_free=False) for pattern, what in _USED if re.search(pattern, name))
    return next(used, None)


def holds_connections(metric: str) -> bool:
    """True for a metric that tells how many connections are held at a time."""
    name = metric.lower()
    return bool(_CONNECTIONS.search(name)) and not _NOT_HELD.search(name)


def whole_of_shares(values: Iterable[float], is_aws: bool) -> float:
    """100 for a share in percent, 1 for a part of one. AWS tells percent; others are judged by
    their size."""
    return 100.0 if is_aws or any(value > 1.5 for value in values) else 1.0
