"""A mail to every customer at once, more than a function may run at the same time."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import python_lambda


def picnic_baskets() -> Borough:
    case = Borough("picnic-baskets", "picnic", "baskets")
    case.http_api("baskets-http", requests=340, ms=130)
    case.seen("basket-offers", python_lambda, calls=338, ms=118, concurrent=2)
    case.lambda_("basket-cart", python_lambda, calls=80, ms=90)
    case.table("basket-stock", writes=26)
    case.resource("spring-campaign", "other")
    case.measured(
        "spring-campaign",
        "AWS/SES",
        {"ses:configuration-set": "spring-campaign"},
        {"Send": ("Count", 3), "Click": ("Count", 1)},
    )
    case.calls("spring-campaign > baskets-http > basket-offers > basket-stock")
    case.calls("baskets-http > basket-cart > basket-stock")

    case.business("basket-offers", lambda d: f"offers of region {d.randint(1, 90)} listed", 1.4)
    case.reports("basket-offers", 0.7, 118, (256, 84))
    case.business("basket-cart", lambda d: f"cart {d.getrandbits(32):08x} updated", 0.7)
    case.says(
        "basket-cart",
        lambda d: f"coupon PICNIC{d.randint(10, 19)} unknown, ignored",
        0.3,
        level="WARNING",
    )
    case.says(
        "basket-offers",
        "urllib3 Retrying (Retry(total=2)) after connection broken by 'ReadTimeoutError': /weather",
        0.2,
        level="WARNING",
    )

    case.says(
        "basket-offers",
        lambda d: f"offers of region {d.randint(1, 90)} listed",
        11,
        since=-420,
        tasks=20,
    )
    case.says(
        "basket-offers", "INIT_START Runtime Version: python:3.12.v57", 6, since=-420, tasks=20
    )
    case.moves("spring-campaign", -660, {"Send": 61000})
    case.moves("spring-campaign", -430, {"Click": 5200}, ramp=240)
    case.moves("baskets-http", -430, {"Count": 5400}, ramp=240)
    case.series("basket-offers", "ConcurrentExecutions").noise = 0.0
    case.moves("basket-offers", -430, {"Invocations": 2500, "ConcurrentExecutions": 50}, ramp=200)
    case.moves("basket-offers", -236, {"Throttles": 2700, "Duration": 1190})
    case.moves("baskets-http", -236, {"5xx": 2650, "Latency": 640})
    case.moves("basket-cart", -400, {"Invocations": 330}, ramp=200)
    case.closely("basket-offers", "Throttles")
    case.change(-3900, "deployment", "basket-cart", "basket-cart 12.1: rounding of cents")
    case.change(
        -675,
        "service-event",
        "spring-campaign",
        "campaign 'Picnic season' sent to 612,000 subscribers",
        "marketing",
    )
    case.change(
        -86400 * 5,
        "configuration",
        "basket-offers",
        "reserved concurrency set",
        "terraform",
        "ReservedConcurrentExecutions: 0 -> 50",
    )
    case.alarm("baskets-http-5xx", "baskets-http", "5xx", 60, periods=3)
    case.expects(
        ["confirmed", "likely"],
        ["spring-campaign", "basket-offers", "baskets-http"],
        ["traffic", "throttling", "resource-exhaustion"],
        None,
        ["basket-cart", "basket-stock"],
    )
    return case
