"""Somebody loads last season again, and a stream's shards have no room for this season."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -390.0
STREAM = "weighings"
EXCEEDED = (
    "PutRecords: 37 of 120 records failed\nProvisionedThroughputExceededException: "
    "Rate exceeded for shard shardId-00000000000<0..1> in stream weighings under "
    "account 418295736104."
)


@scenario("orchards", "orchard weights", watched(0.72, 0.2365))
def orchard_weights(it: Incident) -> None:
    it.has(aws.resource("scale-gateway", "ecs", logs.spring("o.f.s.WeighingController")))
    gateway = {"Accepted": ("Count", 4100), "Rejected": ("Count", 2)}
    it.measured("scale-gateway", "Orchards/Scales", {"Service": "scale-gateway"}, gateway)
    it.has(aws.resource(STREAM, "kinesis"))
    stream = {
        "IncomingRecords": ("Count", 4150),
        "IncomingBytes": ("Bytes", 39000000.0),
        "WriteProvisionedThroughputExceeded": ("Count", 0.1),
        "GetRecords.IteratorAgeMilliseconds": ("Milliseconds", 210),
    }
    it.measured(STREAM, "AWS/Kinesis", {"StreamName": STREAM}, stream)
    it.has(
        aws.resource("season-replay", "ecs", logs.structlog("season-replay")).plus(
            "AWS/ECS",
            {"ClusterName": "orchards", "ServiceName": "season-replay"},
            {"CPUUtilization": ("Percent", 2)},
        ),
        aws.function("weight-rollup", logs.powertools("weight-rollup"), 88, 310, 0.05),
        aws.resource("weights", "dynamodb").plus(
            "AWS/DynamoDB",
            {"TableName": "weights"},
            {"ConsumedWriteCapacityUnits": ("Count", 870), "WriteThrottleEvents": ("Count", 0)},
        ),
    )
    it.calls(f"scale-gateway > {STREAM} > weight-rollup > weights", f"season-replay > {STREAM}")
    it.closely(
        f"{STREAM} IncomingBytes WriteProvisionedThroughputExceeded", "season-replay CPUUtilization"
    )
    it.moves(ONSET - 40, "season-replay CPUUtilization 61")
    it.moves(
        ONSET,
        f"{STREAM} IncomingBytes 109000000.0, IncomingRecords 10900, "
        "WriteProvisionedThroughputExceeded 2700",
        ramp=170,
    )
    it.moves(ONSET, "scale-gateway Rejected 760, Accepted 3350", ramp=230)
    it.moves(
        ONSET, "weight-rollup Invocations 196", "weights ConsumedWriteCapacityUnits 2300", ramp=120
    )
    it.log(
        "scale-gateway 1.3 | orchard <3..61>: batch of 120 accepted",
        "scale-gateway 0.3 WARN | scale 0A-44 reports tare drift, reading kept",
        "weight-rollup 0.9 | rolled up <30..80> crates",
        "weight-rollup 0.25 WARN | duplicate weighing dropped",
    )
    it.reports("weight-rollup", 0.4, 310, (1024, 288))
    it.log(f"season-replay 14 {ONSET - 30}.. | replayed 2025-09 page=<1..900> records=500")
    it.once(ONSET - 35, "season-replay | replay started from=2025-09-01 to=2025-10-15 workers=16")
    it.log(
        f"season-replay 8 WARN {ONSET + 60}.. | put_records throttled, retrying without delay",
        f"scale-gateway 9 ERROR {ONSET}..-230 | {EXCEEDED}",
        f"scale-gateway 38 ERROR -230.. | {EXCEEDED}",
    )
    it.change(-4700, "configuration weights terraform | point-in-time recovery on")
    it.change(-1490, "deployment weight-rollup | weight-rollup 88: apple grades")
    it.alarm("scales-rejected", "scale-gateway", "Rejected", 300, 4)
    it.expects(
        f"{STREAM}|season-replay",
        "throttling|resource-exhaustion|traffic",
        blames="weight-rollup|scale-gateway|weights",
    )
