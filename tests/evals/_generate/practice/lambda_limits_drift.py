"""A Terraform run puts a function's old limits back: 3 seconds and 512 MB (Lambda, Java)."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import gateway_access, logback, platform
from tests.evals._generate.styles import powertools

ONSET = -655.0


def build() -> Incident:
    it = Scene("lambda-limits-drift", "legal", "contract-documents", 0.42)
    it.gateway("documents-api", 70, 2100, gateway_access("POST /contracts/{id}/pdf"))
    it.function("contract-pdf", logback("contract-pdf", "com.lex.pdf.Renderer", "main"), 70, 1850)
    it.function("numbering", powertools("numbering"), 70, 35)
    it.table("contracts", 70)
    it.resource("contract-store", "s3")
    at = {"BucketName": "contract-store", "FilterId": "EntireBucket"}
    it.metrics(
        "contract-store", "AWS/S3", at, PutRequests=("Count", 70), **{"5xxErrors": ("Count", 0)}
    )
    it.calls("documents-api > contract-pdf > numbering", "contract-pdf > contracts")
    it.calls("contract-pdf > contract-store")
    it.closely("documents-api", "5XXError")
    it.closely("contract-pdf", "Errors", "Duration")
    _usual(it)
    it.change(-5300, "deployment", "numbering", "numbering 1.19.0: year prefix", "j.okafor")
    it.change(
        ONSET - 8,
        "configuration",
        "contract-pdf",
        "UpdateFunctionConfiguration20150331v2 by terraform-apply (workspace legal-prod)",
        "arn:aws:sts::418295736104:assumed-role/terraform-apply/run-8Qx",
        "Timeout: 30 -> 3\nMemorySize: 1769 -> 512",
    )
    it.says(
        "documents-api",
        lambda d: f"502 {d.randint(3010, 3060)} Internal server error",
        5,
        since=ONSET,
    )
    it.reports("contract-pdf", 6, 3500, (512, 471), since=ONSET, timeout=3000)
    it.writes("contract-pdf", platform)
    it.says("contract-pdf", "Task timed out after 3.00 seconds", 8, since=ONSET + 4)
    it.series("contract-pdf", "Duration").shift(ONSET, 2790).noise = 0.03
    it.series("contract-pdf", "Errors").shift(ONSET, 55)
    it.series("documents-api", "5XXError").shift(ONSET, 55)
    it.series("documents-api", "Latency").shift(ONSET, 3020)
    it.series("contract-store", "PutRequests").shift(ONSET, 14)
    it.alarm("documents-api-5xx", "documents-api", "5XXError", 15, 5)
    return it.expects(
        ["confirmed", "likely"],
        "contract-pdf",
        ["configuration", "deployment", "resource-exhaustion"],
        ["timeout"],
        ["numbering", "contracts", "contract-store"],
    )


def _usual(it: Scene) -> None:
    it.says("documents-api", lambda d: f"200 {d.randint(1500, 2900)} -", 1, dips=(ONSET, 0.25))
    it.says("documents-api", lambda d: f"404 {d.randint(30, 60)} -", 0.15)
    it.reports("contract-pdf", 0.8, 1850, (1769, 690), until=ONSET)
    it.says("contract-pdf", lambda d: f"rendered {d.randint(2, 38)} pages", 1.2, dips=(ONSET, 0.25))
    it.says(
        "contract-pdf",
        "Using fallback font LiberationSans for base font Helvetica",
        0.4,
        level="WARN",
        dips=(ONSET, 0.25),
    )
    it.says("numbering", lambda d: f"number {d.randrange(10**6)} handed out", 0.8)
    it.says("numbering", "counter contended, trying again", 0.12, level="WARNING")
