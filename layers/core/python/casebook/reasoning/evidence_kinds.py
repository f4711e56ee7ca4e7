"""Which evidence is of one kind: two looks at the same source are one witness."""

from collections.abc import Iterable, Mapping

from casebook.domain.evidence import Evidence

READ_BACK = "read_evidence"
"""Every agent may read on in what an excerpt of the same investigation leaves out."""

KIND_OF_EVIDENCE = {
    "get_log_patterns": "logs",
    "get_recent_logs": "logs",
    "search_logs": "logs",
    "get_alarm_state": "metrics",
    "query_metrics": "metrics",
    "rank_metric_causes": "metrics",
    "list_changes": "configuration",
    "get_workload_state": "configuration",
    "search_past_diagnoses": "memory",
    "search_runbooks": "memory",
}


def kinds_of(evidence: Iterable[Evidence]) -> dict[str, str]:
    """The kind of each evidence. What was read back is no second witness: it is of the kind of the
    evidence that it was read from."""
    by_id = {each.id: each for each in evidence}
    tools = {identifier: _source_of(each, by_id).tool for identifier, each in by_id.items()}
    return {identifier: KIND_OF_EVIDENCE.get(tool, tool) for identifier, tool in tools.items()}


def _source_of(evidence: Evidence, by_id: Mapping[str, Evidence]) -> Evidence:
    """What it was read from in the end: a model may read back what was read back."""
    seen: set[str] = set()
    while evidence.tool == READ_BACK and evidence.id not in seen:
        seen.add(evidence.id)
        evidence = by_id.get(str(evidence.query.get("evidence_id")), evidence)
    return evidence
