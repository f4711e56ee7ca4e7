"""An agent that works with scripted models: real toolbox and chain, a ledger in memory."""

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.loop import Course, Loop, LoopLimits, Said
from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.domain.budget import Spender
from casebook.domain.model import Model
from casebook.models.breaker import Breaker
from casebook.models.chain import Chain, Link
from casebook.models.port import Part, Stopped, StopReason, TextDelta, ToolCall, Usage
from casebook.models.transcript import ToolSchema, Transcript, UserMessage
from casebook.settings import Settings
from casebook.tools.registry import Toolbox
from casebook.tools.tool import Found, Parameters, Scope, Tool
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from local.memory.ledger import MemoryLedger
from tests.fakes.breakers import MemoryBreakerStore
from tests.fakes.models import ScriptedModel, SleptTime
from tests.fakes.shop import NOW, scope

SESSION = "ses_1"
SPENDER = Spender(stream=SESSION, project="shop", workload_id="wkl_1", user="ann")


class Order(Parameters):
    number: int = Field(ge=1, description="Which order.")
    detail: str = Field("short", description="How much of it.")


class Told(Model):
    said: str


class LookAtOrder(Tool[Order, Told]):
    """Says something about an order, after a while."""

    name = "look_at_order"
    description = "Looks at one order."
    parameters = Order
    data = Told

    def __init__(self, seconds: float = 0.0) -> None:
        self._seconds = seconds
        self.runs: list[int] = []

    def run(self, parameters: Order, scope: Scope) -> Found[Told]:
        self.runs.append(parameters.number)
        time.sleep(self._seconds)
        said = f"order {parameters.number} was refused 14 times"
        return Found(Told(said=said), said, parameters.model_dump(), scope.window)


def says(text: str, reason: StopReason = StopReason.FINISHED) -> tuple[Part, ...]:
    """A whole reply."""
    return (TextDelta(text), Usage(input=1000, output=100), Stopped(reason, "end_turn"))


def calls(*numbers: int, text: str = "", **more: Any) -> tuple[Part, ...]:
    """A reply that looks at these orders, side by side."""
    said = (TextDelta(text),) if text else ()
    asked = (look(number, place, **more) for place, number in enumerate(numbers))
    return (*said, *asked, Usage(input=1000, output=100), Stopped(StopReason.TOOL_USE, "tool_use"))


def look(number: Any, place: int = 0, tool: str = "look_at_order", **more: Any) -> ToolCall:
    return ToolCall(f"call_{place}", tool, {"number": number, **more}, "{}")


@dataclass
class Desk:
    """Everything around a loop."""

    models: tuple[ScriptedModel, ...]
    settings: Settings = field(default_factory=Settings)
    tool: LookAtOrder = field(default_factory=LookAtOrder)
    limits: LoopLimits = field(default_factory=LoopLimits)
    steering: Callable[[], Course] = lambda: Course.GO_ON
    time: SleptTime = field(default_factory=SleptTime)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))
    store: MemoryEvidenceStore = field(default_factory=MemoryEvidenceStore)

    @property
    def chain(self) -> Chain:
        links = [Link(model, 1000, 100_000, attempts=2, price=None) for model in self.models]
        return Chain(links, Breaker(MemoryBreakerStore(), self.clock), self.time.pace)

    @property
    def spending(self) -> Spending:
        return Spending(self.ledger, BudgetPolicy(self.settings), self.clock, SPENDER)

    @property
    def toolbox(self) -> Toolbox:
        return Toolbox([self.tool], scope(), SESSION, self.store, self.clock)

    @property
    def transcript(self) -> Transcript:
        schema = ToolSchema.of(self.tool)
        return Transcript("You are on call.", (UserMessage("Why?"),), (schema,))

    def run(self, **more: Any) -> Generator[Said, None, None]:
        """The loop, not begun yet."""
        loop = Loop(
            self.chain,
            self.toolbox,
            self.spending,
            self.steering,
            Fence("f00d"),
            limits=self.limits,
            pace=self.time.pace,
            **more,
        )
        return loop.run(self.transcript)

    @property
    def spent(self) -> int:
        """Tokens that were booked; nothing may be left reserved."""
        balance = self.ledger.balance(BudgetPolicy(self.settings).of_stream(SESSION))
        assert balance.claimed == balance.spent
        return balance.spent.tokens
