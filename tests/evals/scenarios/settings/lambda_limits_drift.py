"""A Terraform run puts a function's old limits back: 3 seconds and 512 MB (Lambda, Java)."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

ONSET = -655.0


@scenario("legal", "contract-documents", quarterly(0.42))
def lambda_limits_drift(it: Incident) -> None:
    it.has(
        aws.rest_api(
            "documents-api",
            70,
            2100,
            0.3,
            logs.gateway_access("POST /contracts/{id}/pdf"),
            0.06,
            0.08,
        ),
        aws.function(
            "contract-pdf",
            logs.logback("com.lex.pdf.Renderer", app="contract-pdf", thread="main"),
            70,
            1850,
        ),
        aws.function("numbering", logs.powertools("numbering"), 70, 35),
        aws.table("contracts", 70),
        aws.resource("contract-store", "s3"),
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
    it.log(
        f"documents-api 1 {ONSET}>0.25 | 200 <1500..2900> -", "documents-api 0.15 | 404 <30..60> -"
    )
    it.reports("contract-pdf", 0.8, 1850, (1769, 690), until=ONSET)
    it.log(
        f"contract-pdf 1.2 {ONSET}>0.25 | rendered <2..38> pages",
        f"contract-pdf 0.4 WARN {ONSET}>0.25 | Using fallback font LiberationSans for base "
        "font Helvetica",
        "numbering 0.8 | number <0..999999> handed out",
        "numbering 0.12 WARNING | counter contended, trying again",
    )
    it.change(-5300, "deployment numbering j.okafor | numbering 1.19.0: year prefix")
    it.change(
        ONSET - 8,
        "configuration contract-pdf "
        "arn:aws:sts::418295736104:assumed-role/terraform-apply/run-8Qx | "
        "UpdateFunctionConfiguration20150331v2 by terraform-apply (workspace legal-prod)",
        "Timeout: 30 -> 3\nMemorySize: 1769 -> 512",
    )
    it.log(f"documents-api 5 {ONSET}.. | 502 <3010..3060> Internal server error")
    it.reports("contract-pdf", 6, 3500, (512, 471), since=ONSET, limit=3000)
    it.writes("contract-pdf", logs.lambda_runtime)
    it.log(f"contract-pdf 8 {ONSET + 4}.. | Task timed out after 3.00 seconds")
    it.series("contract-pdf", "Duration").shift(ONSET, 2790).noise = 0.03
    it.moves(
        ONSET,
        "contract-pdf Errors 55",
        "documents-api 5XXError 55, Latency 3020",
        "contract-store PutRequests 14",
    )
    it.alarm("documents-api-5xx", "documents-api", "5XXError", 15, 5)
    it.expects(
        "contract-pdf",
        "configuration|deployment|resource-exhaustion",
        mentions="timeout",
        blames="numbering|contracts|contract-store",
    )
