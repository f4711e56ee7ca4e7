"""The knowledge-agent: what is known of such incidents, from earlier diagnoses and runbooks."""

from typing import ClassVar

from casebook.agents.specialist import Call, Specialist
from casebook.agents.tasks import TASKS
from casebook.reasoning.rules import knowledge


class KnowledgeAgent(Specialist):
    """It looks while the others do and knows no error yet, so both of its queries are made of the
    alarm's words or the question's. Nothing found is no gap: most incidents are the first of their
    kind, and few are written about."""

    name = "knowledge-agent"
    task = TASKS[name]
    rules = (
        knowledge.similar_past_diagnosis,
        knowledge.matching_runbook,
        knowledge.needs_nobody,
    )
    subjects: ClassVar[dict[str, str]] = {
        "search_past_diagnoses": "Earlier diagnoses",
        "search_runbooks": "Runbooks",
    }

    def first_calls(self) -> list[Call]:
        return [("search_past_diagnoses", {}), ("search_runbooks", {})]
