"""Before the report is written: what do the team's own runbooks say about what was found?"""

from dataclasses import dataclass

from casebook.agents.with_model.allowed_tools import PermittedTools
from casebook.citing.checker import check
from casebook.diagnosis.desk import Desk, OpenToolbox
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.diagnosis import FindingReported
from casebook.domain.events.event import Draft
from casebook.domain.observation import Runbook
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.case import Case
from casebook.reasoning.correlation import COORDINATOR
from casebook.streams import Stream
from casebook.tools.recorder import DiagnosisRecorder

_MOST_CHARACTERS = 2_000


@dataclass(frozen=True, eq=False, repr=False)
class Consulting:
    """The knowledge-agent looks before anybody knows the error; this looks once it is known."""

    desk: Desk
    open_toolbox: OpenToolbox

    def consult(self, diagnosis: Diagnosis, stream: Stream, assessment: Assessment) -> bool:
        """Report the sections that match as findings of the stream; False if there are none.

        They are context, which no verdict rests on: a report without them is as right. A step that
        is repeated finds those of its first run and does not look again.

        Raises:
            StreamEnded: the diagnosis ended meanwhile.
        """
        from casebook.reporting.runbook_query import words_to_look_up  # for the last step alone

        words = words_to_look_up(assessment)[:_MOST_CHARACTERS]
        if not words or _was_consulted(diagnosis):
            return False
        scope = self.desk.scope(diagnosis)
        recorder = DiagnosisRecorder(stream, COORDINATOR, diagnosis.seq)
        tools = PermittedTools(
            self.open_toolbox(
                COORDINATOR, ["search_runbooks"], scope, diagnosis.diagnosis_id, recorder
            )
        )
        runs = tools.gather(("search_runbooks", {"query": words}))
        from casebook.reasoning.rules.knowledge import matching_runbook

        told = matching_runbook(Case(COORDINATOR, tuple(runs), scope))
        checked = check(told, [run.evidence for run in runs], scope.window)
        drafts = [Draft(COORDINATOR, FindingReported(finding=each)) for each in checked.findings]
        if drafts:
            stream.append(*drafts)
        return True


def _was_consulted(diagnosis: Diagnosis) -> bool:
    return any(
        each.agent == COORDINATOR and isinstance(each.about, Runbook) for each in diagnosis.findings
    )
