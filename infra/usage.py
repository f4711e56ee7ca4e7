"""Usage: what model calls came to, and what tools asked of AWS."""

from constructs import Construct

from infra.api import Api
from infra.function import CasebookFunction, Recipe
from infra.storage import Storage


class Usage(Construct):
    """Tells a project's members what their models cost and their tools asked of AWS."""

    def __init__(self, scope: Construct, *, recipe: Recipe, storage: Storage, api: Api) -> None:
        super().__init__(scope, "Usage")
        usage = CasebookFunction(self, "usage", recipe=recipe)
        storage.allow_read(usage)
        api.serve(usage, "GET /api/usage")
