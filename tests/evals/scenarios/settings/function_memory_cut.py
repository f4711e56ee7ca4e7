"""Somebody saved memory; big files do not fit any more. An older refusal is daily business."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("maps", "tiles", ONE_HOUR)
def function_memory_cut(it: Incident) -> None:
    it.has(
        aws.function("tile-maker", logs.powertools("tiles"), 40, 2100),
        aws.function("tile-index", logs.powertools("index"), 40, 60),
        aws.resource("tile-store", "other"),
        aws.queue("tile-jobs", 40),
    )
    it.calls("tile-jobs > tile-maker > tile-store", "tile-maker > tile-index")
    it.runs("tile-maker", 1.5, 2100)
    it.log(
        "tile-maker 1.5 | tile <1..18>/<1..9999> made",
        "tile-index 0.7 ERROR | unknown projection EPSG:31467 refused",
    )
    it.change(-17000, "deployment tile-index ci | tile-index 4")
    it.change(
        -610,
        "configuration tile-maker finops-bot | cost review: right-size functions",
        {"MemorySize": [3008, 512], "Timeout": [120, 120]},
    )
    it.writes("tile-maker", logs.bare)
    it.log(
        "tile-maker 8 ERROR -560.. | RequestId: <hex16> Error: Runtime exited with error: "
        "signal: killed\nRuntime.ExitError"
    )
    it.moves(-560, "tile-maker Errors 24")
    it.moves(-560, "tile-jobs ApproximateNumberOfMessagesVisible 330", ramp=560)
    it.alarm("tile-maker-errors", "tile-maker", "Errors", 8, 5)
    it.expects(
        "tile-maker",
        "configuration|resource-exhaustion",
        mentions="MemorySize",
        blames="tile-index",
    )
