"""Tasks are replaced one after the other; a handful of requests meets one that is leaving."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, logback
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import pino

RELEASE, SINCE, UNTIL = -344.0, -178.0, -149.0


def language_courses() -> Incident:
    it = Recording("language-courses", "languages", "lessons")
    it.balancer("courses-alb", 460, 0.074, 0.1)
    at = dict(it.series("courses-alb", "RequestCount").dimensions)
    it.metric("courses-alb", "AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", at, "Count", 0)
    it.tasks("course-web", compact(pino("course-web-1")), "languages", 29)
    it.tasks("lesson-api", logback("app.lingo.lesson.LessonController"), "languages", 36, 57)
    it.instance("progress-pg", 44)
    it.calls("courses-alb > course-web > lesson-api > progress-pg", "courses-alb > lesson-api")
    it.says(
        "course-web", lambda d: f"GET /courses/{d.randint(1, 400)} 200 {d.randint(20, 90)} ms", 3.5
    )
    it.says("course-web", "speech input not supported by browser", 0.6, level="WARN")
    it.says(
        "lesson-api",
        lambda d: f"lesson {d.randint(1, 9999)} done, {d.randint(40, 100)} points",
        3.6,
    )
    it.says(
        "lesson-api",
        "answer not stored\napp.lingo.lesson.StaleLesson: lesson was finished on another device",
        0.6,
        level="ERROR",
    )
    it.change(-20100, "deployment", "course-web", "course-web 12.1: streak badge", "argo-cd")
    it.change(RELEASE, "deployment", "lesson-api", "lesson-api 8.2.3: library updates", "argo-cd")
    for at_, text in (
        (RELEASE + 21, "has started 2 tasks: (task 71c0e4) (task 9a03bd)."),
        (RELEASE + 92, "registered 2 targets in (target-group lessons)"),
        (SINCE - 6, "has begun draining connections on 2 tasks."),
        (SINCE - 5, "deregistered 2 targets in (target-group lessons)"),
        (UNTIL + 24, "has reached a steady state."),
    ):
        it.change(
            at_, "service-event", "lesson-api", f"(service lesson-api) {text}", "ecs.amazonaws.com"
        )
    for number in (0, 1):
        it.once(
            "lesson-api", RELEASE + 63 + 4 * number, "Started LessonApplication in 14.2 seconds"
        )
        it.once("lesson-api", SINCE + 2 * number, "Commencing graceful shutdown")
        it.once("lesson-api", UNTIL + 3 * number, "Graceful shutdown complete")
    it.says(
        "course-web",
        "lesson-api answered 502\nError: Bad Gateway",
        34,
        since=SINCE,
        until=UNTIL,
        level="ERROR",
    )
    it.series("courses-alb", "HTTPCode_ELB_5XX_Count").shift(-180, 17, until=-121)
    it.series("lesson-api", "CPUUtilization").shift(RELEASE + 60, 58, until=RELEASE + 170)
    it.alarm(
        "lessons-elb-5xx", "courses-alb", "HTTPCode_ELB_5XX_Count", 10, 1, missing="notBreaching"
    )
    return it.expects(
        "healthy", None, "none", None, ["course-web", "progress-pg", "lesson-api", "courses-alb"]
    )
