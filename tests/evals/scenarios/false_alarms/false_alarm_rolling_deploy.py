"""Tasks were replaced; a few connections were reset, and the new ones work."""

from tests.evals.builder import ONE_HOUR, Incident, database, scenario, service
from tests.evals.dialects import pino, spring


@scenario("university", "campus", ONE_HOUR)
def false_alarm_rolling_deploy(it: Incident) -> None:
    it.has(
        service("timetable", spring("edu.campus.Timetable"), "campus", 320, 35),
        service("campus-web", pino("campus-web-3"), "campus", 500, 60),
        database("campus-db", 55),
    )
    it.calls("campus-web > timetable > campus-db")
    it.log(
        "timetable 8 | timetable of student <0..99999> read",
        "campus-web 8 | GET /week/<1..52> 200",
        "campus-web 0.4 WARN | slow client, response aborted",
    )
    it.change(-190, "deployment timetable argo-cd | timetable 5.3.1: dependency updates")
    it.once(
        -170, "timetable | Commencing graceful shutdown. Waiting for active requests to complete"
    )
    it.once(-160, "timetable | Started TimetableApplication in 8.113 seconds")
    it.log(
        "campus-web 40 ERROR | request to timetable failed\nError: read ECONNRESET",
        since=-168,
        until=-152,
    )
    it.moves(-180, "campus-web 5xx 11", until=-130)
    it.alarm("campus-web-5xx", "campus-web", "5xx", 5, 1)
    it.expects(None, "none", blames="campus-db", verdict="healthy")
