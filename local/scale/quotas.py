"""AWS' default quotas that a diagnosis uses, each of one account and Region.

Where Regions differ, `limit` is what most of them have.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_GUIDE = "https://docs.aws.amazon.com"
_LOGS = f"{_GUIDE}/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"
_METRICS = f"{_GUIDE}/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html"
_TRAIL = f"{_GUIDE}/awscloudtrail/latest/APIReference/API_LookupEvents.html"
_LAMBDA = f"{_GUIDE}/lambda/latest/dg/gettingstarted-limits.html"
_STEPS = f"{_GUIDE}/step-functions/latest/dg/service-quotas.html"
_TABLE = f"{_GUIDE}/amazondynamodb/latest/developerguide/ServiceQuotas.html"
_PARTITION = f"{_GUIDE}/amazondynamodb/latest/developerguide/bp-partition-key-design.html"
_ON_DEMAND = f"{_GUIDE}/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html"
_GATEWAY = f"{_GUIDE}/apigateway/latest/developerguide/limits.html"


class Use(StrEnum):
    """What is used of a quota: requests and units by the second, the others at once."""

    LOOKUP_EVENTS = "LookupEvents"
    FILTER_LOG_EVENTS = "FilterLogEvents"
    INSIGHTS = "Logs Insights queries"
    DESCRIBE_ALARMS = "DescribeAlarms"
    GET_METRIC_DATA = "GetMetricData"
    LAMBDA = "Lambda functions"
    STARTS = "StartExecution"
    TRANSITIONS = "state transitions"
    TABLE = "write units of the table"
    PARTITION = "write units of one shared partition"
    POSTS = "posts to WebSockets"


@dataclass(frozen=True)
class Quota:
    """`limit` is by the second, or at once; `relief` is what to do where it is reached."""

    use: Use
    limit: float
    adjustable: bool
    see: str
    relief: str
    at_once: bool = False


QUOTAS = (
    Quota(
        Use.LOOKUP_EVENTS,
        2,
        adjustable=False,
        see=_TRAIL,
        relief="a report then lacks who made a change; what teams report (`POST …/changes`) and "
        "what Casebook observed is told before it. Workloads of another account or Region have a "
        "quota of their own; roles are looked up in us-east-1",
    ),
    Quota(
        Use.FILTER_LOG_EVENTS,
        10,
        adjustable=False,
        see=_LOGS,
        relief="25 in us-east-1, 5 in eu-central-1 and some others; register only the log groups "
        "that tell something; another account or Region has a quota of its own",
    ),
    Quota(
        Use.INSIGHTS,
        30,
        adjustable=True,
        see=f"{_GUIDE}/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html",
        relief="rules ask for none; grant `search_logs` to fewer agents (`casebook tools`)",
        at_once=True,
    ),
    Quota(
        Use.DESCRIBE_ALARMS, 9, adjustable=True, see=_METRICS, relief="raise it in Service Quotas"
    ),
    Quota(
        Use.GET_METRIC_DATA, 500, adjustable=True, see=_METRICS, relief="raise it in Service Quotas"
    ),
    Quota(
        Use.LAMBDA,
        1_000,
        adjustable=True,
        see=_LAMBDA,
        relief="raise it first: the workloads in trouble share it, and a new account may have 10",
        at_once=True,
    ),
    Quota(Use.STARTS, 150, adjustable=True, see=_STEPS, relief="300 in the three largest Regions"),
    Quota(
        Use.TRANSITIONS,
        800,
        adjustable=True,
        see=_STEPS,
        relief="5,000 in the three largest Regions",
    ),
    Quota(
        Use.TABLE,
        4_000,
        adjustable=True,
        see=_ON_DEMAND,
        relief="what a new on-demand table bears at once; it grows by itself to 40,000, the quota "
        f"of a table ([quotas]({_TABLE})), or is warmed beforehand",
    ),
    Quota(
        Use.PARTITION,
        1_000,
        adjustable=False,
        see=_PARTITION,
        relief="as if all diagnoses were of one project or workload; they seldom are. A diagnosis' "
        "own events are a partition of their own",
    ),
    Quota(
        Use.POSTS,
        10_000,
        adjustable=True,
        see=_GATEWAY,
        relief="2,500 in newer Regions; calls of the API count too",
    ),
)
