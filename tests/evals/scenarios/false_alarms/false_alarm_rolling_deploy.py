"""Tasks were replaced; a few connections were reset, and the new ones work."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("university", "campus", ONE_HOUR)
def false_alarm_rolling_deploy(it: Incident) -> None:
    it.has(
        aws.service("timetable", logs.spring("edu.campus.Timetable"), "campus", 320, 35),
        aws.service("campus-web", logs.pino("campus-web-3"), "campus", 500, 60),
        aws.database("campus-db", 55),
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
    it.log("campus-web 40 ERROR -168..-152 | request to timetable failed\nError: read ECONNRESET")
    it.moves(-180, "campus-web 5xx 11", until=-130)
    it.alarm("campus-web-5xx", "campus-web", "5xx", 5, 1)
    it.expects(None, "none", blames="campus-db", verdict="healthy")
