"""A release asks for a column that the database does not have; its caller was released before."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

DEPLOYED = -395.0
MOST_PODS = -235.0
SQL_ERROR = (
    "Servlet.service() for servlet [dispatcherServlet] threw exception\n"
    "org.postgresql.util.PSQLException: ERROR: column s1_0.compartment_size does not "
    "exist\n  Position: 87\n\tat "
    "org.postgresql.core.v3.QueryExecutorImpl.receiveErrorResponse(QueryExecutorImpl.java:2725)"
    "\n\tat eu.lockers.slots.SlotRepository.findFree(SlotRepository.kt:41)"
)


@scenario("logistics", "parcel-lockers", seldom())
def parcel_lockers(it: Incident) -> None:
    it.has(aws.resource("lockers-http", "apigateway"))
    levels = {"Count": ("Count", 240), "5xx": ("Count", 0.5), "Latency": ("Milliseconds", 96)}
    it.measured("lockers-http", "AWS/ApiGateway", {"ApiId": "k3v9x1tq7b"}, levels)
    it.has(
        aws.pod("locker-api", logs.spring("eu.lockers.api.PickupController"), "parcels", 22, 51),
        aws.pod("locker-slots", logs.logback("eu.lockers.slots", app="slots"), "parcels", 17, 48),
        aws.instance("lockers-pg", 46, logs.postgres_of("lockers")),
    )
    it.seldom(
        "lockers-http Count",
        "locker-api pod_cpu_utilization",
        "locker-api pod_memory_utilization_over_pod_limit",
        "locker-slots pod_memory_utilization_over_pod_limit",
    )
    it.calls("lockers-http > locker-api > locker-slots > lockers-pg", "locker-api > lockers-pg")
    it.log(
        "locker-api 0.8 | pickup code issued parcel=<1000000..10000000>",
        "locker-api 0.4 WARN | Resolved [MissingRequestHeaderException: header 'X-Kiosk'] "
        "kiosk=<1..90>",
        f"locker-slots 0.9 ..{MOST_PODS} | free slots site=<100..420> n=<2..31>",
        "locker-slots 0.4 WARN | kiosk <1..90> missed its heartbeat",
        "lockers-pg 0.2 | checkpoint starting: time",
        "lockers-pg 0.25 ERROR | lockers|duplicate key value violates unique constraint "
        '"pickup_<a|b>_uq"',
    )
    it.change(
        -3120,
        "deployment locker-api argo-cd | locker-api 7.4.1 (Spring Boot 3.2.3)",
        "image: parcels/locker-api:7.4.0 -> parcels/locker-api:7.4.1",
    )
    it.change(-5900, "scaling locker-api hpa-controller | HPA: 4 -> 5 replicas")
    it.change(
        DEPLOYED,
        "deployment locker-slots argo-cd | locker-slots 2.31.0: offer compartments by size",
        "image: parcels/locker-slots:2.30.4 -> parcels/locker-slots:2.31.0",
    )
    started = "Started SlotsApplication in <12.0..16.0:.3f> seconds (process running for 17.2)"
    for at in (DEPLOYED + 25, DEPLOYED + 95, MOST_PODS):
        it.once(at, f"locker-slots | {started}")
    for since, rate in ((DEPLOYED + 30, 3), (MOST_PODS, 8)):
        it.log(
            f"locker-slots {rate} ERROR {since}.. | {SQL_ERROR}",
            f"locker-api {rate} ERROR {since}.. | feign.FeignException$InternalServerError: "
            "[500 Internal Server Error] during [GET] to "
            "[http://locker-slots/sites/<100..420>/free]",
            f"lockers-pg {rate / 2} ERROR {since}.. | lockers|column s1_0.compartment_size does "
            "not exist at character 87",
        )
    it.series("lockers-http", "5xx").shift(DEPLOYED + 30, 7).shift(MOST_PODS, 74)
    it.moves(MOST_PODS, "lockers-pg CPUUtilization 23")
    it.alarm("lockers-http-5xx", "lockers-http", "5xx", 15, 3, "Customers see errors")
    it.expects(
        "locker-slots",
        "deployment|code-defect",
        mentions="2.31.0",
        blames="locker-api|lockers-pg|lockers-http",
    )
