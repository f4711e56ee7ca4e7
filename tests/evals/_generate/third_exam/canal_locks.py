"""A release of a Go service writes into a map that nobody made; its caller answers 502."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, slog
from tests.evals._generate.styles import zap
from tests.evals._generate.third_exam.region import Region

ONSET = -245


def canal_locks() -> Region:
    region = Region("canal-locks", "waterways", "lock passages")
    region.balancer("locks-edge", 640, 0.06)
    region.tasks("locks-api", slog("locks-api"), "waterways", 24, 41)
    region.tasks("passage-planner", compact(zap("planner/plan.go")), "waterways", 33, 38)
    region.instance("waterways-pg", 44)
    region.backlog("passage-notices")
    region.calls(
        "locks-edge > locks-api > passage-planner > waterways-pg",
        "locks-api > passage-notices",
    )
    region.hourly("waterways-pg", "CPUUtilization", 58, 33)
    region.closely("locks-edge", "RequestCount")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business(
        "locks-api",
        lambda dice: f"GET /v2/locks/{dice.randint(1, 96)}/passages 200 {dice.randint(21, 88)}ms",
        1.3,
    )
    region.business(
        "locks-api",
        "vessel not registered\nregistry: no such vessel (code=NF-04)",
        0.25,
        level="WARN",
    )
    region.business(
        "passage-planner", lambda dice: f"planned {dice.randint(1, 9)} passages", 0.8, (ONSET, 0.2)
    )
    region.business(
        "passage-planner",
        "tide table is stale, using the last known\ntide feed: unexpected EOF",
        0.18,
        level="ERROR",
    )


def _incident(region: Region) -> None:
    region.change(-6100, "configuration", "locks-api", "LOG_LEVEL debug -> info", "m.okafor")
    region.change(
        -330,
        "deployment",
        "passage-planner",
        "passage-planner 2.31.0 (from 2.30.4): remember convoys a lock chamber",
        diff=(
            "diff --git a/planner/convoy.go b/planner/convoy.go\n@@ -18,6 +18,9 @@\n"
            "+type chamber struct {\n+\tconvoys map[string][]Vessel\n+}\n"
            "+\tc.convoys[v.Convoy] = append(c.convoys[v.Convoy], v)\n"
        ),
    )
    region.change(-700, "scaling", "locks-api", "desired count 4 -> 5", "application-autoscaling")
    region.moves("locks-edge", ONSET, {"HTTPCode_Target_5XX_Count": 212})
    region.moves("passage-planner", ONSET, {"CPUUtilization": 21})
    region.once("passage-planner", -251, "listening on :8080, version 2.31.0", tasks=3)
    region.once("passage-planner", -262, "listening on :8080, version 2.31.0", tasks=3)
    region.says(
        "passage-planner",
        lambda dice: (
            "http: panic serving "
            f"10.0.{dice.randint(10, 12)}.{dice.randint(4, 250)}:{dice.randint(32768, 60999)}"
            "\nassignment to entry in nil map; goroutine "
            f"{dice.randint(900, 9000)} [running]: main.(*chamber).join planner/convoy.go:41"
        ),
        8,
        ONSET,
        level="ERROR",
        tasks=3,
    )
    region.says(
        "locks-api",
        lambda dice: (
            f"POST /v2/locks/{dice.randint(1, 96)}/passages 502\n"
            'Post "http://passage-planner.waterways.local:8080/plan": EOF'
        ),
        8,
        ONSET + 3,
        level="ERROR",
    )
    region.alarm("locks-edge-target-5xx", "locks-edge", "HTTPCode_Target_5XX_Count", 40, 3)
    region.expects(
        ["confirmed", "likely"],
        "passage-planner",
        ["deployment", "code-defect"],
        ["2.31.0"],
        ["locks-api", "waterways-pg"],
    )
