"""A release of a Go service writes into a map that nobody made; its caller answers 502."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -245


@scenario("waterways", "lock passages", watched(1, 1))
def canal_locks(it: Incident) -> None:
    it.has(
        aws.balancer("locks-edge", 640, 0.06),
        aws.tasks("locks-api", logs.slog("locks-api"), "waterways", 24, 41),
        aws.tasks(
            "passage-planner", logs.compact(logs.zap("planner/plan.go")), "waterways", 33, 38
        ),
        aws.instance("waterways-pg", 44),
        aws.queue("passage-notices", None),
    )
    it.calls(
        "locks-edge > locks-api > passage-planner > waterways-pg", "locks-api > passage-notices"
    )
    it.hourly("waterways-pg", "CPUUtilization", 58, 33)
    it.closely("locks-edge RequestCount")
    it.log(
        "locks-api 1.3 | GET /v2/locks/<1..96>/passages 200 <21..88>ms",
        "locks-api 0.25 WARN | vessel not registered\nregistry: no such vessel (code=NF-04)",
        f"passage-planner 0.8 {ONSET}>0.2 | planned <1..9> passages",
        "passage-planner 0.18 ERROR | tide table is stale, using the last known\n"
        "tide feed: unexpected EOF",
    )
    it.change(-6100, "configuration locks-api m.okafor | LOG_LEVEL debug -> info")
    it.change(
        -330,
        "deployment passage-planner | passage-planner 2.31.0 (from 2.30.4): remember "
        "convoys a lock chamber",
        "diff --git a/planner/convoy.go b/planner/convoy.go\n"
        "@@ -18,6 +18,9 @@\n+type chamber struct {\n+\tconvoys map[string][]Vessel\n"
        "+}\n+\tc.convoys[v.Convoy] = append(c.convoys[v.Convoy], v)\n",
    )
    it.change(-700, "scaling locks-api application-autoscaling | desired count 4 -> 5")
    it.moves(ONSET, "locks-edge HTTPCode_Target_5XX_Count 212", "passage-planner CPUUtilization 21")
    it.once(-251, "passage-planner | listening on :8080, version 2.31.0", tasks=3)
    it.once(-262, "passage-planner | listening on :8080, version 2.31.0", tasks=3)
    it.log(
        f"passage-planner 8 ERROR {ONSET}.. x3 | http: panic serving "
        "10.0.<10..12>.<4..250>:<32768..60999>\nassignment to entry in nil map; goroutine "
        "<900..9000> [running]: main.(*chamber).join planner/convoy.go:41",
        f"locks-api 8 ERROR {ONSET + 3}.. | POST /v2/locks/<1..96>/passages 502\n"
        'Post "http://passage-planner.waterways.local:8080/plan": EOF',
    )
    it.alarm("locks-edge-target-5xx", "locks-edge", "HTTPCode_Target_5XX_Count", 40, 3)
    it.expects(
        "passage-planner",
        "deployment|code-defect",
        mentions="2.31.0",
        blames="locks-api|waterways-pg",
    )
