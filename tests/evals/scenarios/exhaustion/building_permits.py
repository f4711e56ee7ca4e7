"""One service keeps what it borrows, until nobody else can borrow."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

RELEASE, EXHAUSTED = (-5740.0, -342.0)
SLOTS = "remaining connection slots are reserved for roles with the SUPERUSER attribute"


@scenario("city-hall", "permits", EVERY_MINUTE)
def building_permits(it: Incident) -> None:
    it.has(
        aws.balancer("citizen-alb", 260, 0.14),
        aws.tasks("permit-api", logs.django, "city", 29),
        aws.resource("inspections-svc", "ecs", logs.compact(logs.pino("inspections-2"))),
        aws.tasks("documents-svc", logs.compact(logs.pino("documents-1")), "city", 21),
        aws.instance("permits-pg", 66, logs.postgres_of("permits")),
    )
    for service, held in (("permit-api", 24), ("inspections-svc", 11), ("documents-svc", 14)):
        at = {"Service": service}
        it.measured(
            service, "CityHall/Pools", at, {"ConnectionsInUse": ("Count", held, 0.08, 0.05)}
        )
    it.calls(
        "citizen-alb > permit-api > permits-pg",
        "permit-api > documents-svc > permits-pg",
        "inspections-svc > permits-pg",
    )
    it.log(
        "permit-api 2 | GET /applications/<0..999999>/ 200",
        "permit-api 0.6 WARNING | Not Found: /static/<0..98>.map",
        "permit-api 0.35 ERROR | parcel <0..99999> unknown to the cadastre, entered by hand",
        "inspections-svc 1 | visit <0..99999> planned",
        "inspections-svc 0.3 WARN | calendar of inspector not shared",
        "documents-svc 1.8 | plan <0..999999> delivered",
        f"documents-svc 1.2 WARN ..{RELEASE + 60} | client aborted download of plan "
        "<0..999999>, buffer dropped",
        "permits-pg 0.3 | permit_api|duration: <1000..2900>.<0..999:03> ms  statement: "
        "SELECT count(*) FROM application_history",
        "permits-pg 0.2 | checkpoint complete: wrote <300..2900> buffers",
    )
    it.change(
        RELEASE,
        "deployment documents-svc argo-cd | documents-svc 3.2.0: stream plans instead of "
        "buffering them",
    )
    it.change(-1510, "deployment permit-api argo-cd | permit-api 210: map tiles from the CDN")
    it.log(
        f"documents-svc 1.5 WARN {RELEASE + 80}.. | client aborted download of plan "
        "<0..999999>, stream left open"
    )
    it.moves(
        RELEASE + 60,
        "documents-svc ConnectionsInUse 171",
        "permits-pg DatabaseConnections 222",
        ramp=5300,
    )
    it.series("permits-pg", "DatabaseConnections").noise = 0.008
    for user, rate in (("permit_api", 7), ("inspections", 3), ("documents", 0.7)):
        it.log(f"permits-pg {rate} FATAL {EXHAUSTED}.. | {user}|{SLOTS}")
    it.log(
        f"permit-api 9 ERROR {EXHAUSTED}.. | Internal Server Error: "
        "/applications/<0..999999>/\nTraceback (most recent call last):\n"
        'django.db.utils.OperationalError: connection to server at "permits-pg" failed: '
        f"FATAL:  {SLOTS}",
        f"inspections-svc 4 ERROR {EXHAUSTED}.. | visit not saved\n"
        f"error: {SLOTS}\n    at Parser.parseErrorMessage (pg-protocol)",
    )
    it.moves(EXHAUSTED, "citizen-alb HTTPCode_Target_5XX_Count 88")
    it.alarm("citizen-5xx", "citizen-alb", "HTTPCode_Target_5XX_Count", 25, 5)
    it.expects(
        "documents-svc",
        "resource-exhaustion|code-defect|deployment",
        mentions="connection",
        blames="permit-api|inspections-svc|citizen-alb",
    )
