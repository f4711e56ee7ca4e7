"""Who there is: the specialists by name, and the coordinator alone."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from casebook.agents.code_agent import CodeAgent
from casebook.agents.knowledge_agent import KnowledgeAgent
from casebook.agents.log_agent import LogAgent
from casebook.agents.metric_agent import MetricAgent
from casebook.agents.specialist import Call, Run, Specialist
from casebook.reasoning.case import Case
from casebook.reasoning.correlation import COORDINATOR

if TYPE_CHECKING:
    from casebook.domain.hint import Hinted

SPECIALISTS: dict[str, Specialist] = {
    agent.name: agent for agent in (LogAgent(), MetricAgent(), CodeAgent(), KnowledgeAgent())
}


class CoordinatorAlone(Specialist):
    """Simple mode: the coordinator gathers with every tool and reasons by every rule itself."""

    name = COORDINATOR
    task = "Look at everything by yourself."
    rules = tuple(rule for agent in SPECIALISTS.values() for rule in agent.rules)
    subjects: ClassVar[dict[str, str]] = {
        tool: what for agent in SPECIALISTS.values() for tool, what in agent.subjects.items()
    }
    offered = (
        *(tool for agent in SPECIALISTS.values() for tool in agent.offered),
        "query_database",
        "mcp",
    )

    def first_calls(self) -> list[Call]:
        return [call for agent in SPECIALISTS.values() for call in agent.first_calls()]

    def next_calls(self, runs: Sequence[Run]) -> list[Call]:
        return [call for agent in SPECIALISTS.values() for call in agent.next_calls(runs)]

    def hinted_calls(self, named: "Hinted") -> list[Call]:
        return [call for agent in SPECIALISTS.values() for call in agent.hinted_calls(named)]

    def gaps(self, case: Case) -> Iterable[str]:
        for agent in SPECIALISTS.values():
            own = tuple(run for run in case.runs if run.tool in agent.subjects)
            yield from agent.gaps(Case(self.name, own, case.scope))
