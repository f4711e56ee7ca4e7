"""Why findings of cdk-nag's AwsSolutions rules about the web console are right to stand."""

from __future__ import annotations

from infra.console import Console
from infra.nag import acknowledge, logical_id

# The CDK's bootstrap names the bucket, the same in every account.
ASSETS = "arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*"
COPIES = ("GetBucket*", "GetObject*", "List*", "Abort*", "DeleteObject*")


def justify(console: Console, *, is_guarded: bool) -> None:
    """Acknowledge what stands; `is_guarded` is whether a web ACL was named."""
    acknowledge(
        console.bucket,
        "AwsSolutions-S1",
        "CloudFront alone reads the bucket, which holds a page that is the same for everybody.",
    )
    distribution = console.distribution
    acknowledge(
        distribution,
        "AwsSolutions-CFR1",
        "People on call travel. Who may sign in decides, and not the country.",
    )
    if not is_guarded:
        acknowledge(
            distribution,
            "AwsSolutions-CFR2",
            "Only files are served, and nothing is computed; -c webAclArn names a web ACL.",
        )
    acknowledge(
        distribution,
        "AwsSolutions-CFR3",
        "The page is the same for everybody; who asked for what is in the API's access log.",
    )
    acknowledge(
        distribution,
        "AwsSolutions-CFR4",
        "CloudFront's own domain name leaves no choice of the TLS version; a domain of the team's "
        "own has one. Browsers that run the page speak TLS 1.2 or 1.3.",
    )
    for action in COPIES:
        acknowledge(
            console.copier,
            f"AwsSolutions-IAM5[Action::s3:{action}]",
            "The CDK's BucketDeployment asks for these, on the two buckets that it copies between.",
        )
    for resource in (ASSETS, f"<{logical_id(console.bucket)}.Arn>/*"):
        acknowledge(
            console.copier,
            f"AwsSolutions-IAM5[Resource::{resource}]",
            "It copies every file of a build, whose names are hashes.",
        )
