"""The code-agent: what was changed, and how things are configured now."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from casebook.agents.specialist import Call, Specialist
from casebook.agents.tasks import TASKS
from casebook.reasoning.case import Case
from casebook.reasoning.rules import backlog, changes, plans, platform
from casebook.tools.results.changes import Changes

if TYPE_CHECKING:
    from casebook.domain.hint import Hinted


class CodeAgent(Specialist):
    """It reads no logs (its role may not), so it cannot say which change explains the errors: the
    coordinator joins the two, and each stays a witness of its own."""

    name = "code-agent"
    task = TASKS[name]
    rules = (
        changes.change_made,
        changes.resource_is_gone,
        plans.planned,
        backlog.dead_letters,
        platform.platform_report,
        platform.unable_state,
    )
    subjects: ClassVar[dict[str, str]] = {
        "list_changes": "Changes",
        "get_workload_state": "The configuration",
    }
    offered = ("list_commits", "search_code", "read_commit")

    def first_calls(self) -> list[Call]:
        return [("list_changes", {"lookback_hours": 24}), ("get_workload_state", {})]

    def hinted_calls(self, named: "Hinted") -> list[Call]:
        """A week of changes where a resource is named."""
        return [("list_changes", {"lookback_hours": 168})] if named.resources else []

    def gaps(self, case: Case) -> Iterable[str]:
        yield from super().gaps(case)
        if any(not found.trail_read for _, found in case.results(Changes)):
            yield "CloudTrail could not be read or has not delivered yet: who changed what may be"\
                " missing."  # fmt: skip
        for _, found in case.results(Changes):
            if found.trail_read and found.trail_left_out:
                yield (
                    f"CloudTrail was not asked about {found.trail_left_out} resources, those"
                    " farthest from the alarm by calls: who changed them may be missing."
                )
            yield from found.gaps
