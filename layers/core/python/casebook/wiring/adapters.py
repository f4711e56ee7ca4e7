"""The adapters of what Casebook keeps, sends and starts."""

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from casebook.settings import Settings

if TYPE_CHECKING:
    from casebook.adapters.aws import Aws
    from casebook.adapters.dynamodb.alarms import DynamoAlarmStore
    from casebook.adapters.dynamodb.connections import DynamoConnectionStore
    from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore
    from casebook.adapters.dynamodb.event_log import DynamoEventLog
    from casebook.adapters.dynamodb.feedback import DynamoFeedbackStore
    from casebook.adapters.dynamodb.history import DynamoChangeStore, DynamoObservationStore
    from casebook.adapters.dynamodb.ledger import DynamoLedger
    from casebook.adapters.dynamodb.limits import DynamoRecheckLimit
    from casebook.adapters.dynamodb.ownership import DynamoOwnershipStore
    from casebook.adapters.dynamodb.sessions import DynamoSessionStore
    from casebook.adapters.dynamodb.table import Table
    from casebook.adapters.dynamodb.team_knowledge import DynamoTeamDocumentStore
    from casebook.adapters.dynamodb.tool_grants import DynamoToolGrantStore
    from casebook.adapters.dynamodb.usage import DynamoUsageStore
    from casebook.adapters.dynamodb.workloads import DynamoWorkloadStore
    from casebook.adapters.invoke import LambdaDispatcher, SnsPublisher, StepFunctionsWorkflow
    from casebook.adapters.parameters import SsmParameters
    from casebook.adapters.s3 import S3EvidenceStore
    from casebook.adapters.s3_runbooks import S3RunbookStore
    from casebook.streams import Push
    from casebook.team_knowledge.applying import TeamKnowledge
    from casebook.workloads.owned import OwnedWorkloads, Ownerships


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Adapters:
    """What Casebook keeps and sends, as AWS does it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = SystemClock()

    @cached_property
    def aws(self) -> "Aws":
        from casebook.adapters.aws import Aws

        return Aws()

    @cached_property
    def table(self) -> "Table":
        from casebook.adapters.dynamodb.table import Table

        return Table(self.aws, self.settings.need("table"))

    @cached_property
    def log(self) -> "DynamoEventLog":
        from casebook.adapters.dynamodb.event_log import DynamoEventLog

        kept = self.settings
        return DynamoEventLog(self.table, self.clock, kept.event_days, kept.delta_days)

    @cached_property
    def sessions(self) -> "DynamoSessionStore":
        from casebook.adapters.dynamodb.sessions import DynamoSessionStore

        limits = self.settings
        return DynamoSessionStore(self.table, self.log, limits.event_days, limits.sessions_per_hour)

    @cached_property
    def diagnoses(self) -> "DynamoDiagnosisStore":
        from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore
        from casebook.domain.diagnosis_queue import Caps

        limits = self.settings
        return DynamoDiagnosisStore(
            self.table,
            self.log,
            limits.event_days,
            limits.diagnoses_per_day,
            limits.diagnosis_seconds,
            Caps(limits.diagnoses_at_once, limits.project_diagnoses_at_once),
        )

    @cached_property
    def feedback(self) -> "DynamoFeedbackStore":
        from casebook.adapters.dynamodb.feedback import DynamoFeedbackStore

        return DynamoFeedbackStore(self.table, self.settings.event_days)

    @cached_property
    def workloads(self) -> "DynamoWorkloadStore":
        from casebook.adapters.dynamodb.workloads import DynamoWorkloadStore

        return DynamoWorkloadStore(self.table)

    @cached_property
    def ownership_store(self) -> "DynamoOwnershipStore":
        from casebook.adapters.dynamodb.ownership import DynamoOwnershipStore

        return DynamoOwnershipStore(self.table)

    @cached_property
    def ownerships(self) -> "Ownerships":
        from casebook.workloads.owned import Ownerships

        return Ownerships(self.ownership_store, self.clock, self.settings)

    @cached_property
    def owned_workloads(self) -> "OwnedWorkloads":
        """For whatever looks at a workload; `workloads` is for what keeps and lists them."""
        from casebook.workloads.owned import OwnedWorkloads

        return OwnedWorkloads(self.workloads, self.ownerships)

    @cached_property
    def changes(self) -> "DynamoChangeStore":
        from casebook.adapters.dynamodb.history import DynamoChangeStore

        return DynamoChangeStore(self.table, self.settings.event_days)

    @cached_property
    def observations(self) -> "DynamoObservationStore":
        from casebook.adapters.dynamodb.history import DynamoObservationStore

        return DynamoObservationStore(self.table)

    @cached_property
    def alarms(self) -> "DynamoAlarmStore":
        from casebook.adapters.dynamodb.alarms import DynamoAlarmStore

        return DynamoAlarmStore(self.table, self.settings.event_days)

    @cached_property
    def tool_grants(self) -> "DynamoToolGrantStore":
        from casebook.adapters.dynamodb.tool_grants import DynamoToolGrantStore

        return DynamoToolGrantStore(self.table)

    @cached_property
    def team_documents(self) -> "DynamoTeamDocumentStore":
        from casebook.adapters.dynamodb.team_knowledge import DynamoTeamDocumentStore

        return DynamoTeamDocumentStore(self.table, self.clock, self.settings.event_days)

    @cached_property
    def team_knowledge(self) -> "TeamKnowledge":
        from casebook.team_knowledge.applying import TeamKnowledge

        return TeamKnowledge(self.team_documents, self.clock)

    @cached_property
    def recheck_limit(self) -> "DynamoRecheckLimit":
        from casebook.adapters.dynamodb.limits import DynamoRecheckLimit

        return DynamoRecheckLimit(self.table, self.settings.rechecks_per_hour)

    @cached_property
    def connections(self) -> "DynamoConnectionStore":
        from casebook.adapters.dynamodb.connections import DynamoConnectionStore

        return DynamoConnectionStore(self.table, self.clock)

    @cached_property
    def push(self) -> "Push":
        from casebook.adapters.push import ApiGatewayPost
        from casebook.streams import Push

        post = ApiGatewayPost(self.aws, self.settings.push_endpoint)
        return Push(self.connections, post)

    @cached_property
    def evidence_store(self) -> "S3EvidenceStore":
        from casebook.adapters.s3 import S3EvidenceStore

        return S3EvidenceStore(self.aws, self.settings.bucket)

    @cached_property
    def runbook_store(self) -> "S3RunbookStore":
        from casebook.adapters.s3_runbooks import S3RunbookStore

        return S3RunbookStore(self.aws, self.settings.need("bucket"))

    @cached_property
    def dispatcher(self) -> "LambdaDispatcher":
        from casebook.adapters.invoke import LambdaDispatcher

        return LambdaDispatcher(
            self.aws, self.settings.turn_function, self.settings.observer_function
        )

    @cached_property
    def workflow(self) -> "StepFunctionsWorkflow":
        from casebook.adapters.invoke import StepFunctionsWorkflow

        return StepFunctionsWorkflow(self.aws, self.settings.state_machine_arn)

    @cached_property
    def publisher(self) -> "SnsPublisher":
        from casebook.adapters.invoke import SnsPublisher

        return SnsPublisher(self.aws, self.settings.need("result_topic_arn"))

    @cached_property
    def ledger(self) -> "DynamoLedger":
        from casebook.adapters.dynamodb.ledger import DynamoLedger

        return DynamoLedger(self.table, self.settings.event_days, self.settings.usage_days)

    @cached_property
    def usage(self) -> "DynamoUsageStore":
        from casebook.adapters.dynamodb.usage import DynamoUsageStore

        return DynamoUsageStore(self.table, self.settings.usage_days)

    @cached_property
    def parameters(self) -> "SsmParameters":
        from casebook.adapters.parameters import SsmParameters

        return SsmParameters(self.aws, self.settings.parameter_seconds)
