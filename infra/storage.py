"""The table that holds every stream and record, and the bucket with evidence and runbooks."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.buckets import private_bucket
from infra.function import CasebookFunction
from infra.settings import Setting
from infra.stage import Stage

INDEX = "gsi1"
PROJECT_INDEX = "gsi2"
EVIDENCE_PREFIX = "evidence/"
EVIDENCE_DAYS = 90
# What teams write, and what Casebook makes of it: who may write an index can write no runbook.
RUNBOOK_PREFIX = "knowledge/"
RUNBOOK_INDEX_PREFIX = "knowledge-index/"
# An index that is not met any more is forgotten; one that is missed is built again.
RUNBOOK_INDEX_DAYS = 30
READ = ("dynamodb:GetItem", "dynamodb:Query")
# A transaction is authorised as the writes and condition checks that it is made of.
WRITE = (
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
)
# Which items a request is about, by their partition key (`adapters/dynamodb/keys.py`).
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
LEADING_KEYS = "dynamodb:LeadingKeys"
CONNECTIONS, TICKETS, LIMITS, USAGE = "CONNECTION#*", "TICKET#*", "LIMIT#*", "USAGE#*"
OWNERSHIP_ITEMS, TEAM_KNOWLEDGE, WORKLOAD_ITEMS = "OWNERSHIP", "KNOWLEDGE#*", "WORKLOAD#*"
# What projects own, what a team's rules are, which tools agents have, which migrations ran.
RULING = (OWNERSHIP_ITEMS, TEAM_KNOWLEDGE, "TOOLS", "MIGRATIONS")


class Storage(Construct):
    """One table (`pk`, `sk`; indexes `gsi1`, `gsi2`; TTL in `ttl`) and one private bucket."""

    def __init__(self, scope: Construct, *, stage: Stage) -> None:
        super().__init__(scope, "Storage")
        self.table = _table(self, stage)
        self.bucket = _bucket(self, stage)

    def allow_read(self, function: CasebookFunction, *, index: bool = False) -> None:
        """Let a function read items, and query the index if it says so."""
        function.allow(READ, [self.table.table_arn])
        if index:
            function.allow(["dynamodb:Query"], [f"{self.table.table_arn}/index/{INDEX}"])
        function.configure(Setting.TABLE, self.table.table_name)

    def allow_list_projects(self, function: CasebookFunction) -> None:
        """Let a function list the diagnoses of projects."""
        function.allow(["dynamodb:Query"], [f"{self.table.table_arn}/index/{PROJECT_INDEX}"])

    def allow_write(self, function: CasebookFunction, *, index: bool = False) -> None:
        """Let a function read and write items, in transactions too; but for those that say what
        others may see or do."""
        self.allow_read(function, index=index)
        all_but_ruling = {"ForAllValues:StringNotLike": {LEADING_KEYS: [*RULING]}}
        function.allow(WRITE, [self.table.table_arn], all_but_ruling)

    def allow_write_of(self, function: CasebookFunction, *keys: str, index: bool = False) -> None:
        """Let a function read items, and write those under these partition keys alone."""
        self.allow_read(function, index=index)
        self._allow_keys(function, WRITE, *keys)

    def allow_redeem(self, function: CasebookFunction) -> None:
        """Let a function use a ticket up, and read nothing."""
        self._allow_keys(function, ["dynamodb:DeleteItem"], TICKETS)
        function.configure(Setting.TABLE, self.table.table_name)

    def allow_count(self, function: CasebookFunction) -> None:
        """Let a function that only reads count what it does: against a limit, and in the usage."""
        self._allow_keys(function, ["dynamodb:UpdateItem"], LIMITS, USAGE)

    def allow_read_evidence(self, function: CasebookFunction) -> None:
        """Let a function fetch raw query results."""
        self._allow_evidence(function, "s3:GetObject")

    def allow_keep_evidence(self, function: CasebookFunction) -> None:
        """Let a function keep raw query results and fetch them again."""
        self._allow_evidence(function, "s3:GetObject", "s3:PutObject")

    def allow_read_runbooks(self, function: CasebookFunction) -> None:
        """Let a function list and fetch runbooks, and keep an index over them."""
        self.allow_list_runbooks(function)
        # In this order the CDK merges the first two with those of evidence, which keeps the largest
        # role's policy within what an inline policy may be.
        indexes = self.bucket.arn_for_objects(f"{RUNBOOK_INDEX_PREFIX}*")
        function.allow(["s3:GetObject", "s3:PutObject"], [indexes])
        function.allow(["s3:GetObject"], [self.bucket.arn_for_objects(f"{RUNBOOK_PREFIX}*")])

    def allow_list_runbooks(self, function: CasebookFunction) -> None:
        """Let a function see which runbooks there are."""
        function.allow(
            ["s3:ListBucket"],
            [self.bucket.bucket_arn],
            {"StringLike": {"s3:prefix": f"{RUNBOOK_PREFIX}*"}},
        )
        function.configure(Setting.BUCKET, self.bucket.bucket_name)

    def _allow_keys(self, function: CasebookFunction, actions: Sequence[str], *keys: str) -> None:
        """On items whose partition key is one of these, which may end in `*`."""
        conditions = {"ForAllValues:StringLike": {LEADING_KEYS: list(keys)}}
        function.allow(actions, [self.table.table_arn], conditions)

    def _allow_evidence(self, function: CasebookFunction, *actions: str) -> None:
        function.allow(actions, [self.bucket.arn_for_objects(f"{EVIDENCE_PREFIX}*")])
        function.configure(Setting.BUCKET, self.bucket.bucket_name)


def _table(scope: Construct, stage: Stage) -> dynamodb.Table:
    def text(name: str) -> dynamodb.Attribute:
        return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)

    table = dynamodb.Table(
        scope,
        "Table",
        partition_key=text("pk"),
        sort_key=text("sk"),
        time_to_live_attribute="ttl",
        billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
        encryption=dynamodb.TableEncryption.AWS_MANAGED,
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
        removal_policy=stage.removal_policy,
    )
    table.add_global_secondary_index(
        index_name=INDEX, partition_key=text("gsi1pk"), sort_key=text("gsi1sk")
    )
    table.add_global_secondary_index(
        index_name=PROJECT_INDEX, partition_key=text("gsi2pk"), sort_key=text("gsi2sk")
    )
    return table


def _bucket(scope: Construct, stage: Stage) -> s3.Bucket:
    return private_bucket(
        scope,
        stage,
        [
            s3.LifecycleRule(prefix=EVIDENCE_PREFIX, expiration=cdk.Duration.days(EVIDENCE_DAYS)),
            s3.LifecycleRule(
                prefix=RUNBOOK_INDEX_PREFIX, expiration=cdk.Duration.days(RUNBOOK_INDEX_DAYS)
            ),
        ],
    )
