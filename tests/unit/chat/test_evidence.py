"""Evidence of a chat is found with what its query can be run again from."""

from casebook.chat.evidence import SessionEvidence
from casebook.chat.messages import SessionQuery
from casebook.domain.cited import CitedEvidence
from casebook.domain.events.chat import MessageAccepted, MessageStart
from casebook.domain.events.event import Draft
from casebook.domain.events.tools import ToolFinished
from casebook.domain.evidence import Evidence
from casebook.domain.window import Window
from tests.fakes.shop import scope
from tests.unit.chat.world import ANN, WORKLOAD, World

HOUR = scope().window
OTHER_HOUR = Window(start=HOUR.start.replace(year=2020), end=HOUR.end.replace(year=2020))


class Answered(World):
    """A session with questions that were answered, each with one piece of evidence."""

    def __init__(self) -> None:
        super().__init__()
        self.session_id = self.start()

    def answered(self, question: str, evidence_id: str, window: Window | None) -> None:
        found = Evidence(
            id=evidence_id,
            tool="search_logs",
            query={},
            window=HOUR,
            outcome="no-data",
            sha256="",
            excerpt="",
            location="",
            taken_at=HOUR.end,
        )
        finished = ToolFinished(
            call_id=evidence_id,
            tool=found.tool,
            outcome=found.outcome,
            duration_ms=1,
            evidence_id=found.id,
            evidence=found,
        )
        accepted = MessageAccepted(message="m", client_message_id="c", user="ann", text=question)
        start = MessageStart(message="a", in_reply_to="m", window=window)
        drafts = [Draft("ann", accepted), Draft("agent", start), Draft("agent", finished)]
        self.log.append(self.session_id, len(self.log.read(self.session_id)), drafts)

    def cited(self, evidence_id: str) -> CitedEvidence:
        asked = SessionQuery(session_id=self.session_id)
        return SessionEvidence(self.sessions, self.log).cited(ANN, WORKLOAD, asked, evidence_id)


def test_evidence_belongs_to_the_question_and_the_window_of_its_own_answer() -> None:
    world = Answered()
    world.answered("what failed?", "evd_1", OTHER_HOUR)
    world.answered("and now?", "evd_2", HOUR)

    first, second = world.cited("evd_1"), world.cited("evd_2")

    assert (first.question, first.window) == ("what failed?", OTHER_HOUR)
    assert (second.question, second.window) == ("and now?", HOUR)
    assert first.stream == second.stream == world.session_id


def test_an_answer_of_before_windows_were_told_looked_at_what_it_found() -> None:
    world = Answered()
    world.answered("what failed?", "evd_1", None)

    assert world.cited("evd_1").window == HOUR


def test_an_answer_says_what_its_tools_look_at() -> None:
    world = World()
    session = world.start()
    world.say(session)

    world.run_turn()

    (start,) = (e.payload for e in world.log.read(session) if e.type == MessageStart.type)
    assert isinstance(start, MessageStart)
    assert start.window is not None
    assert start.window.end == world.clock.now()
