"""A chat in which models answer, with one tool to look things up."""

from dataclasses import replace
from typing import Any

from casebook.agents.with_model.loop import LoopLimits
from casebook.budget import spenders
from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.chat.conversing.background import Background
from casebook.chat.conversing.conversation import ModelConversation
from casebook.chat.turn import Speaker
from casebook.domain.events.event import Event
from casebook.engine import Engine
from casebook.models.chain import Chain
from casebook.ports.sessions import SessionHeader
from casebook.tools.registry import Toolbox
from local.memory.history import MemoryEvidenceStore
from tests.fakes.models import ScriptedModel
from tests.fakes.reasoning import Desk, LookAtOrder
from tests.unit.chat.world import World


class ModelWorld(World):
    """The chain that is asked is `chain`; without one it is made of the scripted models."""

    def __init__(self, *models: ScriptedModel, chain: Chain | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.models = models
        self.chain = chain
        self.store = MemoryEvidenceStore()
        self.tool = LookAtOrder()
        self.session_id = ""
        self.turns = replace(
            self.turns,
            open_toolbox=lambda scope, stream, listener: Toolbox(
                [self.tool], scope, stream, self.store, self.clock, listener
            ),
            choose_speaker=lambda header: Speaker(Engine.MODEL, self.conversation(header)),
        )

    def conversation(self, header: SessionHeader) -> ModelConversation:
        return ModelConversation(
            self.chain or Desk(self.models).chain,
            Spending(
                self.ledger,
                BudgetPolicy(self.settings),
                self.clock,
                spenders.of_session(header),
            ),
            header.session_id,
            LoopLimits(),
            lambda _: Background("How it was."),
        )

    def answered(self, text: str = "why?") -> list[Event]:
        """The events of the first question of a new session."""
        self.session_id = self.start()
        return self.ask(text)

    def ask(self, text: str, client_id: str = "c1") -> list[Event]:
        """The events of one more question."""
        before = len(self.log.read(self.session_id))
        self.say(self.session_id, text, client_id)
        self.run_turn()
        return self.log.read(self.session_id)[before:]
