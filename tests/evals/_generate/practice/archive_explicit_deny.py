"""A bucket's policy was tightened; one of its three callers comes from outside of the VPC."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import logback, structlog
from tests.evals._generate.styles import node_lambda, rails

ONSET = -700.0

_DENIED = (
    "ERROR upload of statement failed AccessDenied: User: arn:aws:sts::418295736104:assumed-role/"
    "statement-render-role/statement-render is not authorized to perform: s3:PutObject on resource:"
    ' "arn:aws:s3:::bank-statement-archive/2026/11/{}.pdf" with an explicit deny in a '
    "resource-based policy\n    at throwDefaultError (/var/runtime/node_modules/@smithy/"
    "smithy-client/dist-cjs/index.js:388:20)"
)
_POLICY = (
    '--- bucket-policy.json\n+++ bucket-policy.json\n@@ -14,0 +15,8 @@\n+    {\n+      "Sid": '
    '"OnlyFromOurVpc",\n+      "Effect": "Deny",\n+      "Principal": "*",\n+      "Action": '
    '"s3:*",\n+      "Resource": "arn:aws:s3:::bank-statement-archive/*",\n+      "Condition": '
    '{"StringNotEquals": {"aws:SourceVpce": "vpce-07a1c93be2"}}\n+    },\n'
)


def build() -> Incident:
    it = Scene("archive-explicit-deny", "retail-bank", "statements")
    it.resource("statement-jobs", "states")
    at = {"StateMachineArn": "arn:aws:states:us-east-1:418295736104:stateMachine:statement-jobs"}
    it.metrics(
        "statement-jobs",
        "AWS/States",
        at,
        ExecutionsStarted=("Count", 44, 0.1),
        ExecutionsFailed=("Count", 0.1),
        ExecutionTime=("Milliseconds", 5200, 0.08),
    )
    it.function("statement-data", structlog("statement-data"), 44, 900)
    it.function("statement-render", node_lambda, 44, 2300)
    it.container("netbank-web", rails, "netbank", 33)
    it.container("audit-export", logback("audit-export", "bank.audit.Export"), "netbank", 12)
    it.resource("bank-statement-archive", "s3")
    it.metrics(
        "bank-statement-archive",
        "AWS/S3",
        {"BucketName": "bank-statement-archive", "FilterId": "EntireBucket"},
        PutRequests=("Count", 46, 0.1),
        GetRequests=("Count", 380, 0.06),
        **{"4xxErrors": ("Count", 3)},
    )
    it.calls("statement-jobs > statement-data", "statement-jobs > statement-render")
    it.calls("statement-render > bank-statement-archive", "netbank-web > bank-statement-archive")
    it.calls("audit-export > bank-statement-archive")
    it.closely("statement-jobs", "ExecutionsFailed")
    it.closely("statement-render", "Errors")
    _usual(it)
    it.change(-3900, "deployment", "statement-render", "statement-render 5.2.0: new logo")
    it.change(
        ONSET - 11,
        "configuration",
        "bank-statement-archive",
        "PutBucketPolicy",
        "arn:aws:sts::418295736104:assumed-role/security-baseline/t.achterberg",
        _POLICY,
    )
    it.says(
        "statement-render",
        lambda d: _DENIED.format(d.randrange(10**8)).removeprefix("ERROR "),
        11,
        since=ONSET,
        level="ERROR",
    )
    it.series("statement-render", "Errors").shift(ONSET, 43)
    it.series("statement-jobs", "ExecutionsFailed").shift(ONSET, 43)
    it.series("bank-statement-archive", "4xxErrors").shift(ONSET, 47)
    it.alarm("statement-jobs-failed", "statement-jobs", "ExecutionsFailed", 5, 5)
    return it.expects(
        ["confirmed", "likely"],
        ["bank-statement-archive", "statement-render"],
        "permission",
        ["s3:PutObject"],
        ["statement-data", "netbank-web", "audit-export"],
    )


def _usual(it: Scene) -> None:
    it.says("statement-data", lambda d: f"postings_read n={d.randint(3, 190)}", 0.6)
    it.says("statement-data", "account_without_postings", 0.25, level="WARNING")
    it.says(
        "statement-render", lambda d: f"rendered {d.randint(1, 9)} pages", 0.8, dips=(ONSET, 0.9)
    )
    it.reports("statement-render", 0.5, 2300, (1024, 402))
    it.says("netbank-web", lambda d: f"Completed 200 OK in {d.randint(30, 210)}ms", 0.9)
    it.says(
        "netbank-web",
        "ActionController::InvalidAuthenticityToken (Can't verify CSRF token authenticity.)",
        0.4,
        level="ERROR",
    )
    it.says("audit-export", lambda d: f"exported {d.randint(1, 90)} statements", 0.4)
