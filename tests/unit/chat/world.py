"""A small world for the chat: fakes behind every port, and what a test would otherwise repeat."""

from collections.abc import Callable, Generator
from typing import Any

from casebook.adapters.aws_meter import AwsMeter
from casebook.budget.bookings import Bookings
from casebook.budget.policy import BudgetPolicy
from casebook.budget.session_account import SessionAccounts
from casebook.chat.exchange import Answer, Delta, Step
from casebook.chat.messages import SendMessage
from casebook.chat.sessions import Chat
from casebook.chat.turn import Speaker, Turns
from casebook.domain.session import Session
from casebook.domain.workload import Resource, Workload
from casebook.engine import Engine, EngineChoice
from casebook.ports.connections import Identity
from casebook.settings import Settings
from casebook.streams import Push
from casebook.team_knowledge.applying import TeamKnowledge
from casebook.tools.registry import Toolbox
from local.memory.clock import FakeClock
from local.memory.connections import FakeWire, MemoryConnectionStore
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.ledger import FakeParameters, MemoryLedger, MemoryUsageStore
from local.memory.team_knowledge import MemoryTeamDocumentStore
from local.memory.work import FakeDispatcher
from local.memory.workloads import MemoryWorkloadStore
from tests.fakes.sessions import MemorySessionStore

ANN = Identity(user="ann", projects=("shop",))
EVE = Identity(user="eve", projects=("bank",))
WORKLOAD = "wkl_shop"


def saying(*pieces: str, cites: tuple[str, ...] = ()) -> Generator[Step, None, None]:
    """An answer in these pieces."""
    yield from map(Delta, pieces)
    yield Answer("".join(pieces), cites)


Keep = Callable[[FakeClock, Settings], tuple[Any, Any]]


def _in_memory(clock: FakeClock, settings: Settings) -> tuple[MemoryEventLog, MemorySessionStore]:
    log = MemoryEventLog(clock)
    return log, MemorySessionStore(log, settings.sessions_per_hour)


class World:
    """`answer` is what the agent says; replace it to make it say something else, or fail. `keep`
    opens the event log and the sessions."""

    def __init__(self, keep: Keep | None = None, **settings: Any) -> None:
        self.clock = FakeClock()
        self.settings = Settings(**settings)
        self.log: Any
        self.sessions: Any
        self.log, self.sessions = (keep or _in_memory)(self.clock, self.settings)
        self.connections = MemoryConnectionStore(self.clock)
        self.wire = FakeWire()
        self.push = Push(self.connections, self.wire)
        self.dispatcher = FakeDispatcher()
        self.workloads = MemoryWorkloadStore(self._workload())
        self.ledger = MemoryLedger()
        self.usage = MemoryUsageStore(self.ledger)
        self.meter = AwsMeter()
        self.bookings = Bookings(self.meter.take, lambda: self.usage, self.clock, "local")
        self.parameters = FakeParameters()
        self.engine = Engine.DETERMINISTIC
        self.answer: Callable[..., Generator[Step, None, None]] = lambda *_: saying(
            "All ", "is ", "well."
        )
        self.chat = Chat(
            self.workloads,
            self.sessions,
            self.log,
            self.push,
            self.dispatcher,
            self.clock,
            self.settings,
            SessionAccounts(
                EngineChoice(self.parameters, self.settings.engine_parameter),
                self.ledger,
                BudgetPolicy(self.settings),
                self.clock,
            ),
        )
        self.turns = Turns(
            self.workloads,
            self.sessions,
            MemoryDiagnosisStore(self.log),
            self.log,
            self.push,
            self.clock,
            self.settings,
            self.bookings,
            TeamKnowledge(MemoryTeamDocumentStore(), self.clock),
            open_toolbox=lambda scope, stream, listener: Toolbox(
                [],
                scope,
                stream,
                None,
                self.clock,
                listener,  # type: ignore[arg-type]
            ),
            choose_speaker=lambda _: Speaker(
                self.engine,
                lambda exchange: self.answer(exchange),  # noqa: PLW0108  (tests replace it)
            ),
        )

    def start(self) -> str:
        return self.chat.start(ANN, WORKLOAD).session_id

    def say(self, session_id: str, text: str = "what changed?", client_id: str = "c1") -> str:
        request = SendMessage(session_id=session_id, message=text, client_message_id=client_id)
        return self.chat.send(ANN, WORKLOAD, request).message_id

    def run_turn(self) -> None:
        """Do what Lambda does with the next invocation that was dispatched."""
        self.turns.run(*self.dispatcher.turns.pop(0), "inv_1")

    def session(self, session_id: str) -> Session:
        return Session.fold(session_id, self.log.read(session_id))

    def types(self, session_id: str) -> list[str]:
        return [event.type for event in self.log.read(session_id)]

    def _workload(self) -> Workload:
        now = self.clock.now()
        return Workload(
            workload_id=WORKLOAD,
            name="shop",
            project="shop",
            resources=(Resource(name="checkout", type="lambda"),),
            created_at=now,
            updated_at=now,
        )
