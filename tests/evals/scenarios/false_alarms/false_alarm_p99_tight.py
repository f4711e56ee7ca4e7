"""A false alarm: the slowest percent is as slow as ever, and the threshold is just above that."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario


@scenario("streaming", "playback", quarterly(0.7))
def false_alarm_p99_tight(it: Incident) -> None:
    it.has(
        aws.alb("playback-alb", 3100, 0.046).plus(
            "Playback/Slo", {"Service": "playback"}, {"LatencyP99": ("Seconds", 0.43, 0.05)}
        )
    )
    it.series("playback-alb", "LatencyP99").cycle = 0.02
    it.has(
        aws.tasks("playback-api", logs.tracing("playback::manifest"), "stream", 48, None, 0.07),
        aws.tasks("licence-api", logs.serilog_web("licence-api"), "stream", 26, None, 0.07),
        aws.cache("manifest-redis", logs.redis),
        aws.table("watch-progress", 640),
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
    it.log(
        "playback-api 1.4 | manifest served renditions=<3..9>",
        "playback-api 0.8 WARN x4 | slow manifest\ntook 412 ms, budget is 400 ms",
        "playback-api 0.5 ERROR x4 | client went away\nbroken pipe (os error 32)",
        "licence-api 0.9 | Licence for device class L<1..3> issued",
        "licence-api 0.4 WARN | Device limit reached",
        "manifest-redis 0.2 x1 | 10000 changes in 60 seconds. Saving...",
    )
    # What breached the five minutes is the same noise that breached an hour ago.
    for since in (-3900, -302):
        it.moves(since, "playback-alb LatencyP99 0.468", until=since + 302)
    it.alarm("playback-p99", "playback-alb", "LatencyP99", 0.45, 3, statistic="MAXIMUM")
    it.expects(
        None,
        "none",
        blames="playback-api|licence-api|manifest-redis|watch-progress",
        verdict="healthy",
    )
