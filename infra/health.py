"""Health: the one path that answers without a token."""

from constructs import Construct

from infra import models
from infra.api import Api
from infra.function import CasebookFunction, Recipe
from infra.storage import Storage
from infra.workflow import Workflow


class Health(Construct):
    """Says whether the table, the state machine and the language models answer."""

    def __init__(
        self,
        scope: Construct,
        *,
        recipe: Recipe,
        storage: Storage,
        workflow: Workflow,
        api: Api,
    ) -> None:
        super().__init__(scope, "Health")
        health = CasebookFunction(self, "health", recipe=recipe)
        storage.allow_read(health)
        workflow.allow_describe(health)
        models.allow_model_checks(health)
        api.serve(health, "GET /api/health", public=True)
