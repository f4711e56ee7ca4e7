"""A few bookings in one minute, none before and none after."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import gateway
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import python_lambda

SINCE, UNTIL = -171.0, -137.0
PAY = "api.quaypay.example"


def ferry_seats() -> Incident:
    it = Recording("ferry-seats", "ferries", "bookings")
    it.resource("ferry-api", "apigateway", gateway, "API-Gateway-Execution-Logs_f71/prod")
    at = {"ApiName": "ferry-api"}
    it.metric("ferry-api", "AWS/ApiGateway", "Count", at, "Count", 330)
    it.metric("ferry-api", "AWS/ApiGateway", "5XXError", at, "Count", 0.2)
    it.metric("ferry-api", "AWS/ApiGateway", "Latency", at, "Milliseconds", 240)
    it.function("seat-booking", python_lambda, 190, 210)
    it.table("sailings", 140)
    it.outside(PAY, 72, 160)
    it.calls(f"ferry-api > seat-booking > {PAY}", "seat-booking > sailings")
    it.platform("seat-booking", 0.4, 210)
    it.says("ferry-api", "Method completed with status: 200", 2, tasks=1)
    it.says("ferry-api", "Method completed with status: 409", 0.4, tasks=1)
    it.says(
        "seat-booking", lambda d: f"{d.randint(1, 6)} seats held on sailing {d.randint(1, 99)}", 1.7
    )
    it.says("seat-booking", lambda d: f"payment {d.randrange(10**7)} accepted", 1.6)
    it.says("seat-booking", "sailing is full, waiting list offered", 0.5, level="WARNING")
    it.says(
        "seat-booking",
        "vehicle not known\nbookings.VehicleUnknown: plate not found in register",
        0.4,
        level="ERROR",
    )
    it.change(-17300, "deployment", "seat-booking", "seat-booking 61: dogs travel free", "actions")
    it.says(
        "seat-booking",
        f"payment not answered\nrequests.exceptions.ReadTimeout: HTTPSConnectionPool(host='{PAY}', "
        "port=443): Read timed out. (read timeout=5)",
        36,
        since=SINCE,
        until=UNTIL,
        level="ERROR",
    )
    it.says(
        "ferry-api",
        "Method completed with status: 502",
        36,
        since=SINCE + 0.2,
        until=UNTIL + 0.2,
        tasks=1,
    )
    it.series("ferry-api", "5XXError").shift(-180, 21, until=-121)
    it.series("seat-booking", "Errors").shift(-180, 21, until=-121)
    it.series(PAY, "Failures").shift(-180, 21, until=-121)
    it.series(PAY, "Latency").shift(-180, 1240, until=-121)
    it.alarm("bookings-5xx", "ferry-api", "5XXError", 5, 1, missing="notBreaching")
    return it.expects("healthy", None, "none", None, ["sailings", "seat-booking", "ferry-api"])
