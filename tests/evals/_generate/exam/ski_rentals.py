"""Nothing is wrong any more: for a minute a name could not be resolved, and callers tried again."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.styles import pino

BEGAN = -178.0
OVER = -118.0


def ski_rentals() -> Estate:
    incident = Estate("ski-rentals", "resorts", "ski-rentals")
    describe(incident)
    business(incident)
    blip(incident)
    incident.alarm("rental-alb-5xx", "rental-alb", "HTTPCode_Target_5XX_Count", 10, 1)
    incident.expects(
        "healthy", None, "none", [], ["rental-api", "fleet-docdb", "fitting-api", "rental-alb"]
    )
    return incident


def describe(incident: Estate) -> None:
    incident.balancer("rental-alb", 280, 0.11)
    incident.tasks("rental-api", pino("rental-api-6c9f"), "resorts", 27)
    incident.counted("rental-api", "Resorts/http", 270, 84)
    incident.tasks("fitting-api", pino("fitting-api-77ab"), "resorts", 14)
    incident.resource("fleet-docdb", "other")
    levels = {"DatabaseConnections": ("Count", 48, 0.03, 0.02), "CPUUtilization": ("Percent", 21)}
    incident.measured("fleet-docdb", "AWS/DocDB", {"DBInstanceIdentifier": "fleet-docdb-1"}, levels)
    incident.seldom("fleet-docdb", "CPUUtilization").seldom("rental-api", "Requests")
    incident.seldom("fitting-api", "CPUUtilization").seldom("rental-api", "CPUUtilization")
    incident.calls("rental-alb > rental-api > fleet-docdb", "rental-api > fitting-api")


def business(incident: Estate) -> None:
    incident.says(
        "rental-api",
        lambda d: f"pair {d.randint(1000, 9999)} handed out at desk {d.randint(1, 12)}",
        1.4,
    )
    incident.says(
        "rental-api",
        lambda d: (
            f"boot size {d.randint(20, 49)} is sold out\n"
            "OutOfStockError: nothing left\n    at reserve (/app/stock.js:61:11)"
        ),
        0.6,
        level="ERROR",
    )
    incident.says("fitting-api", lambda d: f"DIN value {d.randint(30, 95) / 10} computed", 0.9)
    incident.says("fitting-api", "weight is missing, asked again", 0.4, level="WARN")


def blip(incident: Estate) -> None:
    incident.change(
        -4400,
        "deployment",
        "rental-api",
        "rental-api 2.27.0: deposits by phone",
        "spinnaker",
        "image: resorts/rental-api:2.26.3 -> resorts/rental-api:2.27.0",
    )
    incident.change(-1900, "scaling", "fitting-api", "desired count 3 -> 2", "target-tracking")
    incident.says(
        "rental-api",
        "cannot reach the fleet\nMongoServerSelectionError: getaddrinfo EAI_AGAIN "
        "fleet-docdb-1.cx2v9a.docdb.eu-central-1.amazonaws.com\n"
        "    at Topology.selectServer (/app/node_modules/mongodb/lib/sdam/topology.js:321:38)",
        16,
        BEGAN,
        OVER,
        level="ERROR",
    )
    incident.says(
        "rental-api", "fleet answered on attempt 2", 8, BEGAN + 20, OVER + 12, level="WARN"
    )
    for resource, metric in (
        ("rental-alb", "HTTPCode_Target_5XX_Count"),
        ("rental-api", "5xx"),
    ):
        incident.series(resource, metric).shift(BEGAN, 27, OVER)
    incident.series("rental-alb", "TargetResponseTime").shift(BEGAN, 0.34, OVER)
    incident.series("rental-api", "Latency").shift(BEGAN, 240, OVER)
