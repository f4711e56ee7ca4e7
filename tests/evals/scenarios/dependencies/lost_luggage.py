"""A partner is down a minute after a release that has nothing to do with it."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

RELEASED, ONSET = (-372.0, -268.0)
PARTNER = "api.bagtrace.example"
BODY = (
    "upstream connect error or disconnect/reset before headers. reset reason: "
    "connection termination"
)
DIFF = (
    "diff --git a/src/main/kotlin/org/luggage/claims/Form.kt "
    "b/src/main/kotlin/org/luggage/claims/Form.kt\n@@ -17,3 +17,4 @@\n"
    "   val colour: Colour,\n   val brand: String?,\n+  val stickers: String? = null,\n"
)


@scenario("airport", "lost luggage", watched(0.72, 0.2255))
def lost_luggage(it: Incident) -> None:
    it.has(
        aws.balancer("luggage-alb", 480, 0.28),
        aws.tasks(
            "claims-api",
            logs.compact(logs.logback("org.luggage.claims.ClaimController")),
            "luggage",
            36,
            66,
        ),
        aws.tasks("trace-gateway", logs.zerolog("trace-gateway"), "luggage", 19),
        aws.partner(PARTNER, "Luggage/Outbound", 92, 210),
        aws.function("kiosk-status", logs.node_lambda, 27, 380, 0.05),
        aws.resource("claims", "dynamodb").plus(
            "AWS/DynamoDB",
            {"TableName": "claims"},
            {
                "ConsumedWriteCapacityUnits": ("Count", 120),
                "SuccessfulRequestLatency": ("Milliseconds", 5.2),
            },
        ),
    )
    it.calls(
        f"luggage-alb > claims-api > trace-gateway > {PARTNER}",
        "claims-api > claims",
        "kiosk-status > trace-gateway",
    )
    it.closely(f"{PARTNER} ClientErrors", "kiosk-status Errors")
    it.moves(
        ONSET,
        f"{PARTNER} ClientErrors 88, ClientLatency 41",
        "kiosk-status Errors 26",
        "luggage-alb HTTPCode_Target_5XX_Count 58",
    )
    it.moves(RELEASED + 30, "claims-api CPUUtilization 58", until=RELEASED + 150)
    it.log(
        "claims-api 1.0 | claim BT<100000..1000000> opened",
        "claims-api 0.3 WARN | flight number has a leading zero, corrected",
        f"trace-gateway 1.2 {ONSET}>0.05 | bag traced",
        "trace-gateway 0.3 WARN | bag tag has no match",
        f"kiosk-status 0.7 {ONSET}>0.1 | <1..6> bags shown",
    )
    for at in (RELEASED + 48, RELEASED + 96):
        it.once(at, "claims-api | Started ClaimsApplicationKt in 11.902 seconds")
    it.log(
        f"trace-gateway 44 ERROR {ONSET}.. | trace failed\nGET https://{PARTNER}/v3/bags: "
        f"503: {BODY}"
    )
    failed = (
        "tracing is not available\n"
        "org.springframework.web.client.HttpServerErrorException$BadGateway: 502 Bad "
        'Gateway: "trace failed"\n\tat '
        "org.luggage.claims.TraceClient.find(TraceClient.kt:39)"
    )
    it.log(
        f"claims-api 26 ERROR {ONSET}.. | {failed}",
        f"kiosk-status 15 ERROR {ONSET}.. | Invoke Error "
        '\t{"errorType":"AxiosError","errorMessage":"Request failed with status '
        'code 502","code":"ERR_BAD_RESPONSE","stack":["AxiosError: Request failed '
        'with status code 502","    at settle '
        '(/var/task/node_modules/axios/lib/core/settle.js:19:12)"]}',
    )
    it.change(-4000, "configuration claims terraform | tags: owner=ground-services")
    it.change(RELEASED, "deployment claims-api | claims-api 5.6.0: stickers", DIFF)
    it.alarm("luggage-alb-5xx", "luggage-alb", "HTTPCode_Target_5XX_Count", 20, 4)
    it.expects(PARTNER, "dependency|infrastructure", blames="claims-api|claims|kiosk-status")
