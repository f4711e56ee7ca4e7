"""Terraform puts back an old size limit; bigger scans are refused from then on."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, logback
from tests.evals._generate.styles import pino
from tests.evals._generate.third_exam.region import Region

ONSET = -310


def mill_ledgers() -> Region:
    region = Region("mill-ledgers", "millers", "ledgers of the mills")
    region.balancer("ledgers-edge", 310, 0.21)
    region.tasks("ledger-portal", compact(pino("ledger-portal")), "millers", 27)
    region.tasks("scan-intake", logback("org.millers.scan.IntakeController"), "millers", 36, 58)
    region.instance("ledgers-mysql", 38)
    region.resource("ledger-scans", "other")
    at = {"BucketName": "ledger-scans", "FilterId": "all"}
    region.measured("ledger-scans", "AWS/S3", at, {"PutRequests": ("Count", 96)})
    region.calls(
        "ledgers-edge > ledger-portal > scan-intake > ledger-scans",
        "scan-intake > ledgers-mysql",
    )
    region.hourly("ledgers-mysql", "CPUUtilization", 71, 22)
    region.closely("ledger-scans", "PutRequests")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business(
        "scan-intake",
        lambda dice: f"stored scan of {dice.randint(180_000, 6_400_000)} bytes",
        0.9,
        (ONSET, 0.0),
    )
    region.says(
        "scan-intake",
        lambda dice: f"stored scan of {dice.randint(180_000, 1_040_000)} bytes",
        0.4,
        ONSET,
    )
    region.business("ledger-portal", lambda dice: f"page {dice.randint(1, 400)} shown", 1.0)
    region.business(
        "scan-intake",
        "no text was recognised\norg.millers.scan.OcrException: confidence below 0.35",
        0.2,
        level="WARN",
    )
    region.business(
        "ledger-portal",
        "session not found\nSessionError: session expired\n    at load (/app/session.js:19:9)",
        0.2,
        level="ERROR",
    )


def _incident(region: Region) -> None:
    region.change(
        -420,
        "configuration",
        "scan-intake",
        "terraform apply: ecs_task_definition.scan_intake revision 71",
        "terraform-cloud",
        "SPRING_SERVLET_MULTIPART_MAX_FILE_SIZE: 25MB -> 1MB\nJAVA_TOOL_OPTIONS: -> -Xmx768m",
    )
    region.change(-2600, "deployment", "ledger-portal", "ledger-portal 9.4.1: dark mode")
    region.moves("ledgers-edge", ONSET, {"HTTPCode_Target_5XX_Count": 58})
    region.moves("ledger-scans", ONSET, {"PutRequests": 37})
    region.once("scan-intake", ONSET - 12, "Started ScanIntakeApplication in 11.204 seconds")
    region.says(
        "scan-intake",
        lambda dice: (
            "Resolved exception\n"
            "org.springframework.web.multipart.MaxUploadSizeExceededException: Maximum upload "
            "size exceeded\nCaused by: org.apache.tomcat.util.http.fileupload.impl."
            "FileSizeLimitExceededException: The field scan exceeds its maximum permitted size "
            "of 1048576 bytes."
        ),
        7,
        ONSET,
        level="WARN",
    )
    region.says(
        "ledger-portal",
        lambda dice: (
            f"upload {dice.randint(10**5, 10**6)} failed\n"
            "AxiosError: Request failed with status code 413\n"
            "    at settle (/app/node_modules/axios/lib/core/settle.js:19:12)"
        ),
        7,
        ONSET + 2,
        level="ERROR",
    )
    region.alarm("ledgers-edge-5xx", "ledgers-edge", "HTTPCode_Target_5XX_Count", 20, 4)
    region.expects(
        ["confirmed", "likely"],
        "scan-intake",
        ["configuration", "deployment"],
        ["MULTIPART_MAX_FILE_SIZE"],
        ["ledger-portal", "ledgers-mysql"],
    )
