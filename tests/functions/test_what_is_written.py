"""Functions whose roles write under some partition keys alone write under no others: the local AWS
does not know that condition, so what they write is watched here."""

from collections.abc import Mapping
from typing import Any

import pytest

from casebook.adapters.dynamodb.table import Table
from cli.docs.operations import OPERATIONS
from infra import storage
from tests.functions.api import Api
from tests.functions.conftest import body_of
from tests.roles.needs import ROWS
from tests.roles.policies import matches

KEYS_OF = {
    "write tickets": [storage.TICKETS],
    "write connections": [storage.CONNECTIONS],
    "write workloads": [storage.WORKLOAD_ITEMS],
    "write ownership": [storage.OWNERSHIP_ITEMS],
    "write knowledge": [storage.TEAM_KNOWLEDGE],
    "count": [storage.LIMITS, storage.USAGE],
    "redeem": [storage.TICKETS],
}
NARROW = {
    name: [key for need in needs & set(KEYS_OF) for key in KEYS_OF[need]]
    for name, needs in ROWS.items()
    if needs & set(KEYS_OF)
}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The partition keys of every write."""
    keys: list[str] = []

    def noted(of: Any) -> Any:
        def call(table: Table, operation: str, request: Mapping[str, Any]) -> Any:
            if "Item" in request or operation in ("UpdateItem", "DeleteItem"):
                keys.append(request.get("Item", request.get("Key"))["pk"]["S"])
            return of(table, operation, request)

        return call

    def noted_all(of: Any) -> Any:
        def transact(table: Table, actions: Any) -> Any:
            for ((_, request),) in (action.items() for action in actions):
                keys.append(request.get("Item", request.get("Key"))["pk"]["S"])
            return of(table, actions)

        return transact

    monkeypatch.setattr(Table, "_call", noted(Table._call))
    monkeypatch.setattr(Table, "_transact", noted_all(Table._transact))
    return keys


def test_who_may_write_little_writes_no_more(
    api: Api, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote: dict[str, set[str]] = {}
    state = api.world.get(f"/api/diagnoses/{api.known['diagnosisId']}/state")
    ids = [evidence["id"] for evidence in body_of(state)["evidence"]]
    monkeypatch.setattr(api, "groups", "[shop casebook-operators]")
    for operation in OPERATIONS:
        handler = api.handlers[operation.route]
        name = handler.__module__.removeprefix("functions_")
        written.clear()
        for evidence in ids:
            api.ask(operation, evidenceId=evidence)
            if "evidenceId" not in operation.path_parameters:
                break
        wrote.setdefault(name, set()).update(written)

    for name in set(NARROW) & set(wrote):
        foreign = [key for key in wrote[name] if not any(matches(key, one) for one in NARROW[name])]
        assert foreign == [], name
    narrow_and_asked = {name for name in NARROW if wrote.get(name)}
    assert narrow_and_asked >= {"agent_stream", "changes", "projects", "team_knowledge"}
    assert "evidence_recheck" in narrow_and_asked
