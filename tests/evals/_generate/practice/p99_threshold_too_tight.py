"""A false alarm: the slowest percent is as slow as ever, and the threshold is just above that."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import serilog, tracing
from tests.evals._generate.styles import redis


def build() -> Incident:
    it = Scene("false-alarm-p99-tight", "streaming", "playback", 0.7)
    it.balancer("playback-alb", 3100, 0.046)
    it.metric(
        "playback-alb", "Playback/Slo", "LatencyP99", {"Service": "playback"}, "Seconds", 0.43, 0.05
    )
    it.series("playback-alb", "LatencyP99").cycle = 0.02
    it.container("playback-api", tracing("playback::manifest"), "stream", 48)
    it.container("licence-api", serilog("licence-api"), "stream", 26)
    it.cache("manifest-redis", redis)
    it.table("watch-progress", 640)
    it.calls("playback-alb > playback-api > licence-api", "playback-api > manifest-redis")
    it.calls("playback-api > watch-progress")
    it.closely("playback-alb", "LatencyP99", "RequestCount")
    it.closely("playback-api", "CPUUtilization")
    it.change(
        -1210,
        "deployment",
        "playback-api",
        "playback-api 0.58.2: tracing spans renamed",
        "drone",
        "diff --git a/src/manifest.rs b/src/manifest.rs\n@@ -12,1 +12,1 @@\n"
        '-#[instrument(name = "get")]\n'
        '+#[instrument(name = "manifest.get")]\n',
    )
    it.change(-5000, "configuration", "licence-api", "desired count", "ops", "desiredCount: 8 -> 9")
    it.says("playback-api", lambda d: f"manifest served renditions={d.randint(3, 9)}", 1.4)
    it.says(
        "playback-api", "slow manifest\ntook 412 ms, budget is 400 ms", 0.8, level="WARN", tasks=4
    )
    it.says(
        "playback-api", "client went away\nbroken pipe (os error 32)", 0.5, level="ERROR", tasks=4
    )
    it.says("licence-api", lambda d: f"Licence for device class L{d.randint(1, 3)} issued", 0.9)
    it.says("licence-api", "Device limit reached", 0.4, level="WARN")
    it.says("manifest-redis", "10000 changes in 60 seconds. Saving...", 0.2, tasks=1)
    # What breached the five minutes is the same noise that breached an hour ago.
    for since in (-3900, -302):
        it.series("playback-alb", "LatencyP99").shift(since, 0.468, until=since + 302)
    it.alarm("playback-p99", "playback-alb", "LatencyP99", 0.45, 3, statistic="MAXIMUM")
    return it.expects(
        "healthy",
        None,
        "none",
        None,
        ["playback-api", "licence-api", "manifest-redis", "watch-progress"],
    )
