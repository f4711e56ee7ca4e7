"""Who may use which tool, and how often evidence is checked again."""

import pytest

from casebook.domain.tool_grants import ToolGrants
from casebook.errors import LimitReached
from casebook.ports.tool_grants import GrantsChanged
from tests.conformance.conftest import Stores


def test_where_nobody_decided_anything_there_are_no_decisions(stores: Stores) -> None:
    assert stores.tool_grants.read() == ToolGrants()


def test_decisions_are_kept_and_each_change_counts_as_a_revision(stores: Stores) -> None:
    first = ToolGrants().deciding("log-agent", "search_logs", allowed=False)
    stores.tool_grants.replace(first)
    second = stores.tool_grants.read().deciding("log-agent", "query_metrics", allowed=True)
    stores.tool_grants.replace(second)

    kept = stores.tool_grants.read()

    assert kept.decisions == {"log-agent": {"search_logs": False, "query_metrics": True}}
    assert kept.revision == 2


def test_who_changes_what_another_has_changed_is_told_and_changes_nothing(stores: Stores) -> None:
    for early in (stores.tool_grants.read(), None):
        mine = early or stores.tool_grants.read()
        stores.tool_grants.replace(
            stores.tool_grants.read().deciding("log-agent", "search_logs", allowed=bool(early))
        )
        before = stores.tool_grants.read()

        with pytest.raises(GrantsChanged):
            stores.tool_grants.replace(mine.deciding("code-agent", "list_changes", allowed=False))

        assert stores.tool_grants.read() == before


def test_rechecks_are_limited_for_each_diagnosis_and_hour(stores: Stores) -> None:
    for _ in range(2):
        stores.recheck_limit.count("dgn_1", stores.clock.now())

    with pytest.raises(LimitReached) as refused:
        stores.recheck_limit.count("dgn_1", stores.clock.now())

    assert refused.value.retry_after_seconds
    stores.recheck_limit.count("dgn_2", stores.clock.now())
    stores.clock.move(hours=1)
    stores.recheck_limit.count("dgn_1", stores.clock.now())
