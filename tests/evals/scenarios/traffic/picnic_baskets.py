"""A mail to every customer at once, more than a function may run at the same time."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched


@scenario("picnic", "baskets", watched(0.67, 0.67))
def picnic_baskets(it: Incident) -> None:
    it.has(
        aws.http_api("baskets-http", requests=340, ms=130),
        aws.function("basket-offers", logs.python_lambda, 338, 118, 0.05, 2),
        aws.function("basket-cart", logs.python_lambda, calls=80, ms=90, errors=0.05),
        aws.table("basket-stock", writes=26),
        aws.resource("spring-campaign", "other").plus(
            "AWS/SES",
            {"ses:configuration-set": "spring-campaign"},
            {"Send": ("Count", 3), "Click": ("Count", 1)},
        ),
    )
    it.calls(
        "spring-campaign > baskets-http > basket-offers > basket-stock",
        "baskets-http > basket-cart > basket-stock",
    )
    it.log("basket-offers 1.4 | offers of region <1..90> listed")
    it.reports("basket-offers", 0.7, 118, (256, 84))
    it.log(
        "basket-cart 0.7 | cart <hex8> updated",
        "basket-cart 0.3 WARNING | coupon PICNIC<10..19> unknown, ignored",
        "basket-offers 0.2 WARNING | urllib3 Retrying (Retry(total=2)) after connection "
        "broken by 'ReadTimeoutError': /weather",
        "basket-offers 11 -420.. x20 | offers of region <1..90> listed",
        "basket-offers 6 -420.. x20 | INIT_START Runtime Version: python:3.12.v57",
    )
    it.moves(-660, "spring-campaign Send 61000")
    it.moves(-430, "spring-campaign Click 5200", "baskets-http Count 5400", ramp=240)
    it.series("basket-offers", "ConcurrentExecutions").noise = 0.0
    it.moves(-430, "basket-offers Invocations 2500, ConcurrentExecutions 50", ramp=200)
    it.moves(
        -236, "basket-offers Throttles 2700, Duration 1190", "baskets-http 5xx 2650, Latency 640"
    )
    it.moves(-400, "basket-cart Invocations 330", ramp=200)
    it.closely("basket-offers Throttles")
    it.change(-3900, "deployment basket-cart | basket-cart 12.1: rounding of cents")
    it.change(
        -675,
        "service-event spring-campaign marketing | campaign 'Picnic season' sent to "
        "612,000 subscribers",
    )
    it.change(
        -86400 * 5,
        "configuration basket-offers terraform | reserved concurrency set",
        "ReservedConcurrentExecutions: 0 -> 50",
    )
    it.alarm("baskets-http-5xx", "baskets-http", "5xx", 60, periods=3)
    it.expects(
        "spring-campaign|basket-offers|baskets-http",
        "traffic|throttling|resource-exhaustion",
        blames="basket-cart|basket-stock",
    )
