"""A team's own knowledge: read, checked and replaced by the members of its project."""

from constructs import Construct

from infra.agents import AGENT_MEMORY
from infra.api import Api
from infra.function import CasebookFunction, Recipe
from infra.storage import TEAM_KNOWLEDGE, Storage

KNOWLEDGE = "/api/projects/{project}/knowledge"


class TeamKnowledge(Construct):
    """A check goes through the rules that a diagnosis has, and reaches nothing but the table."""

    def __init__(self, scope: Construct, *, recipe: Recipe, storage: Storage, api: Api) -> None:
        super().__init__(scope, "TeamKnowledge")
        function = CasebookFunction(self, "team_knowledge", recipe=recipe, memory=AGENT_MEMORY)
        storage.allow_write_of(function, TEAM_KNOWLEDGE)
        api.serve(function, f"GET {KNOWLEDGE}", f"PUT {KNOWLEDGE}", f"POST {KNOWLEDGE}/check")
