"""Findings that were recorded before they said what they observed (`Finding.about`).

A log is never rewritten: an old event is read as a new one, with what its rule observed filled in
(upcasting: Young, Versioning in an Event Sourced System, https://leanpub.com/esversioning). The
names are those that rules had then. Nothing else decides by a rule's name.
"""

from casebook.domain.model import Json

_OBSERVED: dict[str, Json] = {
    "alarm-breaches": {"type": "alarm-now", "breaches": True},
    "alarm-cleared": {"type": "alarm-now", "breaches": False},
    "availability-fell": {"type": "metric-shift", "of": "availability"},
    "back-to-baseline": {"type": "recovered", "of": "alarm"},
    "backlog-grows": {"type": "backlog", "grows": True},
    "backlog-holds": {"type": "backlog", "grows": False},
    "born": {"type": "born"},
    "connections-climbed": {"type": "metric-shift", "of": "connections"},
    "correlated": {"type": "change-link"},  # of correlated/<the link's name>
    "correlated/more-load": {"type": "change-link", "asksForMore": True},
    "errors-stopped": {"type": "recovered", "of": "failures"},
    "latency-recovered": {"type": "recovered", "of": "latency"},
    "load-followed": {"type": "metric-shift", "of": "followed-load"},
    "matching-runbook": {"type": "runbook"},
    "metric-recovered": {"type": "recovered", "of": "failures"},
    "metric-shifted": {"type": "metric-shift", "of": "level"},
    "metrics-within-baseline": {"type": "quiet"},
    "no-new-errors": {"type": "quiet"},
    "planned": {"type": "plan"},
    "quiet-resource": {"type": "quiet"},
    "replica-behind": {"type": "metric-shift", "of": "replica-lag"},
    "runbook-needs-nobody": {"type": "needs-nobody"},
    "still-alarming": {"type": "alarm-now", "breaches": True},
    "took-concurrency": {"type": "metric-shift", "of": "concurrency"},
    "unseen-in-logs": {"type": "unseen", "source": "logs"},
    "unseen-in-metrics": {"type": "unseen", "source": "metrics"},
}


def with_observation(finding: Json) -> Json:
    """The finding, as JSON, with `about` where the event is older than that field."""
    if "about" in finding:
        return finding
    rule = str(finding.get("rule"))
    observed = _OBSERVED.get(rule) or _OBSERVED.get(rule.partition("/")[0])
    return {**finding, "about": observed}
