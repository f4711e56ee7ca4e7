"""A database's volume has used up its burst credits; three layers above it run into time-outs."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.held_out.formats import postgres_of, slog
from tests.evals._generate.practice.voices import structlog, winston

READS_MORE = -6300.0
"""Since then an autovacuum reads along; PostgreSQL logs it when it is through."""
EMPTY = -420.0
FELT = -235.0


def flight_meals() -> Estate:
    incident = Estate("flight-meals", "catering", "flight-meals")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm("menu-bff-5xx", "menu-bff", "5xx", 15, 3, "Crews cannot order meals")
    incident.expects(
        ["confirmed", "likely"],
        "nutrition-pg",
        ["resource-exhaustion", "infrastructure", "throttling"],
        [],
        ["menu-bff", "meal-planner", "allergen-lookup"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.tasks("menu-bff", winston("menu-bff"), "catering", 21)
    incident.counted("menu-bff", "Catering/http", 190, 240)
    incident.tasks("meal-planner", slog("meal-planner"), "catering", 18)
    incident.metric(
        "meal-planner", "Catering/http", "Latency", {"Service": "meal-planner"}, "Milliseconds", 170
    )
    incident.tasks("allergen-lookup", structlog("allergen-lookup"), "catering", 26)
    incident.resource(
        "nutrition-pg", "rds", postgres_of("nutrition"), "/aws/rds/instance/nutrition-pg/postgresql"
    )
    levels = {
        "BurstBalance": ("Percent", 88, 0.004, 0.01),
        "ReadIOPS": ("Count/Second", 290, 0.08),
        "ReadLatency": ("Seconds", 0.0014),
        "DiskQueueDepth": ("Count", 1),
        "CPUUtilization": ("Percent", 24),
    }
    incident.measured("nutrition-pg", "AWS/RDS", {"DBInstanceIdentifier": "nutrition-pg"}, levels)
    incident.seldom("menu-bff", "CPUUtilization", "Requests", "Latency").seldom(
        "nutrition-pg", "CPUUtilization"
    )
    incident.seldom("meal-planner", "Latency").seldom("meal-planner", "CPUUtilization").seldom(
        "allergen-lookup", "CPUUtilization"
    )
    incident.calls("menu-bff > meal-planner > allergen-lookup > nutrition-pg")


def business(incident: Estate) -> None:
    incident.says("menu-bff", lambda d: f"order of flight QX{d.randint(100, 999)} taken", 0.9)
    incident.says(
        "menu-bff",
        lambda d: f"session of tablet {d.randint(100, 999)} is gone, signed in again",
        0.4,
        level="WARN",
    )
    incident.says("meal-planner", lambda d: f"planned {d.randint(60, 310)} trays", 0.8, until=FELT)
    incident.says(
        "allergen-lookup",
        lambda d: f"recipe checked id={d.randint(1000, 9999)} allergens={d.randint(0, 6)}",
        0.9,
    )
    incident.says(
        "allergen-lookup",
        lambda d: f"supplier sheet without EAN sheet={d.randint(100, 999)}",
        0.4,
        level="WARNING",
    )
    incident.says("nutrition-pg", "checkpoint starting: time", 0.2)


def fault(incident: Estate) -> None:
    incident.change(
        -1180,
        "deployment",
        "meal-planner",
        "meal-planner v0.58.1: count of halal trays in the summary",
        "buildkite",
    )
    incident.change(-3800, "scaling", "menu-bff", "desired count 3 -> 4", "target-tracking")
    slow = (
        "catering|duration: {}.{} ms  execute <unnamed>: SELECT * FROM ingredients WHERE recipe=$1"
    )
    incident.says(
        "nutrition-pg",
        lambda d: slow.format(d.randint(1200, 9800), d.randint(100, 999)),
        4.5,
        EMPTY,
    )
    incident.says(
        "allergen-lookup",
        "lookup failed\nasyncpg.exceptions.QueryCanceledError: canceling statement due to "
        "statement timeout",
        6,
        FELT - 60,
        level="ERROR",
    )
    incident.says(
        "meal-planner",
        'cannot plan trays\nPost "http://allergen-lookup:8000/check": context deadline exceeded '
        "(Client.Timeout exceeded while awaiting headers)",
        9,
        FELT,
        level="ERROR",
    )
    incident.says(
        "menu-bff",
        "planning failed\nAxiosError: timeout of 4000ms exceeded\n    at RedirectableRequest."
        "handleRequestTimeout (/app/node_modules/axios/lib/adapters/http.js:675:16)",
        9,
        FELT,
        level="ERROR",
    )
    volume = {
        "BurstBalance": (READS_MORE, 0.4, EMPTY - READS_MORE),
        "ReadIOPS": (READS_MORE, 1450, 120),
        "ReadLatency": (EMPTY, 0.21, 120),
        "DiskQueueDepth": (EMPTY, 71, 120),
    }
    for name, (since, to, ramp) in volume.items():
        incident.series("nutrition-pg", name).shift(since, to, ramp=ramp)
    # Without credits a volume has what its size is given: three operations for each GiB.
    incident.series("nutrition-pg", "ReadIOPS").shift(EMPTY, 600)
    incident.series("meal-planner", "Latency").shift(EMPTY, 1900, ramp=120).shift(FELT, 5000)
    incident.series("menu-bff", "Latency").shift(EMPTY, 1700, ramp=120).shift(FELT, 4010)
    incident.series("menu-bff", "5xx").shift(FELT, 96)
