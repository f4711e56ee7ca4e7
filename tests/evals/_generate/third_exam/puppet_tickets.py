"""The certificate of a payment provider ran out a few minutes ago."""

from __future__ import annotations

from tests.evals._generate.exam.voices import monolog
from tests.evals._generate.held_out.formats import compact
from tests.evals._generate.styles import pino
from tests.evals._generate.third_exam.region import Region

ONSET = -240
PROVIDER = "pay.kreuzerbank.example"


def puppet_tickets() -> Region:
    region = Region("puppet-tickets", "puppets", "tickets for the puppets")
    region.balancer("tickets-edge", 540, 0.11)
    region.tasks("ticket-shop", compact(pino("ticket-shop")), "puppets", 30)
    region.tasks("till", monolog("till"), "puppets", 21, 39)
    region.partner(PROVIDER, "Puppets/Clients", 130, 340)
    region.table("seat-holds", 110)
    region.calls(
        f"tickets-edge > ticket-shop > till > {PROVIDER}",
        "ticket-shop > seat-holds",
        "till > seat-holds",
    )
    region.hourly("till", "CPUUtilization", 66, 27)
    region.closely(PROVIDER, "ClientErrors")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business("ticket-shop", lambda dice: f"row {dice.randint(1, 24)} held", 1.1)
    region.business(
        "ticket-shop",
        "seat is taken\nConditionalCheckFailedException: The conditional request failed\n"
        "    at hold (/srv/seats.js:52:15)",
        0.3,
        level="ERROR",
    )
    region.business("till", lambda dice: f"paid {dice.randint(9, 80)} EUR", 0.8, (ONSET, 0.0))
    region.business(
        "till",
        "payment declined\nKasperl\\Till\\DeclinedException: card_declined (insufficient_funds)",
        0.25,
        level="WARN",
    )


def _incident(region: Region) -> None:
    region.change(-510, "deployment", "till", "till 4.3.8: rounding of vouchers in the receipt")
    region.change(
        -3000, "scaling", "ticket-shop", "desired count 6 -> 5", "application-autoscaling"
    )
    region.moves(PROVIDER, ONSET, {"ClientErrors": 128, "ClientLatency": 24})
    region.moves("tickets-edge", ONSET, {"HTTPCode_Target_5XX_Count": 124})
    region.says(
        "till",
        "charge failed\nGuzzleHttp\\Exception\\RequestException: cURL error 60: SSL certificate "
        "problem: certificate has expired (see https://curl.haxx.se/libcurl/c/libcurl-errors.html) "
        f"for https://{PROVIDER}/v1/charges",
        9,
        ONSET,
        level="ERROR",
        tasks=3,
    )
    region.says(
        "ticket-shop",
        lambda dice: (
            f"order {dice.randint(10**5, 10**6)} could not be paid\n"
            "HTTPError: Response code 502 (Bad Gateway)\n    at pay (/srv/till.js:33:9)"
        ),
        8,
        ONSET + 1,
        level="ERROR",
    )
    region.alarm("tickets-edge-5xx", "tickets-edge", "HTTPCode_Target_5XX_Count", 35, 3)
    region.expects(
        ["confirmed", "likely"],
        PROVIDER,
        ["dependency", "infrastructure"],
        ["certificate"],
        ["till", "ticket-shop", "seat-holds"],
    )
