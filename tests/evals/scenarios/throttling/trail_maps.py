"""A batch job over one prefix of a bucket: S3 asks everybody to slow down."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

STARTED = -330.0
SLOWED = -235.0


def slow_down(operation: str) -> str:
    return (
        f"operation error S3: {operation}, exceeded maximum number of attempts, 3, https "
        "response error StatusCode: 503, RequestID: 6Z2QX9T7DK1M0VHC, HostID: w1bUq8sJ0nq, "
        "api error SlowDown: Please reduce your request rate."
    )


@scenario("outdoors", "trail-maps", seldom())
def trail_maps(it: Incident) -> None:
    it.has(
        aws.balancer("maps-alb", 5200, 0.034, errors=2),
        aws.tasks("tile-server", logs.slog("tile-server"), "maps", 38),
        aws.tasks("style-api", logs.zap("styles/serve.go"), "maps", 12),
        aws.resource("trail-tiles", "other"),
    )
    levels = {
        "AllRequests": ("Count", 3100),
        "5xxErrors": ("Count", 0.4),
        "FirstByteLatency": ("Milliseconds", 19),
    }
    at = {"BucketName": "trail-tiles", "FilterId": "EntireBucket"}
    it.measured("trail-tiles", "AWS/S3", at, levels)
    it.has(
        aws.resource(
            "tile-rebake", "other", logs.zap("rebake/worker.go"), "/aws/batch/job/tile-rebake"
        )
    )
    it.seldom("style-api CPUUtilization", "maps-alb RequestCount")
    it.calls(
        "maps-alb > tile-server > trail-tiles",
        "maps-alb > style-api > trail-tiles",
        "tile-rebake > trail-tiles",
    )
    it.log(
        "tile-server 1.5 | tile z=<9..16> x=<100..60000> y=<100..40000>",
        "tile-server 0.5 ERROR | client went away\nwrite tcp 10.7.2.14:8080: write: broken "
        "pipe (<1..9>)",
        "style-api 0.7 | style summer@<40..52> served",
        "style-api 0.3 WARN | sprite is older than its style",
    )
    it.change(
        -1500,
        "deployment tile-server codepipeline | tile-server 3.17.2: access log without "
        "query strings",
    )
    it.change(-5000, "scaling tile-server target-tracking | desired count 6 -> 8")
    it.once(STARTED, "tile-rebake | job array started: 400 children, prefix v7/summer/")
    it.log(
        f"tile-rebake 7 {STARTED + 10}.. x6 | baked <380..900> tiles, put under v7/summer/<9..16>/",
        f"tile-rebake 5 WARN {SLOWED}.. x6 | put is tried again\n{slow_down('PutObject')}",
        f"tile-server 14 ERROR {SLOWED}.. | cannot read tile\n{slow_down('GetObject')}",
        f"style-api 2 ERROR {SLOWED}.. | cannot read sprite\n{slow_down('GetObject')}",
    )
    it.moves(STARTED, "trail-tiles AllRequests 262000", ramp=120)
    it.moves(
        SLOWED,
        "trail-tiles 5xxErrors 15300, FirstByteLatency 74",
        "maps-alb HTTPCode_Target_5XX_Count 640, TargetResponseTime 0.41",
    )
    it.alarm("maps-alb-5xx", "maps-alb", "HTTPCode_Target_5XX_Count", 40, 3)
    it.expects(
        "trail-tiles|tile-rebake", "throttling|traffic", blames="tile-server|style-api|maps-alb"
    )
