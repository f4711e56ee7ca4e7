"""A false alarm: the slowest percent is as slow as ever, and the threshold is just above that."""

from tests.evals.builder import Incident, alb, cache, quarterly, scenario, table, tasks
from tests.evals.dialects import redis, serilog_web, tracing


@scenario("streaming", "playback", quarterly(0.7))
def false_alarm_p99_tight(it: Incident) -> None:
    it.has(alb("playback-alb", 3100, 0.046))
    it.measured(
        "playback-alb",
        "Playback/Slo",
        {"Service": "playback"},
        {"LatencyP99": ("Seconds", 0.43, 0.05)},
    )
    it.series("playback-alb", "LatencyP99").cycle = 0.02
    it.has(
        tasks("playback-api", tracing("playback::manifest"), "stream", 48, None, 0.07),
        tasks("licence-api", serilog_web("licence-api"), "stream", 26, None, 0.07),
        cache("manifest-redis", redis),
        table("watch-progress", 640),
    )
    it.calls(
        "playback-alb > playback-api > licence-api",
        "playback-api > manifest-redis",
        "playback-api > watch-progress",
    )
    it.closely("playback-alb LatencyP99 RequestCount", "playback-api CPUUtilization")
    it.change(
        -1210,
        "deployment playback-api drone | playback-api 0.58.2: tracing spans renamed",
        "diff --git a/src/manifest.rs b/src/manifest.rs\n@@ -12,1 +12,1 @@\n"
        '-#[instrument(name = "get")]\n+#[instrument(name = "manifest.get")]\n',
    )
    it.change(-5000, "configuration licence-api ops | desired count", "desiredCount: 8 -> 9")
    it.log("playback-api 1.4 | manifest served renditions=<3..9>")
    it.log(
        "playback-api 0.8 WARN | slow manifest\ntook 412 ms, budget is 400 ms",
        "playback-api 0.5 ERROR | client went away\nbroken pipe (os error 32)",
        tasks=4,
    )
    it.log(
        "licence-api 0.9 | Licence for device class L<1..3> issued",
        "licence-api 0.4 WARN | Device limit reached",
    )
    it.log("manifest-redis 0.2 | 10000 changes in 60 seconds. Saving...", tasks=1)
    for since in (-3900, -302):
        it.moves(since, "playback-alb LatencyP99 0.468", until=since + 302)
    it.alarm("playback-p99", "playback-alb", "LatencyP99", 0.45, 3, statistic="MAXIMUM")
    it.expects(
        None,
        "none",
        blames="playback-api|licence-api|manifest-redis|watch-progress",
        verdict="healthy",
    )
