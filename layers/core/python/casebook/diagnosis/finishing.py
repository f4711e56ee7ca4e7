"""After the report: tell the outside. After a failure: say so, and keep what was found."""

from dataclasses import dataclass

from casebook.diagnosis.desk import Desk
from casebook.domain.events.diagnosis import DiagnosisFailed
from casebook.domain.events.event import Draft
from casebook.observability import count, logger
from casebook.ports.work import Publisher
from casebook.streams import StreamEnded

_CAUSE_CHARACTERS = 1000


@dataclass(frozen=True)
class Notifying:
    desk: Desk
    publisher: Publisher

    def notify(self, diagnosis_id: str) -> None:
        """Publish the result. Filter on the message attributes `verdict` and `project`."""
        diagnosis, _ = self.desk.take(diagnosis_id)
        if diagnosis.report is None:
            logger.warning("nothing to tell: there is no report", diagnosis_id=diagnosis_id)
            return
        report = diagnosis.report
        name = self.desk.workload(diagnosis).name
        self.publisher.publish(
            f"{name}: {report.verdict.value} - {report.summary}".replace("\n", " "),
            report.model_dump_json(by_alias=True, exclude={"evidence"}),
            {
                "verdict": report.verdict.value,
                "project": diagnosis.project,
                "workloadId": diagnosis.workload_id,
                "diagnosisId": diagnosis_id,
            },
        )


@dataclass(frozen=True)
class Failing:
    desk: Desk

    def fail(self, diagnosis_id: str, error: str, cause: str) -> None:
        """Record that the diagnosis could not be finished. One that has ended stays as it is."""
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
