"""A crawler's new concurrency takes every port of the NAT gateway that payments go through too."""

from tests.evals.builder import Incident, alb, partner, quarterly, resource, scenario, tasks
from tests.evals.dialects import logback, slog_text, structlog

CHANGED = -1120.0
ONSET = -790.0
NAT = "nat-0c41e8d2a97f5b360"


@scenario("marketplace", "payments-egress", quarterly())
def nat_port_exhaustion(it: Incident) -> None:
    it.has(
        alb("pay-alb", 310, 0.21),
        tasks(
            "pay-api", logback("market.pay.AcquirerClient", app="pay-api"), "market", 24, None, 0.07
        ),
        tasks("feed-crawler", structlog("feed-crawler"), "market", 35, None, 0.07),
        tasks("fx-rates", slog_text, "market", 9, None, 0.07),
        resource(NAT, "natgateway"),
    )
    it.measured(
        NAT,
        "AWS/NATGateway",
        {"NatGatewayId": NAT},
        {
            "ErrorPortAllocation": ("Count", 0),
            "ActiveConnectionCount": ("Count", 8100, 0.04),
            "ConnectionAttemptCount": ("Count", 5200, 0.06),
            "PacketsDropCount": ("Count", 0.3),
        },
    )
    it.has(partner("api.acquira.example", "Market/Egress", 300, 160, 0.08))
    it.calls(
        f"pay-alb > pay-api > {NAT} > api.acquira.example",
        f"feed-crawler > {NAT}",
        f"fx-rates > {NAT}",
    )
    it.closely("pay-alb HTTPCode_Target_5XX_Count", f"{NAT} ErrorPortAllocation")
    _usual(it)
    it.change(-6240, "deployment pay-api argo-cd | pay-api 7.3.1: 3DS texts in Polish")
    it.change(
        CHANGED,
        "configuration feed-crawler s.ferreira | parameter /feed-crawler/concurrency "
        "changed, tasks restarted",
        "CRAWL_CONCURRENCY: 150 -> 4000",
    )
    _failing(it)
    it.alarm("pay-api-5xx", "pay-alb", "HTTPCode_Target_5XX_Count", 20, 5)
    it.expects(
        f"{NAT}|feed-crawler",
        "resource-exhaustion|network|configuration",
        blames="pay-api|api.acquira.example|fx-rates",
    )


def _failing(it: Incident) -> None:
    it.log(
        "feed-crawler 6 | crawl started concurrency=4000", since=CHANGED + 20, until=CHANGED + 60
    )
    it.log(
        "pay-api 6 ERROR | POST https://api.acquira.example/v2/authorisations failed\n"
        "org.apache.http.conn.ConnectTimeoutException: Connect to api.acquira.example:443 "
        "[api.acquira.example/203.0.113.40] failed: Connect timed out\n"
        "\tat "
        "org.apache.http.impl.conn.DefaultHttpClientConnectionOperator.connect(DefaultHttpClientConnectionOperator.java:151)",
        since=ONSET,
        tasks=3,
    )
    it.log(
        "fx-rates 1.5 ERROR | fetching rates failed\nGet "
        '"https://rates.ecbfeed.example/daily": dial tcp 198.51.100.77:443: i/o timeout',
        since=ONSET + 40,
    )
    it.log(
        "feed-crawler 7 WARNING | fetch_failed\n"
        "aiohttp.client_exceptions.ConnectionTimeoutError: Connection timeout to host "
        "https://cdn.sellerfeeds.example/",
        since=ONSET - 20,
        tasks=4,
    )
    it.moves(CHANGED + 20, f"{NAT} ActiveConnectionCount 54600", ramp=310)
    it.moves(CHANGED + 20, f"{NAT} ConnectionAttemptCount 61000", ramp=200)
    it.moves(ONSET, f"{NAT} ErrorPortAllocation 3900", ramp=120)
    it.moves(CHANGED + 20, "feed-crawler CPUUtilization 88", ramp=60)
    it.moves(
        ONSET,
        "api.acquira.example ClientErrors 95",
        "api.acquira.example ClientLatency 1900",
        ramp=60,
    )
    it.moves(ONSET, "api.acquira.example ClientRequests 250")
    it.moves(
        ONSET, "pay-alb HTTPCode_Target_5XX_Count 92", "pay-alb TargetResponseTime 2.9", ramp=60
    )


def _usual(it: Incident) -> None:
    it.log("pay-api 0.9 | authorised <3..900>.00 EUR", falls=(ONSET, 0.7))
    it.log(
        "pay-api 0.5 WARN | issuer declined, code 51",
        "feed-crawler 0.7 | feed_fetched items=<1..900>",
        "feed-crawler 0.4 ERROR | feed_invalid seller=<1..400>\n"
        "xml.etree.ElementTree.ParseError: not well-formed (invalid token): line <2..90>, "
        "column <1..60>",
    )
    it.log("fx-rates 0.4 | rates stored n=<30..34>", falls=(ONSET, 0.3))
