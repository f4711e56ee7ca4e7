"""A Terraform run puts a function's old limits back: 3 seconds and 512 MB (Lambda, Java)."""

from tests.evals.builder import Incident, function, quarterly, resource, rest_api, scenario, table
from tests.evals.dialects import gateway_access, lambda_runtime, logback, powertools

ONSET = -655.0


@scenario("legal", "contract-documents", quarterly(0.42))
def lambda_limits_drift(it: Incident) -> None:
    it.has(
        rest_api(
            "documents-api", 70, 2100, 0.3, gateway_access("POST /contracts/{id}/pdf"), 0.06, 0.08
        ),
        function(
            "contract-pdf",
            logback("com.lex.pdf.Renderer", app="contract-pdf", thread="main"),
            70,
            1850,
        ),
        function("numbering", powertools("numbering"), 70, 35),
        table("contracts", 70),
        resource("contract-store", "s3"),
    )
    at = {"BucketName": "contract-store", "FilterId": "EntireBucket"}
    it.measured(
        "contract-store",
        "AWS/S3",
        at,
        {"PutRequests": ("Count", 70), "5xxErrors": ("Count", 0)},
    )
    it.calls(
        "documents-api > contract-pdf > numbering",
        "contract-pdf > contracts",
        "contract-pdf > contract-store",
    )
    it.closely("documents-api 5XXError", "contract-pdf Errors Duration")
    _usual(it)
    it.change(-5300, "deployment numbering j.okafor | numbering 1.19.0: year prefix")
    it.change(
        ONSET - 8,
        "configuration contract-pdf "
        "arn:aws:sts::418295736104:assumed-role/terraform-apply/run-8Qx | "
        "UpdateFunctionConfiguration20150331v2 by terraform-apply (workspace legal-prod)",
        "Timeout: 30 -> 3\nMemorySize: 1769 -> 512",
    )
    it.log("documents-api 5 | 502 <3010..3060> Internal server error", since=ONSET)
    it.reports("contract-pdf", 6, 3500, (512, 471), since=ONSET, limit=3000)
    it.writes("contract-pdf", lambda_runtime)
    it.log("contract-pdf 8 | Task timed out after 3.00 seconds", since=ONSET + 4)
    it.series("contract-pdf", "Duration").shift(ONSET, 2790).noise = 0.03
    it.moves(
        ONSET,
        "contract-pdf Errors 55",
        "documents-api 5XXError 55",
        "documents-api Latency 3020",
        "contract-store PutRequests 14",
    )
    it.alarm("documents-api-5xx", "documents-api", "5XXError", 15, 5)
    it.expects(
        "contract-pdf",
        "configuration|deployment|resource-exhaustion",
        mentions="timeout",
        blames="numbering|contracts|contract-store",
    )


def _usual(it: Incident) -> None:
    it.log("documents-api 1 | 200 <1500..2900> -", falls=(ONSET, 0.25))
    it.log("documents-api 0.15 | 404 <30..60> -")
    it.reports("contract-pdf", 0.8, 1850, (1769, 690), until=ONSET)
    it.log(
        "contract-pdf 1.2 | rendered <2..38> pages",
        "contract-pdf 0.4 WARN | Using fallback font LiberationSans for base font Helvetica",
        falls=(ONSET, 0.25),
    )
    it.log(
        "numbering 0.8 | number <0..999999> handed out",
        "numbering 0.12 WARNING | counter contended, trying again",
    )
