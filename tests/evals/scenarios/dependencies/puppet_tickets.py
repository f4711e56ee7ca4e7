"""The certificate of a payment provider ran out a few minutes ago."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -240
PROVIDER = "pay.kreuzerbank.example"


@scenario("puppets", "tickets for the puppets", watched(1, 1))
def puppet_tickets(it: Incident) -> None:
    it.has(
        aws.balancer("tickets-edge", 540, 0.11),
        aws.tasks("ticket-shop", logs.compact(logs.pino("ticket-shop")), "puppets", 30),
        aws.tasks("till", logs.monolog("till"), "puppets", 21, 39),
        aws.partner(PROVIDER, "Puppets/Clients", 130, 340),
        aws.table("seat-holds", 110),
    )
    it.calls(
        f"tickets-edge > ticket-shop > till > {PROVIDER}",
        "ticket-shop > seat-holds",
        "till > seat-holds",
    )
    it.hourly("till", "CPUUtilization", 66, 27)
    it.closely(f"{PROVIDER} ClientErrors")
    it.log(
        "ticket-shop 1.1 | row <1..24> held",
        "ticket-shop 0.3 ERROR | seat is taken\nConditionalCheckFailedException: The "
        "conditional request failed\n    at hold (/srv/seats.js:52:15)",
        f"till 0.8 {ONSET}>0.0 | paid <9..80> EUR",
        "till 0.25 WARN | payment declined\nKasperl\\Till\\DeclinedException: "
        "card_declined (insufficient_funds)",
    )
    it.change(-510, "deployment till | till 4.3.8: rounding of vouchers in the receipt")
    it.change(-3000, "scaling ticket-shop application-autoscaling | desired count 6 -> 5")
    it.moves(
        ONSET,
        f"{PROVIDER} ClientErrors 128, ClientLatency 24",
        "tickets-edge HTTPCode_Target_5XX_Count 124",
    )
    it.log(
        f"till 9 ERROR {ONSET}.. x3 | charge failed\n"
        "GuzzleHttp\\Exception\\RequestException: cURL error 60: SSL certificate problem: "
        "certificate has expired (see https://curl.haxx.se/libcurl/c/libcurl-errors.html) "
        f"for https://{PROVIDER}/v1/charges",
        f"ticket-shop 8 ERROR {ONSET + 1}.. | order <100000..1000000> could not be paid\n"
        "HTTPError: Response code 502 (Bad Gateway)\n    at pay (/srv/till.js:33:9)",
    )
    it.alarm("tickets-edge-5xx", "tickets-edge", "HTTPCode_Target_5XX_Count", 35, 3)
    it.expects(
        PROVIDER,
        "dependency|infrastructure",
        mentions="certificate",
        blames="till|ticket-shop|seat-holds",
    )
