"""A payment partner that is down, and a release of the shop just before."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import pino, request_id

PARTNER = "api.steinpay.example"
FAILED = (
    "fee not charged\nAxiosError: Request failed with status code 503\n"
    "    at settle (/srv/node_modules/axios/lib/core/settle.js:19:12)\n"
    "    at async SteinpayClient.charge (/srv/dist/steinpay.js:33:17)"
)


def curling_fees() -> Borough:
    case = Borough("curling-fees", "curling", "fees")
    case.rest_api("fees-rest", requests=190, ms=240)
    case.tasks("fee-desk", pino("fee-desk-1"), "curling", cpu=26, memory=43)
    case.partner(PARTNER, "Curling/Outbound", requests=95, ms=180)
    case.table("fee-ledger", writes=95)
    case.calls(f"fees-rest > fee-desk > {PARTNER}", "fee-desk > fee-ledger")

    case.business(
        "fee-desk", lambda d: f"fee of club {d.randint(1, 310)} charged", 1.3, (-229, 0.05)
    )
    case.business("fee-desk", lambda d: f"fee list of club {d.randint(1, 310)} sent", 1.2)
    case.says(
        "fee-desk",
        lambda d: f"receipt mail bounced, 550 mailbox {d.randint(10, 99)} full",
        0.3,
        level="WARN",
    )
    case.says("fee-desk", "card declined by issuer: insufficient_funds", 0.3, level="WARN")

    case.says("fee-desk", FAILED, 11, since=-228, level="ERROR")
    case.says(
        "fee-desk",
        lambda d: (
            f"POST https://{PARTNER}/v2/charges 503 x-request-id={request_id(d)} upstream "
            "connect error or disconnect/reset before headers"
        ),
        8,
        since=-228,
        level="WARN",
    )
    case.once("fee-desk", -371, "server listening on 3000, release 6.3.1", tasks=2)
    case.moves(PARTNER, -230, {"ClientErrors": 91, "ClientLatency": 96})
    case.moves("fees-rest", -228, {"5XXError": 89})
    case.moves("fee-ledger", -228, {"ConsumedWriteCapacityUnits": 6})
    case.closely(PARTNER, "ClientErrors")
    case.change(
        -402,
        "deployment",
        "fee-desk",
        "fee-desk 6.3.1: Norwegian wording of the receipts",
        diff=(
            "diff --git a/locales/nb.json b/locales/nb.json\n@@ -12,1 +12,1 @@\n"
            '-  "receipt.title": "Receipt"\n+  "receipt.title": "Kvittering"\n'
        ),
    )
    case.alarm("fees-rest-5xx", "fees-rest", "5XXError", 20, periods=3)
    case.expects(
        ["confirmed", "likely"],
        PARTNER,
        "dependency",
        ["503"],
        ["fee-desk", "fee-ledger"],
    )
    return case
