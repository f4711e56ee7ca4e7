"""The knowledge-agent: what was found of this workload before."""

from typing import ClassVar

from casebook.agents.rules import knowledge
from casebook.agents.specialist import Call, Specialist


class KnowledgeAgent(Specialist):
    """Nothing found is no gap: most incidents are the first of their kind."""

    name = "knowledge-agent"
    task = "Recall earlier diagnoses of this workload."
    rules = (knowledge.similar_past_diagnosis,)
    subjects: ClassVar[dict[str, str]] = {"search_past_diagnoses": "Earlier diagnoses"}

    def first_calls(self) -> list[Call]:
        return [("search_past_diagnoses", {})]
