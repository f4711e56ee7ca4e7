"""Tasks are replaced one after the other; a handful of requests meets one that is leaving."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

RELEASE, SINCE, UNTIL = (-344.0, -178.0, -149.0)


@scenario("languages", "lessons", EVERY_MINUTE)
def language_courses(it: Incident) -> None:
    it.has(aws.balancer("courses-alb", 460, 0.074, 0.1))
    at = dict(it.series("courses-alb", "RequestCount").dimensions)
    it.measured("courses-alb", "AWS/ApplicationELB", at, {"HTTPCode_ELB_5XX_Count": ("Count", 0)})
    it.has(
        aws.tasks("course-web", logs.compact(logs.pino("course-web-1")), "languages", 29),
        aws.tasks(
            "lesson-api",
            logs.compact(logs.logback("app.lingo.lesson.LessonController")),
            "languages",
            36,
            57,
        ),
        aws.instance("progress-pg", 44),
    )
    it.calls("courses-alb > course-web > lesson-api > progress-pg", "courses-alb > lesson-api")
    it.log(
        "course-web 3.5 | GET /courses/<1..400> 200 <20..90> ms",
        "course-web 0.6 WARN | speech input not supported by browser",
        "lesson-api 3.6 | lesson <1..9999> done, <40..100> points",
        "lesson-api 0.6 ERROR | answer not stored\napp.lingo.lesson.StaleLesson: lesson "
        "was finished on another device",
    )
    it.change(-20100, "deployment course-web argo-cd | course-web 12.1: streak badge")
    it.change(RELEASE, "deployment lesson-api argo-cd | lesson-api 8.2.3: library updates")
    for at_, text in (
        (RELEASE + 21, "has started 2 tasks: (task 71c0e4) (task 9a03bd)."),
        (RELEASE + 92, "registered 2 targets in (target-group lessons)"),
        (SINCE - 6, "has begun draining connections on 2 tasks."),
        (SINCE - 5, "deregistered 2 targets in (target-group lessons)"),
        (UNTIL + 24, "has reached a steady state."),
    ):
        it.change(at_, f"service-event lesson-api ecs.amazonaws.com | (service lesson-api) {text}")
    for number in (0, 1):
        it.once(RELEASE + 63 + 4 * number, "lesson-api | Started LessonApplication in 14.2 seconds")
        it.once(SINCE + 2 * number, "lesson-api | Commencing graceful shutdown")
        it.once(UNTIL + 3 * number, "lesson-api | Graceful shutdown complete")
    it.log(f"course-web 34 ERROR {SINCE}..{UNTIL} | lesson-api answered 502\nError: Bad Gateway")
    it.moves(-180, "courses-alb HTTPCode_ELB_5XX_Count 17", until=-121)
    it.moves(RELEASE + 60, "lesson-api CPUUtilization 58", until=RELEASE + 170)
    it.alarm(
        "lessons-elb-5xx", "courses-alb", "HTTPCode_ELB_5XX_Count", 10, 1, missing="notBreaching"
    )
    it.expects(
        None, "none", blames="course-web|progress-pg|lesson-api|courses-alb", verdict="healthy"
    )
