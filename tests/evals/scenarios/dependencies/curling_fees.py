"""A payment partner that is down, and a release of the shop just before."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

PARTNER = "api.steinpay.example"
FAILED = (
    "fee not charged\nAxiosError: Request failed with status code 503\n"
    "    at settle (/srv/node_modules/axios/lib/core/settle.js:19:12)\n"
    "    at async SteinpayClient.charge (/srv/dist/steinpay.js:33:17)"
)


@scenario("curling", "fees", watched(0.67, 0.67))
def curling_fees(it: Incident) -> None:
    it.has(
        aws.rest_api("fees-rest", requests=190, ms=240),
        aws.tasks("fee-desk", logs.pino("fee-desk-1"), "curling", cpu=26, memory=43),
        aws.partner(PARTNER, "Curling/Outbound", calls=95, ms=180),
        aws.table("fee-ledger", writes=95),
    )
    it.calls(f"fees-rest > fee-desk > {PARTNER}", "fee-desk > fee-ledger")
    it.log(
        "fee-desk 1.3 -229>0.05 | fee of club <1..310> charged",
        "fee-desk 1.2 | fee list of club <1..310> sent",
        "fee-desk 0.3 WARN | receipt mail bounced, 550 mailbox <10..99> full",
        "fee-desk 0.3 WARN | card declined by issuer: insufficient_funds",
        f"fee-desk 11 ERROR -228.. | {FAILED}",
    )
    it.says(
        "fee-desk",
        lambda d: (
            f"POST https://{PARTNER}/v2/charges 503 x-request-id={logs.request_id(d)} upstream "
            "connect error or disconnect/reset before headers"
        ),
        8,
        since=-228,
        level="WARN",
    )
    it.once(-371, "fee-desk | server listening on 3000, release 6.3.1", tasks=2)
    it.moves(-230, f"{PARTNER} ClientErrors 91, ClientLatency 96")
    it.moves(-228, "fees-rest 5XXError 89", "fee-ledger ConsumedWriteCapacityUnits 6")
    it.closely(f"{PARTNER} ClientErrors")
    it.change(
        -402,
        "deployment fee-desk | fee-desk 6.3.1: Norwegian wording of the receipts",
        "diff --git a/locales/nb.json b/locales/nb.json\n@@ -12,1 +12,1 @@\n"
        '-  "receipt.title": "Receipt"\n+  "receipt.title": "Kvittering"\n',
    )
    it.alarm("fees-rest-5xx", "fees-rest", "5XXError", 20, periods=3)
    it.expects(PARTNER, "dependency", mentions="503", blames="fee-desk|fee-ledger")
