"""Terraform puts back an old size limit; bigger scans are refused from then on."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -310


@scenario("millers", "ledgers of the mills", watched(1, 1))
def mill_ledgers(it: Incident) -> None:
    it.has(
        aws.balancer("ledgers-edge", 310, 0.21),
        aws.tasks("ledger-portal", logs.compact(logs.pino("ledger-portal")), "millers", 27),
        aws.tasks(
            "scan-intake",
            logs.compact(logs.logback("org.millers.scan.IntakeController")),
            "millers",
            36,
            58,
        ),
        aws.instance("ledgers-mysql", 38),
        aws.resource("ledger-scans", "other"),
    )
    at = {"BucketName": "ledger-scans", "FilterId": "all"}
    it.measured("ledger-scans", "AWS/S3", at, {"PutRequests": ("Count", 96)})
    it.calls(
        "ledgers-edge > ledger-portal > scan-intake > ledger-scans", "scan-intake > ledgers-mysql"
    )
    it.hourly("ledgers-mysql", "CPUUtilization", 71, 22)
    it.closely("ledger-scans PutRequests")
    it.log(
        f"scan-intake 0.9 {ONSET}>0.0 | stored scan of <180000..6400000> bytes",
        f"scan-intake 0.4 {ONSET}.. | stored scan of <180000..1040000> bytes",
        "ledger-portal 1.0 | page <1..400> shown",
        "scan-intake 0.2 WARN | no text was recognised\norg.millers.scan.OcrException: "
        "confidence below 0.35",
        "ledger-portal 0.2 ERROR | session not found\nSessionError: session expired\n"
        "    at load (/app/session.js:19:9)",
    )
    it.change(
        -420,
        "configuration scan-intake terraform-cloud | terraform apply: "
        "ecs_task_definition.scan_intake revision 71",
        "SPRING_SERVLET_MULTIPART_MAX_FILE_SIZE: 25MB -> 1MB\nJAVA_TOOL_OPTIONS: -> -Xmx768m",
    )
    it.change(-2600, "deployment ledger-portal | ledger-portal 9.4.1: dark mode")
    it.moves(ONSET, "ledgers-edge HTTPCode_Target_5XX_Count 58", "ledger-scans PutRequests 37")
    it.once(ONSET - 12, "scan-intake | Started ScanIntakeApplication in 11.204 seconds")
    it.log(
        f"scan-intake 7 WARN {ONSET}.. | Resolved exception\n"
        "org.springframework.web.multipart.MaxUploadSizeExceededException: Maximum upload "
        "size exceeded\nCaused by: "
        "org.apache.tomcat.util.http.fileupload.impl.FileSizeLimitExceededException: The "
        "field scan exceeds its maximum permitted size of 1048576 bytes.",
        f"ledger-portal 7 ERROR {ONSET + 2}.. | upload <100000..1000000> failed\n"
        "AxiosError: Request failed with status code 413\n    at settle "
        "(/app/node_modules/axios/lib/core/settle.js:19:12)",
    )
    it.alarm("ledgers-edge-5xx", "ledgers-edge", "HTTPCode_Target_5XX_Count", 20, 4)
    it.expects(
        "scan-intake",
        "configuration|deployment",
        mentions="MULTIPART_MAX_FILE_SIZE",
        blames="ledger-portal|ledgers-mysql",
    )
