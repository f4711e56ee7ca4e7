"""A few bookings in one minute, none before and none after."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

SINCE, UNTIL = (-171.0, -137.0)
PAY = "api.quaypay.example"


@scenario("ferries", "bookings", EVERY_MINUTE)
def ferry_seats(it: Incident) -> None:
    it.has(
        aws.resource("ferry-api", "apigateway", logs.gateway, "API-Gateway-Execution-Logs_f71/prod")
    )
    at = {"ApiName": "ferry-api"}
    it.measured(
        "ferry-api",
        "AWS/ApiGateway",
        at,
        {"Count": ("Count", 330), "5XXError": ("Count", 0.2), "Latency": ("Milliseconds", 240)},
    )
    it.has(
        aws.function("seat-booking", logs.python_lambda, 190, 210),
        aws.table("sailings", 140),
        aws.outside(PAY, 72, 160),
    )
    it.calls(f"ferry-api > seat-booking > {PAY}", "seat-booking > sailings")
    it.invoked("seat-booking", 0.4, 210)
    it.log(
        "ferry-api 2 x1 | Method completed with status: 200",
        "ferry-api 0.4 x1 | Method completed with status: 409",
        "seat-booking 1.7 | <1..6> seats held on sailing <1..99>",
        "seat-booking 1.6 | payment <0..9999999> accepted",
        "seat-booking 0.5 WARNING | sailing is full, waiting list offered",
        "seat-booking 0.4 ERROR | vehicle not known\nbookings.VehicleUnknown: plate not "
        "found in register",
    )
    it.change(-17300, "deployment seat-booking actions | seat-booking 61: dogs travel free")
    it.log(
        f"seat-booking 36 ERROR {SINCE}..{UNTIL} | payment not answered\n"
        f"requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='{PAY}', port=443): "
        "Read timed out. (read timeout=5)",
        f"ferry-api 36 {SINCE + 0.2}..{UNTIL + 0.2} x1 | Method completed with status: 502",
    )
    it.moves(
        -180,
        "ferry-api 5XXError 21",
        "seat-booking Errors 21",
        f"{PAY} Failures 21, Latency 1240",
        until=-121,
    )
    it.alarm("bookings-5xx", "ferry-api", "5XXError", 5, 1, missing="notBreaching")
    it.expects(None, "none", blames="sailings|seat-booking|ferry-api", verdict="healthy")
