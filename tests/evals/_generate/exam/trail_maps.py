"""A batch job over one prefix of a bucket: S3 asks everybody to slow down."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.held_out.formats import slog
from tests.evals._generate.styles import zap

STARTED = -330.0
SLOWED = -235.0


def slow_down(operation: str) -> str:
    return (
        f"operation error S3: {operation}, exceeded maximum number of attempts, 3, https response "
        "error StatusCode: 503, RequestID: 6Z2QX9T7DK1M0VHC, HostID: w1bUq8sJ0nq, api error "
        "SlowDown: Please reduce your request rate."
    )


def trail_maps() -> Estate:
    incident = Estate("trail-maps", "outdoors", "trail-maps")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm("maps-alb-5xx", "maps-alb", "HTTPCode_Target_5XX_Count", 40, 3)
    incident.expects(
        ["confirmed", "likely"],
        ["trail-tiles", "tile-rebake"],
        ["throttling", "traffic"],
        [],
        ["tile-server", "style-api", "maps-alb"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.balancer("maps-alb", 5200, 0.034, errors=2)
    incident.tasks("tile-server", slog("tile-server"), "maps", 38)
    incident.tasks("style-api", zap("styles/serve.go"), "maps", 12)
    incident.resource("trail-tiles", "other")
    levels = {
        "AllRequests": ("Count", 3100),
        "5xxErrors": ("Count", 0.4),
        "FirstByteLatency": ("Milliseconds", 19),
    }
    at = {"BucketName": "trail-tiles", "FilterId": "EntireBucket"}
    incident.measured("trail-tiles", "AWS/S3", at, levels)
    incident.resource("tile-rebake", "other", zap("rebake/worker.go"), "/aws/batch/job/tile-rebake")
    incident.seldom("style-api", "CPUUtilization").seldom("maps-alb", "RequestCount")
    incident.calls(
        "maps-alb > tile-server > trail-tiles",
        "maps-alb > style-api > trail-tiles",
        "tile-rebake > trail-tiles",
    )


def business(incident: Estate) -> None:
    incident.says(
        "tile-server",
        lambda d: f"tile z={d.randint(9, 16)} x={d.randint(100, 60000)} y={d.randint(100, 40000)}",
        1.5,
    )
    incident.says(
        "tile-server",
        lambda d: (
            f"client went away\nwrite tcp 10.7.2.14:8080: write: broken pipe ({d.randint(1, 9)})"
        ),
        0.5,
        level="ERROR",
    )
    incident.says("style-api", lambda d: f"style summer@{d.randint(40, 52)} served", 0.7)
    incident.says("style-api", "sprite is older than its style", 0.3, level="WARN")


def fault(incident: Estate) -> None:
    incident.change(
        -1500,
        "deployment",
        "tile-server",
        "tile-server 3.17.2: access log without query strings",
        "codepipeline",
    )
    incident.change(-5000, "scaling", "tile-server", "desired count 6 -> 8", "target-tracking")
    incident.once("tile-rebake", STARTED, "job array started: 400 children, prefix v7/summer/")
    incident.says(
        "tile-rebake",
        lambda d: f"baked {d.randint(380, 900)} tiles, put under v7/summer/{d.randint(9, 16)}/",
        7,
        STARTED + 10,
        tasks=6,
    )
    incident.says(
        "tile-rebake",
        lambda d: f"put is tried again\n{slow_down('PutObject')}",
        5,
        SLOWED,
        level="WARN",
        tasks=6,
    )
    incident.says(
        "tile-server",
        lambda d: f"cannot read tile\n{slow_down('GetObject')}",
        14,
        SLOWED,
        level="ERROR",
    )
    incident.says(
        "style-api",
        lambda d: f"cannot read sprite\n{slow_down('GetObject')}",
        2,
        SLOWED,
        level="ERROR",
    )
    incident.series("trail-tiles", "AllRequests").shift(STARTED, 262000, ramp=120)
    incident.series("trail-tiles", "5xxErrors").shift(SLOWED, 15300)
    incident.series("trail-tiles", "FirstByteLatency").shift(SLOWED, 74)
    incident.series("maps-alb", "HTTPCode_Target_5XX_Count").shift(SLOWED, 640)
    incident.series("maps-alb", "TargetResponseTime").shift(SLOWED, 0.41)
