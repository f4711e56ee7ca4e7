"""The caller: who they are, and what is left of their limits."""

from constructs import Construct

from infra.api import Api
from infra.function import CasebookFunction, Recipe
from infra.storage import Storage


class Caller(Construct):
    """Tells people who they are to Casebook; reads counters and budgets, and nothing else."""

    def __init__(self, scope: Construct, *, recipe: Recipe, storage: Storage, api: Api) -> None:
        super().__init__(scope, "Caller")
        me = CasebookFunction(self, "me", recipe=recipe)
        storage.allow_read(me)
        api.serve(me, "GET /api/me")
