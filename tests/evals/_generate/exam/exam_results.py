"""Pods fill their heap after a release of hours ago, and die while results are handed out."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.held_out.formats import django, postgres_of
from tests.evals._generate.styles import bare, spring

RELEASED = -19500.0
FULL = -700.0
DIE_OFTEN = -235.0

REFUSED = (
    "requests.exceptions.ConnectionError: HTTPConnectionPool(host='score-render', port=8080): Max "
    "retries exceeded with url: /certificates (Caused by NewConnectionError('<urllib3.connection."
    "HTTPConnection object at 0x7f1c8a>: Failed to establish a new connection: [Errno 111] "
    "Connection refused'))"
)
NO_HEAP = (
    "Handler dispatch failed: java.lang.OutOfMemoryError: Java heap space\n"
    "\tat com.lowagie.text.pdf.TrueTypeFont.process(TrueTypeFont.java:632)\n"
    "\tat edu.results.render.FontCache.load(FontCache.java:71)"
)


def exam_results() -> Estate:
    incident = Estate("exam-results", "education", "exam-results")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm("results-alb-5xx", "results-alb", "HTTPCode_Target_5XX_Count", 15, 3)
    incident.expects(
        ["confirmed", "likely"],
        "score-render",
        ["resource-exhaustion", "deployment", "code-defect"],
        ["memory"],
        ["results-web", "results-pg", "results-alb"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.balancer("results-alb", 340, 0.19)
    incident.pod("results-web", django, "results", 31, 46)
    incident.pod("score-render", spring("edu.results.render.RenderController"), "results", 36, 41)
    at = {"ClusterName": "results", "Namespace": "prod", "PodName": "score-render"}
    restarts = {"pod_number_of_container_restarts": ("Count", 0)}
    incident.measured("score-render", "ContainerInsights", at, restarts)
    incident.instance("results-pg", 52, postgres_of("results"))
    incident.seldom("results-alb", "RequestCount").seldom("score-render", "pod_cpu_utilization")
    incident.seldom("results-web", "pod_cpu_utilization", "pod_memory_utilization_over_pod_limit")
    incident.seldom("results-pg", "CPUUtilization", "DatabaseConnections")
    incident.calls("results-alb > results-web > score-render", "results-web > results-pg")


def business(incident: Estate) -> None:
    incident.says("results-web", lambda d: f"certificate sent to {d.randint(10**5, 10**6)}", 1.1)
    incident.says(
        "results-web",
        lambda d: f"Forbidden (CSRF token missing.): /login/{d.randint(1, 9)}",
        0.5,
        level="WARNING",
    )
    incident.says(
        "score-render",
        lambda d: f"rendered certificate in {d.randint(90, 380)} ms, {d.randint(1, 4)} pages",
        1.1,
    )
    incident.says(
        "score-render",
        lambda d: f"glyph U+{d.randint(0x400, 0x4FF):04X} is missing, fell back to Noto Sans",
        0.4,
        level="WARN",
    )
    incident.says("results-pg", "checkpoint starting: time", 0.2)
    incident.says(
        "results-pg",
        "results|canceling statement due to user request",
        0.15,
        level="ERROR",
    )


def fault(incident: Estate) -> None:
    incident.change(
        RELEASED,
        "deployment",
        "score-render",
        "score-render 1.19.0: fonts of every school, kept in memory",
        "flux",
        "image: results/score-render:1.18.6 -> results/score-render:1.19.0",
    )
    incident.change(
        -1020,
        "deployment",
        "results-web",
        "results-web 5.2.9: link to the appeal form",
        "flux",
        "image: results/results-web:5.2.8 -> results/results-web:5.2.9",
    )
    incident.says("score-render", NO_HEAP, 0.8, FULL, DIE_OFTEN, level="ERROR")
    incident.says("score-render", NO_HEAP, 4, DIE_OFTEN, level="ERROR")
    for at in (FULL + 90, DIE_OFTEN + 4, DIE_OFTEN + 80, DIE_OFTEN + 150, DIE_OFTEN + 221):
        incident.once(
            "score-render",
            at,
            "Terminating due to java.lang.OutOfMemoryError: Java heap space",
            style=bare,
        )
        incident.once("score-render", at + 24, "Started RenderApplication in 18.2 seconds")
    incident.says("results-web", REFUSED, 10, DIE_OFTEN, level="ERROR")
    memory = "pod_memory_utilization_over_pod_limit"
    incident.reaches("score-render", memory, [RELEASED - 3600 + 900 * n for n in range(18)])
    incident.series("score-render", memory).shift(
        RELEASED + 60, 97, FULL + 90, FULL - RELEASED - 60
    )
    # Whoever begins anew has room, for a while.
    incident.series("score-render", memory).shift(FULL + 91, 93).shift(DIE_OFTEN, 86)
    incident.series("score-render", "pod_cpu_utilization").shift(FULL - 600, 74, ramp=600)
    incident.series("score-render", "pod_number_of_container_restarts").shift(FULL + 90, 1).shift(
        DIE_OFTEN, 4
    )
    incident.series("results-alb", "HTTPCode_Target_5XX_Count").shift(FULL, 3).shift(DIE_OFTEN, 72)
    incident.series("results-alb", "TargetResponseTime").shift(FULL, 0.5).shift(DIE_OFTEN, 1.7)
