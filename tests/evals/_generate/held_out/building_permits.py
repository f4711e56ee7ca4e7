"""One service keeps what it borrows, until nobody else can borrow."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, django, postgres_of
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import pino

RELEASE, EXHAUSTED = -5740.0, -342.0
SLOTS = "remaining connection slots are reserved for roles with the SUPERUSER attribute"


def building_permits() -> Incident:
    it = Recording("building-permits", "city-hall", "permits")
    it.balancer("citizen-alb", 260, 0.14)
    it.tasks("permit-api", django, "city", 29)
    it.resource("inspections-svc", "ecs", compact(pino("inspections-2")))
    it.tasks("documents-svc", compact(pino("documents-1")), "city", 21)
    it.instance("permits-pg", 66, postgres_of("permits"))
    for service, held in (("permit-api", 24), ("inspections-svc", 11), ("documents-svc", 14)):
        at = {"Service": service}
        it.metric(service, "CityHall/Pools", "ConnectionsInUse", at, "Count", held, 0.08, 0.05)
    it.calls("citizen-alb > permit-api > permits-pg", "permit-api > documents-svc > permits-pg")
    it.calls("inspections-svc > permits-pg")
    business(it)

    it.change(
        RELEASE,
        "deployment",
        "documents-svc",
        "documents-svc 3.2.0: stream plans instead of buffering them",
        "argo-cd",
    )
    it.change(
        -1510, "deployment", "permit-api", "permit-api 210: map tiles from the CDN", "argo-cd"
    )
    it.says(
        "documents-svc",
        lambda d: f"client aborted download of plan {d.randrange(10**6)}, stream left open",
        1.5,
        since=RELEASE + 80,
        level="WARN",
    )
    it.series("documents-svc", "ConnectionsInUse").shift(RELEASE + 60, 171, ramp=5300)
    it.series("permits-pg", "DatabaseConnections").shift(RELEASE + 60, 222, ramp=5300)
    it.series("permits-pg", "DatabaseConnections").noise = 0.008
    for user, rate in (("permit_api", 7), ("inspections", 3), ("documents", 0.7)):
        it.says("permits-pg", f"{user}|{SLOTS}", rate, since=EXHAUSTED, level="FATAL")
    it.says(
        "permit-api",
        lambda d: (
            f"Internal Server Error: /applications/{d.randrange(10**6)}/\n"
            "Traceback (most recent call last):\n"
            'django.db.utils.OperationalError: connection to server at "permits-pg" failed: '
            f"FATAL:  {SLOTS}"
        ),
        9,
        since=EXHAUSTED,
        level="ERROR",
    )
    it.says(
        "inspections-svc",
        f"visit not saved\nerror: {SLOTS}\n    at Parser.parseErrorMessage (pg-protocol)",
        4,
        since=EXHAUSTED,
        level="ERROR",
    )
    it.series("citizen-alb", "HTTPCode_Target_5XX_Count").shift(EXHAUSTED, 88)
    it.alarm("citizen-5xx", "citizen-alb", "HTTPCode_Target_5XX_Count", 25, 5)
    return it.expects(
        ["confirmed", "likely"],
        "documents-svc",
        ["resource-exhaustion", "code-defect", "deployment"],
        ["connection"],
        ["permit-api", "inspections-svc", "citizen-alb"],
    )


def business(it: Recording) -> None:
    it.says("permit-api", lambda d: f"GET /applications/{d.randrange(10**6)}/ 200", 2)
    it.says(
        "permit-api", lambda d: f"Not Found: /static/{d.randrange(99)}.map", 0.6, level="WARNING"
    )
    it.says(
        "permit-api",
        lambda d: f"parcel {d.randrange(10**5)} unknown to the cadastre, entered by hand",
        0.35,
        level="ERROR",
    )
    it.says("inspections-svc", lambda d: f"visit {d.randrange(10**5)} planned", 1)
    it.says("inspections-svc", "calendar of inspector not shared", 0.3, level="WARN")
    it.says("documents-svc", lambda d: f"plan {d.randrange(10**6)} delivered", 1.8)
    it.says(
        "documents-svc",
        lambda d: f"client aborted download of plan {d.randrange(10**6)}, buffer dropped",
        1.2,
        until=RELEASE + 60,
        level="WARN",
    )
    it.says(
        "permits-pg",
        lambda d: (
            f"permit_api|duration: {d.randint(1000, 2900)}.{d.randrange(1000):03} ms  statement: "
            "SELECT count(*) FROM application_history"
        ),
        0.3,
    )
    it.says(
        "permits-pg", lambda d: f"checkpoint complete: wrote {d.randint(300, 2900)} buffers", 0.2
    )
