"""A crawler's new concurrency takes every port of the NAT gateway that payments go through too."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import logback, slog, structlog

CHANGED = -1120.0
ONSET = -790.0
NAT = "nat-0c41e8d2a97f5b360"


def build() -> Incident:
    it = Scene("nat-port-exhaustion", "marketplace", "payments-egress")
    it.balancer("pay-alb", 310, 0.21)
    it.container("pay-api", logback("pay-api", "market.pay.AcquirerClient"), "market", 24)
    it.container("feed-crawler", structlog("feed-crawler"), "market", 35)
    it.container("fx-rates", slog, "market", 9)
    it.resource(NAT, "natgateway")
    it.metrics(
        NAT,
        "AWS/NATGateway",
        {"NatGatewayId": NAT},
        ErrorPortAllocation=("Count", 0),
        ActiveConnectionCount=("Count", 8100, 0.04),
        ConnectionAttemptCount=("Count", 5200, 0.06),
        PacketsDropCount=("Count", 0.3),
    )
    it.partner("api.acquira.example", "Market/Egress", 300, 160)
    it.calls(f"pay-alb > pay-api > {NAT} > api.acquira.example")
    it.calls(f"feed-crawler > {NAT}", f"fx-rates > {NAT}")
    it.closely("pay-alb", "HTTPCode_Target_5XX_Count")
    it.closely(NAT, "ErrorPortAllocation")
    _usual(it)
    it.change(-6240, "deployment", "pay-api", "pay-api 7.3.1: 3DS texts in Polish", "argo-cd")
    it.change(
        CHANGED,
        "configuration",
        "feed-crawler",
        "parameter /feed-crawler/concurrency changed, tasks restarted",
        "s.ferreira",
        "CRAWL_CONCURRENCY: 150 -> 4000",
    )
    _failing(it)
    it.alarm("pay-api-5xx", "pay-alb", "HTTPCode_Target_5XX_Count", 20, 5)
    return it.expects(
        ["confirmed", "likely"],
        [NAT, "feed-crawler"],
        ["resource-exhaustion", "network", "configuration"],
        None,
        ["pay-api", "api.acquira.example", "fx-rates"],
    )


def _failing(it: Scene) -> None:
    it.says(
        "feed-crawler", "crawl started concurrency=4000", 6, since=CHANGED + 20, until=CHANGED + 60
    )
    it.says(
        "pay-api",
        "POST https://api.acquira.example/v2/authorisations failed\norg.apache.http.conn."
        "ConnectTimeoutException: Connect to api.acquira.example:443 [api.acquira.example/"
        "203.0.113.40] failed: Connect timed out\n\tat org.apache.http.impl.conn."
        "DefaultHttpClientConnectionOperator.connect(DefaultHttpClientConnectionOperator.java:151)",
        6,
        since=ONSET,
        level="ERROR",
        tasks=3,
    )
    it.says(
        "fx-rates",
        'fetching rates failed\nGet "https://rates.ecbfeed.example/daily": dial tcp 198.51.100.77'
        ":443: i/o timeout",
        1.5,
        since=ONSET + 40,
        level="ERROR",
    )
    it.says(
        "feed-crawler",
        "fetch_failed\naiohttp.client_exceptions.ConnectionTimeoutError: Connection timeout to "
        "host https://cdn.sellerfeeds.example/",
        7,
        since=ONSET - 20,
        level="WARNING",
        tasks=4,
    )
    it.series(NAT, "ActiveConnectionCount").shift(CHANGED + 20, 54600, ramp=310)
    it.series(NAT, "ConnectionAttemptCount").shift(CHANGED + 20, 61000, ramp=200)
    it.series(NAT, "ErrorPortAllocation").shift(ONSET, 3900, ramp=120)
    it.series("feed-crawler", "CPUUtilization").shift(CHANGED + 20, 88, ramp=60)
    it.series("api.acquira.example", "ClientErrors").shift(ONSET, 95, ramp=60)
    it.series("api.acquira.example", "ClientLatency").shift(ONSET, 1900, ramp=60)
    it.series("api.acquira.example", "ClientRequests").shift(ONSET, 250)
    it.series("pay-alb", "HTTPCode_Target_5XX_Count").shift(ONSET, 92, ramp=60)
    it.series("pay-alb", "TargetResponseTime").shift(ONSET, 2.9, ramp=60)


def _usual(it: Scene) -> None:
    it.says("pay-api", lambda d: f"authorised {d.randint(3, 900)}.00 EUR", 0.9, dips=(ONSET, 0.7))
    it.says("pay-api", "issuer declined, code 51", 0.5, level="WARN")
    it.says("feed-crawler", lambda d: f"feed_fetched items={d.randint(1, 900)}", 0.7)
    it.says(
        "feed-crawler",
        lambda d: (
            f"feed_invalid seller={d.randint(1, 400)}\nxml.etree.ElementTree.ParseError: not "
            f"well-formed (invalid token): line {d.randint(2, 90)}, column {d.randint(1, 60)}"
        ),
        0.4,
        level="ERROR",
    )
    it.says("fx-rates", lambda d: f"rates stored n={d.randint(30, 34)}", 0.4, dips=(ONSET, 0.3))
