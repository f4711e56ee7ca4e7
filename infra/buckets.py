"""Private buckets: one recipe for all."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.stage import Stage


def private_bucket(
    scope: Construct, stage: Stage, lifecycle_rules: Sequence[s3.LifecycleRule] = ()
) -> s3.Bucket:
    """A bucket that nobody reaches from outside; unfinished uploads go after a day."""
    return s3.Bucket(
        scope,
        "Bucket",
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=stage.requires_tls,
        lifecycle_rules=[
            *lifecycle_rules,
            s3.LifecycleRule(abort_incomplete_multipart_upload_after=cdk.Duration.days(1)),
        ],
        removal_policy=stage.removal_policy,
    )
