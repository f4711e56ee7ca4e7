"""A cache without a bound, in a function that is killed when its memory is used up."""

from __future__ import annotations

import random

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import bare, node_lambda, request_id

LIMIT = 1024


def killed(dice: random.Random) -> str:
    return (
        f"RequestId: {request_id(dice)} Error: Runtime exited with error: signal: killed\n"
        "Runtime.ExitError"
    )


def killed_report(dice: random.Random) -> str:
    took = dice.uniform(600, 2400)
    return (
        f"REPORT RequestId: {request_id(dice)}\tDuration: {took:.2f} ms\tBilled Duration: "
        f"{took + 1:.0f} ms\tMemory Size: {LIMIT} MB\tMax Memory Used: {LIMIT} MB\t"
        "Status: error\tError Type: Runtime.ExitError"
    )


def atlas_tiles() -> Borough:
    case = Borough("atlas-tiles", "atlas", "tiles", share=0.72)
    case.http_api("atlas-http", requests=380, ms=170)
    case.lambda_("tile-render", node_lambda, calls=375, ms=140)
    case.metric(
        "tile-render",
        "LambdaInsights",
        "memory_utilization",
        {"function_name": "tile-render"},
        "Percent",
        27,
        0.02,
        0.02,
    )
    case.lambda_("style-lookup", node_lambda, calls=90, ms=22)
    case.table("atlas-styles", writes=6)
    case.calls("atlas-http > tile-render > style-lookup > atlas-styles")

    case.business(
        "tile-render",
        lambda d: (
            f"rendered {d.randint(9, 16)}/{d.randint(8000, 9000)}/{d.randint(5000, 5600)}.webp"
        ),
        1.1,
    )
    case.says(
        "tile-render",
        lambda d: f"glyph range {d.randint(1, 60) * 256} missing, fallback",
        0.3,
        level="WARN",
    )
    case.business("style-lookup", lambda d: f"style atlas-v{d.randint(3, 5)} found", 0.5)
    case.says(
        "style-lookup", "ResourceNotFoundException ignored for style draft-9", 0.15, level="ERROR"
    )
    case.reports("tile-render", 0.8, 140, (LIMIT, 276), until=-5200)
    for step in range(12):
        since = -5200.0 + 420 * step
        case.reports("tile-render", 0.8, 145, (LIMIT, 300 + 55 * step), since, since + 420)

    case.says("tile-render", killed, 9, since=-222, level="ERROR", tasks=8, style=bare)
    case.says("tile-render", killed_report, 9, since=-222, tasks=8, style=bare)
    case.moves("tile-render", -5220, {"memory_utilization": 97}, ramp=5000)
    case.moves("tile-render", -226, {"Errors": 58, "Duration": 610})
    case.moves("atlas-http", -224, {"5xx": 57})
    case.closely("tile-render", "memory_utilization")
    case.change(
        -5260,
        "deployment",
        "tile-render",
        "tile-render 3.7.0: keep decoded sprites between invocations",
        diff=(
            "diff --git a/src/sprites.js b/src/sprites.js\n@@ -8,2 +8,3 @@\n"
            "+const decoded = new Map();\n"
            "-  return sharp(await fetchSprite(key)).raw().toBuffer();\n"
            "+  if (!decoded.has(key)) decoded.set(key, await decode(await fetchSprite(key)));\n"
        ),
    )
    case.change(-700, "configuration", "atlas-http", "access log retention 14 -> 30 days", "ops")
    case.alarm("atlas-http-5xx", "atlas-http", "5xx", 15, periods=3)
    case.expects(
        ["confirmed", "likely"],
        "tile-render",
        ["resource-exhaustion", "code-defect", "deployment"],
        ["memory"],
        ["style-lookup", "atlas-styles", "atlas-http"],
    )
    return case
