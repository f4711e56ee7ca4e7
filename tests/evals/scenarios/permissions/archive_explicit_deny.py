"""A bucket's policy was tightened; one of its three callers comes from outside of the VPC."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

ONSET = -700.0
_DENIED = (
    "upload of statement failed AccessDenied: User: "
    "arn:aws:sts::418295736104:assumed-role/statement-render-role/statement-render is "
    "not authorized to perform: s3:PutObject on resource: "
    '"arn:aws:s3:::bank-statement-archive/2026/11/<0..99999999>.pdf" with an '
    "explicit deny in a resource-based policy\n    at throwDefaultError "
    "(/var/runtime/node_modules/@smithy/smithy-client/dist-cjs/index.js:388:20)"
)
_POLICY = (
    "--- bucket-policy.json\n+++ bucket-policy.json\n@@ -14,0 +15,8 @@\n"
    '+    {\n+      "Sid": "OnlyFromOurVpc",\n+      "Effect": "Deny",\n'
    '+      "Principal": "*",\n+      "Action": "s3:*",\n'
    '+      "Resource": "arn:aws:s3:::bank-statement-archive/*",\n'
    '+      "Condition": {"StringNotEquals": {"aws:SourceVpce": '
    '"vpce-07a1c93be2"}}\n+    },\n'
)


@scenario("retail-bank", "statements", quarterly())
def archive_explicit_deny(it: Incident) -> None:
    it.has(aws.resource("statement-jobs", "states"))
    at = {"StateMachineArn": "arn:aws:states:us-east-1:418295736104:stateMachine:statement-jobs"}
    it.measured(
        "statement-jobs",
        "AWS/States",
        at,
        {
            "ExecutionsStarted": ("Count", 44, 0.1),
            "ExecutionsFailed": ("Count", 0.1),
            "ExecutionTime": ("Milliseconds", 5200, 0.08),
        },
    )
    it.has(
        aws.function("statement-data", logs.structlog("statement-data"), 44, 900),
        aws.function("statement-render", logs.node_lambda, 44, 2300),
        aws.tasks("netbank-web", logs.rails, "netbank", 33, None, 0.07),
        aws.tasks(
            "audit-export",
            logs.logback("bank.audit.Export", app="audit-export"),
            "netbank",
            12,
            None,
            0.07,
        ),
        aws.resource("bank-statement-archive", "s3").plus(
            "AWS/S3",
            {"BucketName": "bank-statement-archive", "FilterId": "EntireBucket"},
            {
                "PutRequests": ("Count", 46, 0.1),
                "GetRequests": ("Count", 380, 0.06),
                "4xxErrors": ("Count", 3),
            },
        ),
    )
    it.calls(
        "statement-jobs > statement-data",
        "statement-jobs > statement-render",
        "statement-render > bank-statement-archive",
        "netbank-web > bank-statement-archive",
        "audit-export > bank-statement-archive",
    )
    it.closely("statement-jobs ExecutionsFailed", "statement-render Errors")
    it.log(
        "statement-data 0.6 | postings_read n=<3..190>",
        "statement-data 0.25 WARNING | account_without_postings",
        f"statement-render 0.8 {ONSET}>0.9 | rendered <1..9> pages",
    )
    it.reports("statement-render", 0.5, 2300, (1024, 402))
    it.log(
        "netbank-web 0.9 | Completed 200 OK in <30..210>ms",
        "netbank-web 0.4 ERROR | ActionController::InvalidAuthenticityToken (Can't verify "
        "CSRF token authenticity.)",
        "audit-export 0.4 | exported <1..90> statements",
    )
    it.change(-3900, "deployment statement-render | statement-render 5.2.0: new logo")
    it.change(
        ONSET - 11,
        "configuration bank-statement-archive "
        "arn:aws:sts::418295736104:assumed-role/security-baseline/t.achterberg | "
        "PutBucketPolicy",
        _POLICY,
    )
    it.log(f"statement-render 11 ERROR {ONSET}.. | {_DENIED}")
    it.moves(
        ONSET,
        "statement-render Errors 43",
        "statement-jobs ExecutionsFailed 43",
        "bank-statement-archive 4xxErrors 47",
    )
    it.alarm("statement-jobs-failed", "statement-jobs", "ExecutionsFailed", 5, 5)
    it.expects(
        "bank-statement-archive|statement-render",
        "permission",
        mentions="s3:PutObject",
        blames="statement-data|netbank-web|audit-export",
    )
