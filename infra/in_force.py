"""Settings: what is set at this moment, for whoever is signed in."""

from constructs import Construct

from infra import models
from infra.api import Api
from infra.engine import Engine
from infra.function import CasebookFunction, Recipe
from infra.storage import Storage
from infra.workflow import tell_caps


class InForce(Construct):
    """Tells the engine's share, agents' tools, limits, models and runbooks. It reads no secret and
    changes nothing."""

    def __init__(
        self, scope: Construct, *, recipe: Recipe, storage: Storage, engine: Engine, api: Api
    ) -> None:
        super().__init__(scope, "InForce")
        settings = CasebookFunction(self, "settings", recipe=recipe)
        storage.allow_read(settings, index=True)
        storage.allow_list_runbooks(settings)
        engine.allow_choose(settings)
        models.allow_reading_of_configuration(settings)
        tell_caps(settings)
        api.serve(settings, "GET /api/settings")
