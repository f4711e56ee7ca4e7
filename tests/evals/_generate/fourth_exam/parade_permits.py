"""One minute in which a name was not resolved, and nothing since."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import pino

LOST = (
    "permit list failed\nError: getaddrinfo EAI_AGAIN "
    "parade-cache.k3x9.0001.use1.cache.amazonaws.com\n"
    "    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:120:26)"
)


def parade_permits() -> Borough:
    case = Borough("parade-permits", "parades", "permits")
    case.balancer("permits-alb", requests=360, seconds=0.05)
    case.tasks("permit-office", pino("permit-office-2"), "parades", cpu=24, memory=39)
    case.redis_node("parade-cache-001", items=8200, misses=6)
    case.table("parade-permits", writes=14)
    case.calls("permits-alb > permit-office > parade-cache-001", "permit-office > parade-permits")

    case.business("permit-office", lambda d: f"permits of ward {d.randint(1, 23)} listed", 1.9)
    case.business("permit-office", lambda d: f"permit P-{d.randint(1000, 9999)} stamped", 0.6)
    case.says(
        "permit-office",
        lambda d: f"validation failed: route of P-{d.randint(1000, 9999)} crosses a tram line",
        0.5,
        level="WARN",
    )

    case.says("permit-office", LOST, 38, since=-118, until=-70, level="ERROR")
    case.says(
        "permit-office", "redis: connection to parade-cache ready again", 9, since=-72, until=-58
    )
    case.says(
        "permit-office", lambda d: f"permits of ward {d.randint(1, 23)} listed", 14, since=-66
    )
    case.series("permits-alb", "HTTPCode_Target_5XX_Count").shift(-62, 64, -60)
    case.change(-3000, "deployment", "permit-office", "permit-office 5.11: larger stamp")
    case.alarm("permits-alb-5xx", "permits-alb", "HTTPCode_Target_5XX_Count", 20, periods=1)
    case.expects(
        "healthy", None, None, None, ["permit-office", "parade-cache-001", "parade-permits"]
    )
    return case
