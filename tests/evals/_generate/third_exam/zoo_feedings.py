"""A planner's memory climbs for two hours until its workers are killed, one after another."""

from __future__ import annotations

from tests.evals._generate.second_exam.dialects import loguru
from tests.evals._generate.styles import bare, gunicorn, nginx
from tests.evals._generate.third_exam.region import Region

RELEASED = -6480
ONSET = -310


def zoo_feedings() -> Region:
    region = Region("zoo-feedings", "zoo", "feeding times")
    region.tasks("keeper-gate", nginx, "zoo", 14)
    region.counted("keeper-gate", "Zoo/Web", 450, 82)
    region.tasks("feeding-planner", gunicorn, "zoo", 38, 47)
    region.tasks("diet-book", loguru("dietbook.api"), "zoo", 19, 35)
    region.instance("zoo-pg", 30)
    region.calls(
        "keeper-gate > feeding-planner > diet-book",
        "feeding-planner > zoo-pg",
        "diet-book > zoo-pg",
    )
    region.hourly("zoo-pg", "CPUUtilization", 63, 38)
    region.closely("feeding-planner", "MemoryUtilization")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business(
        "feeding-planner", lambda dice: f"plan for enclosure {dice.randint(1, 70)} made", 1.0
    )
    region.business("diet-book", lambda dice: f"GET /diets/{dice.randint(1, 400)} 200 OK", 0.7)
    region.business(
        "diet-book",
        "No supplier for item, left out of the list: 'browse, willow'",
        0.25,
        level="ERROR",
    )
    region.business(
        "keeper-gate",
        lambda dice: (
            "a client request body is buffered to a temporary file "
            f"/var/cache/nginx/client_temp/{dice.randint(1, 9999):010d}"
        ),
        0.4,
        level="WARN",
    )


def _incident(region: Region) -> None:
    region.change(
        RELEASED,
        "deployment",
        "feeding-planner",
        "feeding-planner 6.2.0: keep the plans of a session at hand",
        diff=(
            "diff --git a/planner/plans.py b/planner/plans.py\n"
            "+_PLANS: dict[str, list[Plan]] = {}\n"
            "+    _PLANS.setdefault(request.id, []).extend(plans)\n"
        ),
    )
    region.change(-540, "configuration", "diet-book", "UVICORN_LOG_LEVEL debug -> info", "r.silva")
    memory = region.series("feeding-planner", "MemoryUtilization")
    memory.shift(RELEASED, 99, until=ONSET, ramp=-RELEASED + ONSET)
    memory.shift(ONSET, 96)
    region.moves("keeper-gate", ONSET, {"5xx": 47, "Latency": 160})
    region.says(
        "feeding-planner",
        lambda dice: (
            f"Worker (pid:{dice.randint(9, 412)}) was sent SIGKILL! Perhaps out of memory?"
        ),
        4,
        ONSET,
        level="ERROR",
    )
    region.says(
        "feeding-planner",
        lambda dice: f"Booting worker with pid: {dice.randint(413, 900)}",
        4,
        ONSET + 4,
    )
    for at in (-268, -151, -38):
        region.once(
            "feeding-planner",
            at,
            "(service feeding-planner) has stopped 1 running tasks: OutOfMemoryError: Container "
            "killed due to memory usage (exit code 137)",
            style=bare,
        )
    region.says(
        "keeper-gate",
        lambda dice: (
            "upstream prematurely closed connection while reading response header from upstream, "
            f'request: "GET /feedings/{dice.randint(1, 70)} HTTP/1.1", upstream: '
            f'"http://10.4.1.{dice.randint(4, 60)}:8000"'
        ),
        8,
        ONSET + 1,
        level="ERROR",
    )
    region.alarm("keeper-gate-5xx", "keeper-gate", "5xx", 15, 4)
    region.expects(
        ["confirmed", "likely"],
        "feeding-planner",
        ["resource-exhaustion", "code-defect", "deployment"],
        ["memory"],
        ["diet-book", "zoo-pg"],
    )
