"""Chat: sessions about a workload, and the turn that answers."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra import connections, models, sources
from infra.api import Api
from infra.engine import Engine
from infra.function import CasebookFunction, Recipe
from infra.settings import Setting
from infra.storage import TICKETS, Storage
from infra.streaming import Streaming
from infra.workflow import Workflow

SWEEP_EVERY = cdk.Duration.minutes(1)
# The lease of a turn in `casebook.settings` is as long.
TURN_SECONDS = 120
AGENT = "/api/workloads/{workloadId}/agent"


class Chat(Construct):
    """The functions of a session: start, message, stream, history, stop, end, and the turn."""

    def __init__(
        self,
        scope: Construct,
        *,
        recipe: Recipe,
        storage: Storage,
        streaming: Streaming,
        engine: Engine,
        api: Api,
    ) -> None:
        super().__init__(scope, "Chat")
        self._recipe, self._storage, self._streaming = recipe, storage, streaming
        self._engine = engine
        turn = self._turn()
        self._messages(turn, api)
        self._session(api)
        self._sweeper(turn)

    def _turn(self) -> CasebookFunction:
        turn = CasebookFunction(
            self,
            "agent_turn",
            recipe=self._recipe,
            timeout=TURN_SECONDS,
            memory=1024,
            asynchronous=True,
            talks_to_models=True,
        )
        models.allow_models(turn)
        self._storage.allow_write(turn, index=True)
        self._storage.allow_keep_evidence(turn)
        self._storage.allow_read_runbooks(turn)
        self._streaming.allow_push(turn)
        self._engine.allow_choose(turn)
        sources.allow_logs(turn)
        sources.allow_traces(turn)
        sources.allow_metrics(turn)
        sources.allow_changes(turn)
        sources.allow_configuration(turn)
        connections.allow_all(turn, self._recipe.layers)
        return turn

    def _messages(self, turn: CasebookFunction, api: Api) -> None:
        """A message comes over HTTP or over the WebSocket; both only start the turn."""
        http = CasebookFunction(self, "agent_message", recipe=self._recipe)
        api.serve(http, f"POST {AGENT}/message")
        websocket = CasebookFunction(self, "websocket_message", recipe=self._recipe)
        self._streaming.route_messages_to(websocket)
        for function in (http, websocket):
            self._storage.allow_write(function)
            self._streaming.allow_push(function)
            self._engine.allow_choose(function)
            function.may_invoke(turn, Setting.TURN_FUNCTION)

    def _session(self, api: Api) -> None:
        start = CasebookFunction(self, "agent_start", recipe=self._recipe)
        self._storage.allow_write(start)
        self._streaming.tell_address(start)
        api.serve(start, f"POST {AGENT}/start")

        stream = CasebookFunction(self, "agent_stream", recipe=self._recipe, timeout=29)
        self._storage.allow_write_of(stream, TICKETS)
        self._streaming.tell_address(stream)
        api.serve(stream, f"GET {AGENT}/stream", "POST /api/tickets")

        history = CasebookFunction(self, "agent_history", recipe=self._recipe)
        self._storage.allow_read(history, index=True)
        api.serve(history, f"GET {AGENT}/history", f"GET {AGENT}/sessions", "GET /api/sessions")

        end = CasebookFunction(self, "agent_end", recipe=self._recipe)
        self._storage.allow_write(end)
        self._streaming.allow_push(end)
        api.serve(end, f"POST {AGENT}/stop", f"DELETE {AGENT}")

    def _sweeper(self, turn: CasebookFunction) -> None:
        sweeper = CasebookFunction(
            self, "session_sweeper", recipe=self._recipe, timeout=60, asynchronous=True
        )
        self._storage.allow_write(sweeper, index=True)
        self._streaming.allow_push(sweeper)
        sweeper.may_invoke(turn, Setting.TURN_FUNCTION)
        Workflow.allow_start(sweeper)
        Workflow.allow_watch(sweeper)
        events.Rule(
            self,
            "SweepSchedule",
            description="Ends idle sessions and messages whose turn is dead, drains the queue",
            schedule=events.Schedule.rate(SWEEP_EVERY),
            targets=[targets.LambdaFunction(sweeper)],
        )
