"""Tools asked for what is another project's: its log groups, resources, changes, past diagnoses,
evidence, indexes, tables and code. Nothing of it comes back, and nothing tells that it is there.
`tests/functions/test_two_projects.py` tries the operations of the API and the WebSocket's frames.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from casebook.domain.model import Json
from casebook.tools.get_alarm_state import GetAlarmState
from casebook.tools.registry import Toolbox
from casebook.wiring import tools
from local.memory.alarm_directory import MemoryAlarmDirectory
from tests.security.attacks import INVENTED
from tests.security.world import (
    CANARY,
    NEIGHBOUR,
    NEIGHBOUR_LOGS,
    NEIGHBOURS_EVIDENCE,
    SESSION,
    Scene,
)
from tests.unit.bad_input.world import dead_address

# What is the neighbour's, and something like it that is nobody's.
NOBODYS = {
    NEIGHBOUR: "nobody-fn",
    NEIGHBOUR_LOGS: "/aws/lambda/nobody",
    NEIGHBOURS_EVIDENCE: INVENTED,
    "wkl_2": "wkl_9",
    "payroll": "nobody",
    "dgn_n": "dgn_x",
}
# By tool: what is asked for.
ROWS: dict[str, list[Json]] = {
    "search_logs": [
        {"log_group": NEIGHBOUR_LOGS},
        {"log_group": NEIGHBOUR_LOGS.upper()},
        {"log_group": "/aws/lambda/*"},
        {"contains": [CANARY]},
        {"workload": "wkl_2"},
    ],
    "get_log_patterns": [{"log_groups": [NEIGHBOUR_LOGS]}, {"log_groups": ["*"]}],
    "get_recent_logs": [{}, {"log_group": NEIGHBOUR_LOGS}],
    "query_metrics": [{"resource": NEIGHBOUR}, {"metric": NEIGHBOUR}],
    "rank_metric_causes": [{"resource": NEIGHBOUR}, {"metric": NEIGHBOUR}],
    "get_workload_state": [{"resource": NEIGHBOUR}, {"workload": "wkl_2"}],
    "get_alarm_state": [{}, {"alarm": "payroll-errors"}],
    "list_changes": [{"workload": "wkl_2"}, {"resource": NEIGHBOUR}, {"lookback_hours": 24}],
    "get_trace": [{"resource": NEIGHBOUR}, {"trace_id": "1-67891233-abcdef012345678912345678"}],
    "search_runbooks": [
        {"query": "payroll"},
        {"query": CANARY},
        {"query": "x", "workload": "wkl_2"},
    ],
    "search_past_diagnoses": [{}, {"workload_id": "wkl_2"}, {"diagnosis_id": "dgn_n"}],
    "read_evidence": [
        {"evidence_id": NEIGHBOURS_EVIDENCE},
        {"evidence_id": f"ses_2/{NEIGHBOURS_EVIDENCE}"},
        {"evidence_id": f"../ses_2/{NEIGHBOURS_EVIDENCE}"},
    ],
    "query_elasticsearch": [{"index": "payroll-1"}, {"index": "*"}, {"index": "payroll-*"}],
    "query_database": [
        {"sql": "SELECT * FROM payroll.salaries"},
        {"sql": "SELECT * FROM (SELECT * FROM payroll.salaries) s"},
        {"sql": 'SELECT * FROM "payroll"."salaries"'},
    ],
    "search_code": [{"text": CANARY}, {"text": "x", "path": "../payroll"}],
    "list_commits": [{"path": "../payroll"}, {"repository": "payroll/code"}],
    "read_commit": [{"sha": "payroll"}, {"sha": "0" * 40}],
}


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene(dead_address())


def told(scene: Scene, tool: str, asked: Json) -> tuple[str, str]:
    """The outcome, and everything that came back but the moments and ids of the run."""
    toolbox = scene.toolbox(SESSION)
    if tool == "get_alarm_state":  # which no chat of the scene has
        reads = GetAlarmState(MemoryAlarmDirectory(), scene.world.metrics)
        toolbox = Toolbox([reads], toolbox.scope, SESSION, scene.store, scene.world.clock)
    run = toolbox.run(tool, **asked)
    text = f"{run.evidence.excerpt} {run.data}"
    return run.outcome, re.sub(r"(evd|call)_\w{26}|[0-9a-f]{64}", "<id>", text)


def with_nobodys(value: Any) -> Any:
    if isinstance(value, str):
        for theirs, nobodys in NOBODYS.items():
            value = re.sub(re.escape(theirs), nobodys, value, flags=re.IGNORECASE)
        return value
    if isinstance(value, list):
        return [with_nobodys(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: with_nobodys(one) for name, one in value.items()}


def test_every_tool_has_its_row() -> None:
    assert set(ROWS) == set(tools._TOOLS)


@pytest.mark.parametrize(
    ("tool", "asked"), [(tool, asked) for tool, rows in ROWS.items() for asked in rows]
)
def test_no_tool_brings_back_what_is_anothers(scene: Scene, tool: str, asked: Json) -> None:
    """The answer is that for something which is nobody's."""
    instead = with_nobodys(asked)

    outcome, said = told(scene, tool, asked)
    outcome_of_nobodys, said_of_nobodys = told(scene, tool, instead)

    assert outcome == outcome_of_nobodys
    assert CANARY in str(asked) or CANARY not in said
    assert with_nobodys(said.lower()) == with_nobodys(said_of_nobodys.lower())
    if asked and asked != instead:
        assert outcome in ("error", "no-data")


@pytest.mark.parametrize("tool", ["search_logs", "query_metrics", "get_workload_state"])
def test_a_refusal_names_what_is_there(scene: Scene, tool: str) -> None:
    outcome, said = told(scene, tool, ROWS[tool][0])

    assert outcome == "error"
    assert "checkout-fn" in said
