"""The agents of a diagnosis: each a function whose role reads only its own field's telemetry."""

from constructs import Construct

from infra import connections, models, sources
from infra.engine import Engine
from infra.function import CasebookFunction, Recipe
from infra.storage import Storage
from infra.streaming import Streaming

AGENT_SECONDS = 300
AGENT_MEMORY = 1024


class Agents(Construct):
    """The coordinator, which in simple mode works alone with every tool, and four specialists."""

    def __init__(
        self,
        scope: Construct,
        *,
        recipe: Recipe,
        storage: Storage,
        streaming: Streaming,
        engine: Engine,
    ) -> None:
        super().__init__(scope, "Agents")
        self._recipe, self._storage, self._streaming = recipe, storage, streaming
        self._engine = engine

        self.coordinator = self._agent("coordinator", remembers=True)
        sources.allow_logs(self.coordinator)
        sources.allow_traces(self.coordinator)
        sources.allow_metrics(self.coordinator)
        sources.allow_changes(self.coordinator)
        sources.allow_configuration(self.coordinator)
        connections.allow_all(self.coordinator, recipe.layers)

        self.log = self._agent("log_agent")
        sources.allow_logs(self.log)
        sources.allow_traces(self.log)
        connections.allow_search(self.log)
        self.metric = self._agent("metric_agent")
        sources.allow_metrics(self.metric)
        self.code = self._agent("code_agent")
        sources.allow_changes(self.code)
        sources.allow_configuration(self.code)
        connections.allow_repository(self.code)
        self.knowledge = self._agent("knowledge_agent", remembers=True)

    @property
    def placeholders(self) -> dict[str, CasebookFunction]:
        """The agents by the placeholder that names each in the state machine's file."""
        return {
            "CoordinatorFunction": self.coordinator,
            "LogAgentFunction": self.log,
            "MetricAgentFunction": self.metric,
            "CodeAgentFunction": self.code,
            "KnowledgeAgentFunction": self.knowledge,
        }

    def _agent(self, name: str, *, remembers: bool = False) -> CasebookFunction:
        """`remembers`: it lists past diagnoses, which are found through the index, and runbooks."""
        agent = CasebookFunction(
            self,
            name,
            recipe=self._recipe,
            timeout=AGENT_SECONDS,
            memory=AGENT_MEMORY,
            talks_to_models=True,
        )
        models.allow_models(agent)
        self._storage.allow_write(agent, index=remembers)
        self._storage.allow_keep_evidence(agent)
        if remembers:
            self._storage.allow_read_runbooks(agent)
        self._streaming.allow_push(agent)
        self._engine.allow_choose(agent)
        return agent
