"""A planner's memory climbs for two hours until its workers are killed, one after another."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

RELEASED = -6480
ONSET = -310


@scenario("zoo", "feeding times", watched(1, 1))
def zoo_feedings(it: Incident) -> None:
    it.has(aws.tasks("keeper-gate", logs.nginx, "zoo", 14))
    it.measured("keeper-gate", "Zoo/Web", {"Service": "keeper-gate"}, aws.requests(450, 82))
    it.has(
        aws.tasks("feeding-planner", logs.gunicorn, "zoo", 38, 47),
        aws.tasks("diet-book", logs.loguru("dietbook.api"), "zoo", 19, 35),
        aws.instance("zoo-pg", 30),
    )
    it.calls(
        "keeper-gate > feeding-planner > diet-book",
        "feeding-planner > zoo-pg",
        "diet-book > zoo-pg",
    )
    it.hourly("zoo-pg", "CPUUtilization", 63, 38)
    it.closely("feeding-planner MemoryUtilization")
    it.log(
        "feeding-planner 1.0 | plan for enclosure <1..70> made",
        "diet-book 0.7 | GET /diets/<1..400> 200 OK",
        "diet-book 0.25 ERROR | No supplier for item, left out of the list: 'browse, willow'",
        "keeper-gate 0.4 WARN | a client request body is buffered to a temporary file "
        "/var/cache/nginx/client_temp/<1..9999:010d>",
    )
    it.change(
        RELEASED,
        "deployment feeding-planner | feeding-planner 6.2.0: keep the plans of a session at hand",
        "diff --git a/planner/plans.py b/planner/plans.py\n+_PLANS: dict[str, list[Plan]] "
        "= {}\n+    _PLANS.setdefault(request.id, []).extend(plans)\n",
    )
    it.change(-540, "configuration diet-book r.silva | UVICORN_LOG_LEVEL debug -> info")
    memory = it.series("feeding-planner", "MemoryUtilization")
    memory.shift(RELEASED, 99, until=ONSET, ramp=-RELEASED + ONSET)
    memory.shift(ONSET, 96)
    it.moves(ONSET, "keeper-gate 5xx 47, Latency 160")
    it.log(
        f"feeding-planner 4 ERROR {ONSET}.. | Worker (pid:<9..412>) was sent SIGKILL! "
        "Perhaps out of memory?",
        f"feeding-planner 4 {ONSET + 4}.. | Booting worker with pid: <413..900>",
    )
    for at in (-268, -151, -38):
        it.once(
            at,
            "feeding-planner | (service feeding-planner) has stopped 1 running tasks: "
            "OutOfMemoryError: Container killed due to memory usage (exit code 137)",
            style=logs.bare,
        )
    it.log(
        f"keeper-gate 8 ERROR {ONSET + 1}.. | upstream prematurely closed connection while "
        'reading response header from upstream, request: "GET /feedings/<1..70> '
        'HTTP/1.1", upstream: "http://10.4.1.<4..60>:8000"'
    )
    it.alarm("keeper-gate-5xx", "keeper-gate", "5xx", 15, 4)
    it.expects(
        "feeding-planner",
        "resource-exhaustion|code-defect|deployment",
        mentions="memory",
        blames="diet-book|zoo-pg",
    )
