"""A planner's memory climbs for two hours until its workers are killed, one after another."""

from tests.evals.builder import Incident, instance, requests, scenario, tasks, watched
from tests.evals.dialects import bare, gunicorn, loguru, nginx

RELEASED = -6480
ONSET = -310


@scenario("zoo", "feeding times", watched(1, 1))
def zoo_feedings(it: Incident) -> None:
    it.has(tasks("keeper-gate", nginx, "zoo", 14))
    it.measured("keeper-gate", "Zoo/Web", {"Service": "keeper-gate"}, requests(450, 82))
    it.has(
        tasks("feeding-planner", gunicorn, "zoo", 38, 47),
        tasks("diet-book", loguru("dietbook.api"), "zoo", 19, 35),
        instance("zoo-pg", 30),
    )
    it.calls(
        "keeper-gate > feeding-planner > diet-book",
        "feeding-planner > zoo-pg",
        "diet-book > zoo-pg",
    )
    it.hourly("zoo-pg", "CPUUtilization", 63, 38)
    it.closely("feeding-planner MemoryUtilization")
    _daily_business(it)
    _incident(it)


def _daily_business(it: Incident) -> None:
    it.log(
        "feeding-planner 1.0 | plan for enclosure <1..70> made",
        "diet-book 0.7 | GET /diets/<1..400> 200 OK",
        "diet-book 0.25 ERROR | No supplier for item, left out of the list: 'browse, willow'",
        "keeper-gate 0.4 WARN | a client request body is buffered to a temporary file "
        "/var/cache/nginx/client_temp/<1..9999:010d>",
    )


def _incident(it: Incident) -> None:
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
    it.moves(ONSET, "keeper-gate 5xx 47", "keeper-gate Latency 160")
    it.log(
        "feeding-planner 4 ERROR | Worker (pid:<9..412>) was sent SIGKILL! Perhaps out of memory?",
        since=ONSET,
    )
    it.log("feeding-planner 4 | Booting worker with pid: <413..900>", since=ONSET + 4)
    for at in (-268, -151, -38):
        it.once(
            at,
            "feeding-planner | (service feeding-planner) has stopped 1 running tasks: "
            "OutOfMemoryError: Container killed due to memory usage (exit code 137)",
            style=bare,
        )
    it.log(
        "keeper-gate 8 ERROR | upstream prematurely closed connection while reading "
        'response header from upstream, request: "GET /feedings/<1..70> HTTP/1.1", '
        'upstream: "http://10.4.1.<4..60>:8000"',
        since=ONSET + 1,
    )
    it.alarm("keeper-gate-5xx", "keeper-gate", "5xx", 15, 4)
    it.expects(
        "feeding-planner",
        "resource-exhaustion|code-defect|deployment",
        mentions="memory",
        blames="diet-book|zoo-pg",
    )
