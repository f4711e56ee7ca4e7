"""A partner is down a minute after a release that has nothing to do with it."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import logback
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import zerolog
from tests.evals._generate.styles import node_lambda

RELEASED, ONSET = -372.0, -268.0
PARTNER = "api.bagtrace.example"
BODY = (
    "upstream connect error or disconnect/reset before headers. reset reason: connection "
    "termination"
)
DIFF = """diff --git a/src/main/kotlin/org/luggage/claims/Form.kt b/src/main/kotlin/org/luggage/claims/Form.kt
@@ -17,3 +17,4 @@
   val colour: Colour,
   val brand: String?,
+  val stickers: String? = null,
"""  # noqa: E501


def lost_luggage() -> Account:
    it = Account("lost-luggage", "airport", "lost luggage", kept=(0.9, 0.41))
    it.balancer("luggage-alb", 480, 0.28)
    it.tasks("claims-api", logback("org.luggage.claims.ClaimController"), "luggage", 36, 66)
    it.tasks("trace-gateway", zerolog("trace-gateway"), "luggage", 19)
    it.partner(PARTNER, "Luggage/Outbound", 92, 210)
    it.lambda_("kiosk-status", node_lambda, 27, 380)
    it.resource("claims", "dynamodb")
    it.measured(
        "claims",
        "AWS/DynamoDB",
        {"TableName": "claims"},
        {
            "ConsumedWriteCapacityUnits": ("Count", 120),
            "SuccessfulRequestLatency": ("Milliseconds", 5.2),
        },
    )
    it.calls(f"luggage-alb > claims-api > trace-gateway > {PARTNER}", "claims-api > claims")
    it.calls("kiosk-status > trace-gateway")

    it.closely(PARTNER, "ClientErrors").closely("kiosk-status", "Errors")
    it.moves(PARTNER, ONSET, {"ClientErrors": 88, "ClientLatency": 41})
    it.moves("kiosk-status", ONSET, {"Errors": 26})
    it.moves("luggage-alb", ONSET, {"HTTPCode_Target_5XX_Count": 58})
    it.moves("claims-api", RELEASED + 30, {"CPUUtilization": 58}, until=RELEASED + 150)

    it.business("claims-api", lambda d: f"claim BT{d.randint(10**5, 10**6)} opened", 1.0)
    it.business("claims-api", "flight number has a leading zero, corrected", 0.3, level="WARN")
    it.business("trace-gateway", "bag traced", 1.2, (ONSET, 0.05))
    it.business("trace-gateway", "bag tag has no match", 0.3, level="WARN")
    it.business("kiosk-status", lambda d: f"{d.randint(1, 6)} bags shown", 0.7, (ONSET, 0.1))
    for at in (RELEASED + 48, RELEASED + 96):
        it.once("claims-api", at, "Started ClaimsApplicationKt in 11.902 seconds")
    it.says(
        "trace-gateway",
        f"trace failed\nGET https://{PARTNER}/v3/bags: 503: {BODY}",
        44,
        ONSET,
        level="ERROR",
    )
    failed = (
        "tracing is not available\norg.springframework.web.client.HttpServerErrorException$"
        'BadGateway: 502 Bad Gateway: "trace failed"\n\tat org.luggage.claims.TraceClient.find'
        "(TraceClient.kt:39)"
    )
    it.says("claims-api", failed, 26, ONSET, level="ERROR")
    it.says(
        "kiosk-status",
        'Invoke Error \t{"errorType":"AxiosError","errorMessage":"Request failed with status code '
        '502","code":"ERR_BAD_RESPONSE","stack":["AxiosError: Request failed with status code 502",'
        '"    at settle (/var/task/node_modules/axios/lib/core/settle.js:19:12)"]}',
        15,
        ONSET,
        level="ERROR",
    )
    it.change(-4000, "configuration", "claims", "tags: owner=ground-services", "terraform")
    it.change(RELEASED, "deployment", "claims-api", "claims-api 5.6.0: stickers", diff=DIFF)
    it.alarm("luggage-alb-5xx", "luggage-alb", "HTTPCode_Target_5XX_Count", 20, 4)
    it.expects(
        ["confirmed", "likely"],
        PARTNER,
        ["dependency", "infrastructure"],
        None,
        ["claims-api", "claims", "kiosk-status"],
    )
    return it
