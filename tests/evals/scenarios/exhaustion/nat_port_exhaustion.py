"""A crawler's new concurrency takes every port of the NAT gateway that payments go through too."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

CHANGED = -1120.0
ONSET = -790.0
NAT = "nat-0c41e8d2a97f5b360"


@scenario("marketplace", "payments-egress", quarterly())
def nat_port_exhaustion(it: Incident) -> None:
    it.has(
        aws.alb("pay-alb", 310, 0.21),
        aws.tasks(
            "pay-api",
            logs.logback("market.pay.AcquirerClient", app="pay-api"),
            "market",
            24,
            None,
            0.07,
        ),
        aws.tasks("feed-crawler", logs.structlog("feed-crawler"), "market", 35, None, 0.07),
        aws.tasks("fx-rates", logs.slog_text, "market", 9, None, 0.07),
        aws.resource(NAT, "natgateway").plus(
            "AWS/NATGateway",
            {"NatGatewayId": NAT},
            {
                "ErrorPortAllocation": ("Count", 0),
                "ActiveConnectionCount": ("Count", 8100, 0.04),
                "ConnectionAttemptCount": ("Count", 5200, 0.06),
                "PacketsDropCount": ("Count", 0.3),
            },
        ),
        aws.partner("api.acquira.example", "Market/Egress", 300, 160, 0.08),
    )
    it.calls(
        f"pay-alb > pay-api > {NAT} > api.acquira.example",
        f"feed-crawler > {NAT}",
        f"fx-rates > {NAT}",
    )
    it.closely("pay-alb HTTPCode_Target_5XX_Count", f"{NAT} ErrorPortAllocation")
    it.log(
        f"pay-api 0.9 {ONSET}>0.7 | authorised <3..900>.00 EUR",
        "pay-api 0.5 WARN | issuer declined, code 51",
        "feed-crawler 0.7 | feed_fetched items=<1..900>",
        "feed-crawler 0.4 ERROR | feed_invalid seller=<1..400>\n"
        "xml.etree.ElementTree.ParseError: not well-formed (invalid token): line <2..90>, "
        "column <1..60>",
        f"fx-rates 0.4 {ONSET}>0.3 | rates stored n=<30..34>",
    )
    it.change(-6240, "deployment pay-api argo-cd | pay-api 7.3.1: 3DS texts in Polish")
    it.change(
        CHANGED,
        "configuration feed-crawler s.ferreira | parameter /feed-crawler/concurrency "
        "changed, tasks restarted",
        "CRAWL_CONCURRENCY: 150 -> 4000",
    )
    it.log(
        f"feed-crawler 6 {CHANGED + 20}..{CHANGED + 60} | crawl started concurrency=4000",
        f"pay-api 6 ERROR {ONSET}.. x3 | POST https://api.acquira.example/v2/authorisations "
        "failed\norg.apache.http.conn.ConnectTimeoutException: Connect to "
        "api.acquira.example:443 [api.acquira.example/203.0.113.40] failed: Connect timed "
        "out\n\tat "
        "org.apache.http.impl.conn.DefaultHttpClientConnectionOperator.connect(DefaultHttpClientConnectionOperator.java:151)",
        f"fx-rates 1.5 ERROR {ONSET + 40}.. | fetching rates failed\n"
        'Get "https://rates.ecbfeed.example/daily": dial tcp 198.51.100.77:443: i/o '
        "timeout",
        f"feed-crawler 7 WARNING {ONSET - 20}.. x4 | fetch_failed\n"
        "aiohttp.client_exceptions.ConnectionTimeoutError: Connection timeout to host "
        "https://cdn.sellerfeeds.example/",
    )
    it.moves(CHANGED + 20, f"{NAT} ActiveConnectionCount 54600", ramp=310)
    it.moves(CHANGED + 20, f"{NAT} ConnectionAttemptCount 61000", ramp=200)
    it.moves(ONSET, f"{NAT} ErrorPortAllocation 3900", ramp=120)
    it.moves(CHANGED + 20, "feed-crawler CPUUtilization 88", ramp=60)
    it.moves(ONSET, "api.acquira.example ClientErrors 95, ClientLatency 1900", ramp=60)
    it.moves(ONSET, "api.acquira.example ClientRequests 250")
    it.moves(ONSET, "pay-alb HTTPCode_Target_5XX_Count 92, TargetResponseTime 2.9", ramp=60)
    it.alarm("pay-api-5xx", "pay-alb", "HTTPCode_Target_5XX_Count", 20, 5)
    it.expects(
        f"{NAT}|feed-crawler",
        "resource-exhaustion|network|configuration",
        blames="pay-api|api.acquira.example|fx-rates",
    )
