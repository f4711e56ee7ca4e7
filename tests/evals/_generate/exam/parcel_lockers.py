"""A release asks for a column that the database does not have; its caller was released before."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.held_out.formats import postgres_of
from tests.evals._generate.practice.voices import logback
from tests.evals._generate.styles import spring

DEPLOYED = -395.0
MOST_PODS = -235.0

SQL_ERROR = (
    "Servlet.service() for servlet [dispatcherServlet] threw exception\n"
    "org.postgresql.util.PSQLException: ERROR: column s1_0.compartment_size does not exist\n"
    "  Position: 87\n"
    "\tat org.postgresql.core.v3.QueryExecutorImpl.receiveErrorResponse"
    "(QueryExecutorImpl.java:2725)\n"
    "\tat eu.lockers.slots.SlotRepository.findFree(SlotRepository.kt:41)"
)


def parcel_lockers() -> Estate:
    incident = Estate("parcel-lockers", "logistics", "parcel-lockers")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm("lockers-http-5xx", "lockers-http", "5xx", 15, 3, "Customers see errors")
    incident.expects(
        ["confirmed", "likely"],
        "locker-slots",
        ["deployment", "code-defect"],
        ["2.31.0"],
        ["locker-api", "lockers-pg", "lockers-http"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.resource("lockers-http", "apigateway")
    levels = {"Count": ("Count", 240), "5xx": ("Count", 0.5), "Latency": ("Milliseconds", 96)}
    incident.measured("lockers-http", "AWS/ApiGateway", {"ApiId": "k3v9x1tq7b"}, levels)
    incident.pod("locker-api", spring("eu.lockers.api.PickupController"), "parcels", 22, 51)
    incident.pod("locker-slots", logback("slots", "eu.lockers.slots"), "parcels", 17, 48)
    incident.instance("lockers-pg", 46, postgres_of("lockers"))
    incident.seldom("lockers-http", "Count").seldom("locker-api", "pod_cpu_utilization")
    incident.seldom("locker-api", "pod_memory_utilization_over_pod_limit")
    incident.seldom("locker-slots", "pod_memory_utilization_over_pod_limit")
    incident.calls(
        "lockers-http > locker-api > locker-slots > lockers-pg", "locker-api > lockers-pg"
    )


def business(incident: Estate) -> None:
    incident.says(
        "locker-api", lambda d: f"pickup code issued parcel={d.randint(10**6, 10**7)}", 0.8
    )
    incident.says(
        "locker-api",
        lambda d: (
            f"Resolved [MissingRequestHeaderException: header 'X-Kiosk'] kiosk={d.randint(1, 90)}"
        ),
        0.4,
        level="WARN",
    )
    incident.says(
        "locker-slots",
        lambda d: f"free slots site={d.randint(100, 420)} n={d.randint(2, 31)}",
        0.9,
        until=MOST_PODS,
    )
    incident.says(
        "locker-slots",
        lambda d: f"kiosk {d.randint(1, 90)} missed its heartbeat",
        0.4,
        level="WARN",
    )
    incident.says("lockers-pg", "checkpoint starting: time", 0.2)
    incident.says(
        "lockers-pg",
        lambda d: (
            f'lockers|duplicate key value violates unique constraint "pickup_{d.choice("ab")}_uq"'
        ),
        0.25,
        level="ERROR",
    )


def fault(incident: Estate) -> None:
    incident.change(
        -3120,
        "deployment",
        "locker-api",
        "locker-api 7.4.1 (Spring Boot 3.2.3)",
        "argo-cd",
        "image: parcels/locker-api:7.4.0 -> parcels/locker-api:7.4.1",
    )
    incident.change(-5900, "scaling", "locker-api", "HPA: 4 -> 5 replicas", "hpa-controller")
    incident.change(
        DEPLOYED,
        "deployment",
        "locker-slots",
        "locker-slots 2.31.0: offer compartments by size",
        "argo-cd",
        "image: parcels/locker-slots:2.30.4 -> parcels/locker-slots:2.31.0",
    )
    started = "Started SlotsApplication in {:.3f} seconds (process running for 17.2)"
    for at in (DEPLOYED + 25, DEPLOYED + 95, MOST_PODS):
        incident.once("locker-slots", at, lambda d: started.format(d.uniform(12, 16)))
    for since, rate in ((DEPLOYED + 30, 3), (MOST_PODS, 8)):
        incident.says("locker-slots", SQL_ERROR, rate, since, level="ERROR")
        incident.says(
            "locker-api",
            lambda d: (
                "feign.FeignException$InternalServerError: [500 Internal Server Error] during "
                f"[GET] to [http://locker-slots/sites/{d.randint(100, 420)}/free]"
            ),
            rate,
            since,
            level="ERROR",
        )
        incident.says(
            "lockers-pg",
            "lockers|column s1_0.compartment_size does not exist at character 87",
            rate / 2,
            since,
            level="ERROR",
        )
    incident.series("lockers-http", "5xx").shift(DEPLOYED + 30, 7).shift(MOST_PODS, 74)
    incident.series("lockers-pg", "CPUUtilization").shift(MOST_PODS, 23)
