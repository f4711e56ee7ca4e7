"""One minute in which a name was not resolved, and nothing since."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

LOST = (
    "permit list failed\nError: getaddrinfo EAI_AGAIN "
    "parade-cache.k3x9.0001.use1.cache.amazonaws.com\n    at "
    "GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:120:26)"
)


@scenario("parades", "permits", watched(0.67, 0.67))
def parade_permits(it: Incident) -> None:
    it.has(
        aws.balancer("permits-alb", requests=360, seconds=0.05),
        aws.tasks("permit-office", logs.pino("permit-office-2"), "parades", cpu=24, memory=39),
        aws.redis_node("parade-cache-001", items=8200, misses=6),
        aws.table("parade-permits", writes=14),
    )
    it.calls("permits-alb > permit-office > parade-cache-001", "permit-office > parade-permits")
    it.log(
        "permit-office 1.9 | permits of ward <1..23> listed",
        "permit-office 0.6 | permit P-<1000..9999> stamped",
        "permit-office 0.5 WARN | validation failed: route of P-<1000..9999> crosses a tram line",
        f"permit-office 38 ERROR -118..-70 | {LOST}",
        "permit-office 9 -72..-58 | redis: connection to parade-cache ready again",
        "permit-office 14 -66.. | permits of ward <1..23> listed",
    )
    it.moves(-62, "permits-alb HTTPCode_Target_5XX_Count 64", until=-60)
    it.change(-3000, "deployment permit-office | permit-office 5.11: larger stamp")
    it.alarm("permits-alb-5xx", "permits-alb", "HTTPCode_Target_5XX_Count", 20, periods=1)
    it.expects(
        None, None, blames="permit-office|parade-cache-001|parade-permits", verdict="healthy"
    )
