"""After the report: tell the outside. After a failure: say so, and keep what was found."""

from dataclasses import dataclass

from casebook.diagnosis.desk import Desk
from casebook.diagnosis.queueing import Draining
from casebook.domain.events.diagnosis import DiagnosisFailed
from casebook.domain.events.event import Draft
from casebook.domain.harmless import harmless
from casebook.domain.report import Report
from casebook.errors import AwsCallFailed, Throttled
from casebook.observability import count, logger
from casebook.ports.work import Publisher
from casebook.streams import StreamEnded

_CAUSE_CHARACTERS = 1000
_SUBJECT_CHARACTERS = 99


@dataclass(frozen=True)
class Notifying:
    desk: Desk
    publisher: Publisher
    draining: Draining

    def notify(self, diagnosis_id: str) -> None:
        """Start what waits for this one's place, and publish the result. Filter on the message
        attributes `verdict` and `project`.

        That SNS refuses it fails nothing: the diagnosis has concluded. Raises AwsCallFailed where
        another try may be taken.
        """
        diagnosis, _ = self.desk.take(diagnosis_id)
        self.draining.drain()
        if diagnosis.report is None:
            logger.warning("nothing to tell: there is no report", diagnosis_id=diagnosis_id)
            return
        report = diagnosis.report
        name = self.desk.workload(diagnosis).name
        about = {
            "verdict": report.verdict.value,
            "project": diagnosis.project,
            "workloadId": diagnosis.workload_id,
            "diagnosisId": diagnosis_id,
        }
        message = report.model_dump_json(by_alias=True, exclude={"evidence"})
        try:
            self.publisher.publish(_subject(name, report), message, about)
        except AwsCallFailed as error:
            if isinstance(error, Throttled) or not 400 <= error.http_status < 500:
                raise
            logger.error("the result was refused", diagnosis_id=diagnosis_id, why=error.detail)
            count("ResultsNotPublished")


def _subject(workload: str, report: Report) -> str:
    """SNS takes fewer than 100 characters, and neither line breaks nor control characters.
    https://docs.aws.amazon.com/sns/latest/api/API_Publish.html"""
    said = harmless(f"{workload}: {report.verdict.value} - {report.summary}")
    return " ".join(said.split())[:_SUBJECT_CHARACTERS].rstrip()


@dataclass(frozen=True)
class Failing:
    desk: Desk
    draining: Draining

    def fail(self, diagnosis_id: str, error: str, cause: str) -> None:
        """Record that the diagnosis could not be finished, and start what waits for its place. One
        that has ended stays as it is."""
        self._record(diagnosis_id, error, cause)
        self.draining.drain()

    def _record(self, diagnosis_id: str, error: str, cause: str) -> None:
        diagnosis, stream = self.desk.take(diagnosis_id)
        if diagnosis.is_over:
            return
        said = f"{error}: {cause}".strip(": ")[:_CAUSE_CHARACTERS] or "it stopped without a reason"
        try:
            stream.append(Draft("casebook", DiagnosisFailed(error=said), diagnosis.seq))
        except StreamEnded:
            return
        count("DiagnosesFailed")
        self.desk.file(stream)
