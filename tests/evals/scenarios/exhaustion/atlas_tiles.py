"""A cache without a bound, in a function that is killed when its memory is used up."""

import random

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

LIMIT = 1024


def killed(dice: random.Random) -> str:
    return (
        f"RequestId: {logs.request_id(dice)} Error: Runtime exited with error: signal: "
        "killed\nRuntime.ExitError"
    )


def killed_report(dice: random.Random) -> str:
    took = dice.uniform(600, 2400)
    return (
        f"REPORT RequestId: {logs.request_id(dice)}\tDuration: {took:.2f} ms\tBilled "
        f"Duration: {took + 1:.0f} ms\tMemory Size: {LIMIT} MB\tMax Memory Used: {LIMIT} "
        "MB\tStatus: error\tError Type: Runtime.ExitError"
    )


@scenario("atlas", "tiles", watched(0.72, 0.72))
def atlas_tiles(it: Incident) -> None:
    it.has(
        aws.http_api("atlas-http", requests=380, ms=170),
        aws.function("tile-render", logs.node_lambda, calls=375, ms=140, errors=0.05).plus(
            "LambdaInsights",
            {"function_name": "tile-render"},
            {"memory_utilization": ("Percent", 27, 0.02, 0.02)},
        ),
        aws.function("style-lookup", logs.node_lambda, calls=90, ms=22, errors=0.05),
        aws.table("atlas-styles", writes=6),
    )
    it.calls("atlas-http > tile-render > style-lookup > atlas-styles")
    it.log("tile-render 1.1 | rendered <9..16>/<8000..9000>/<5000..5600>.webp")
    it.says(
        "tile-render",
        lambda d: f"glyph range {d.randint(1, 60) * 256} missing, fallback",
        0.3,
        level="WARN",
    )
    it.log(
        "style-lookup 0.5 | style atlas-v<3..5> found",
        "style-lookup 0.15 ERROR | ResourceNotFoundException ignored for style draft-9",
    )
    it.reports("tile-render", 0.8, 140, (LIMIT, 276), until=-5200)
    for step in range(12):
        since = -5200.0 + 420 * step
        it.reports("tile-render", 0.8, 145, (LIMIT, 300 + 55 * step), since, since + 420)
    it.says("tile-render", killed, 9, since=-222, level="ERROR", tasks=8, style=logs.bare)
    it.says("tile-render", killed_report, 9, since=-222, tasks=8, style=logs.bare)
    it.moves(-5220, "tile-render memory_utilization 97", ramp=5000)
    it.moves(-226, "tile-render Errors 58, Duration 610")
    it.moves(-224, "atlas-http 5xx 57")
    it.closely("tile-render memory_utilization")
    it.change(
        -5260,
        "deployment tile-render | tile-render 3.7.0: keep decoded sprites between invocations",
        "diff --git a/src/sprites.js b/src/sprites.js\n@@ -8,2 +8,3 @@\n"
        "+const decoded = new Map();\n-  return sharp(await "
        "fetchSprite(key)).raw().toBuffer();\n+  if (!decoded.has(key)) decoded.set(key, "
        "await decode(await fetchSprite(key)));\n",
    )
    it.change(-700, "configuration atlas-http ops | access log retention 14 -> 30 days")
    it.alarm("atlas-http-5xx", "atlas-http", "5xx", 15, periods=3)
    it.expects(
        "tile-render",
        "resource-exhaustion|code-defect|deployment",
        mentions="memory",
        blames="style-lookup|atlas-styles|atlas-http",
    )
