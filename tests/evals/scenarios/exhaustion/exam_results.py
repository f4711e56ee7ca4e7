"""Pods fill their heap after a release of hours ago, and die while results are handed out."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

RELEASED = -19500.0
FULL = -700.0
DIE_OFTEN = -235.0
REFUSED = (
    "requests.exceptions.ConnectionError: HTTPConnectionPool(host='score-render', "
    "port=8080): Max retries exceeded with url: /certificates (Caused by "
    "NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f1c8a>: "
    "Failed to establish a new connection: [Errno 111] Connection refused'))"
)
NO_HEAP = (
    "Handler dispatch failed: java.lang.OutOfMemoryError: Java heap space\n"
    "\tat com.lowagie.text.pdf.TrueTypeFont.process(TrueTypeFont.java:632)\n"
    "\tat edu.results.render.FontCache.load(FontCache.java:71)"
)


@scenario("education", "exam-results", seldom())
def exam_results(it: Incident) -> None:
    it.has(
        aws.balancer("results-alb", 340, 0.19),
        aws.pod("results-web", logs.django, "results", 31, 46),
        aws.pod(
            "score-render", logs.spring("edu.results.render.RenderController"), "results", 36, 41
        ),
    )
    pod = {"ClusterName": "results", "Namespace": "prod", "PodName": "score-render"}
    restarts = {"pod_number_of_container_restarts": ("Count", 0)}
    it.measured("score-render", "ContainerInsights", pod, restarts)
    it.has(aws.instance("results-pg", 52, logs.postgres_of("results")))
    it.seldom(
        "results-alb RequestCount",
        "score-render pod_cpu_utilization",
        "results-web pod_cpu_utilization pod_memory_utilization_over_pod_limit",
        "results-pg CPUUtilization DatabaseConnections",
    )
    it.calls("results-alb > results-web > score-render", "results-web > results-pg")
    it.log(
        "results-web 1.1 | certificate sent to <100000..1000000>",
        "results-web 0.5 WARNING | Forbidden (CSRF token missing.): /login/<1..9>",
        "score-render 1.1 | rendered certificate in <90..380> ms, <1..4> pages",
        "score-render 0.4 WARN | glyph U+<1024..1279:04X> is missing, fell back to Noto Sans",
        "results-pg 0.2 | checkpoint starting: time",
        "results-pg 0.15 ERROR | results|canceling statement due to user request",
    )
    it.change(
        RELEASED,
        "deployment score-render flux | score-render 1.19.0: fonts of every school, kept in memory",
        "image: results/score-render:1.18.6 -> results/score-render:1.19.0",
    )
    it.change(
        -1020,
        "deployment results-web flux | results-web 5.2.9: link to the appeal form",
        "image: results/results-web:5.2.8 -> results/results-web:5.2.9",
    )
    it.log(
        f"score-render 0.8 ERROR {FULL}..{DIE_OFTEN} | {NO_HEAP}",
        f"score-render 4 ERROR {DIE_OFTEN}.. | {NO_HEAP}",
    )
    for at in (FULL + 90, DIE_OFTEN + 4, DIE_OFTEN + 80, DIE_OFTEN + 150, DIE_OFTEN + 221):
        it.once(
            at,
            "score-render | Terminating due to java.lang.OutOfMemoryError: Java heap space",
            style=logs.bare,
        )
        it.once(at + 24, "score-render | Started RenderApplication in 18.2 seconds")
    it.log(f"results-web 10 ERROR {DIE_OFTEN}.. | {REFUSED}")
    memory = "pod_memory_utilization_over_pod_limit"
    it.earlier("score-render", [RELEASED - 3600 + 900 * n for n in range(18)], memory)
    it.moves(RELEASED + 60, f"score-render {memory} 97", until=FULL + 90, ramp=FULL - RELEASED - 60)
    # Whoever begins anew has room, for a while.
    it.series("score-render", memory).shift(FULL + 91, 93).shift(DIE_OFTEN, 86)
    it.moves(FULL - 600, "score-render pod_cpu_utilization 74", ramp=600)
    it.series("score-render", "pod_number_of_container_restarts").shift(FULL + 90, 1).shift(
        DIE_OFTEN, 4
    )
    it.series("results-alb", "HTTPCode_Target_5XX_Count").shift(FULL, 3).shift(DIE_OFTEN, 72)
    it.series("results-alb", "TargetResponseTime").shift(FULL, 0.5).shift(DIE_OFTEN, 1.7)
    it.alarm("results-alb-5xx", "results-alb", "HTTPCode_Target_5XX_Count", 15, 3)
    it.expects(
        "score-render",
        "resource-exhaustion|deployment|code-defect",
        mentions="memory",
        blames="results-web|results-pg|results-alb",
    )
