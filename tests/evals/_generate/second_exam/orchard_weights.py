"""Somebody loads last season again, and a stream's shards have no room for this season."""

from __future__ import annotations

from tests.evals._generate.practice.voices import structlog
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.styles import powertools, spring

ONSET = -390.0
STREAM = "weighings"
EXCEEDED = (
    "PutRecords: 37 of 120 records failed\nProvisionedThroughputExceededException: Rate exceeded "
    "for shard shardId-00000000000{} in stream weighings under account 418295736104."
)


def orchard_weights() -> Account:
    it = Account("orchard-weights", "orchards", "orchard weights", kept=(0.9, 0.43))
    it.resource("scale-gateway", "ecs", spring("o.f.s.WeighingController"))
    gateway = {
        "Accepted": ("Count", 4100),
        "Rejected": ("Count", 2),
    }
    it.measured("scale-gateway", "Orchards/Scales", {"Service": "scale-gateway"}, gateway)
    it.resource(STREAM, "kinesis")
    stream = {
        "IncomingRecords": ("Count", 4150),
        "IncomingBytes": ("Bytes", 3.9e7),
        "WriteProvisionedThroughputExceeded": ("Count", 0.1),
        "GetRecords.IteratorAgeMilliseconds": ("Milliseconds", 210),
    }
    it.measured(STREAM, "AWS/Kinesis", {"StreamName": STREAM}, stream)
    it.resource("season-replay", "ecs", structlog("season-replay"))
    it.measured(
        "season-replay",
        "AWS/ECS",
        {"ClusterName": "orchards", "ServiceName": "season-replay"},
        {"CPUUtilization": ("Percent", 2)},
    )
    it.lambda_("weight-rollup", powertools("weight-rollup"), 88, 310)
    it.resource("weights", "dynamodb")
    it.measured(
        "weights",
        "AWS/DynamoDB",
        {"TableName": "weights"},
        {
            "ConsumedWriteCapacityUnits": ("Count", 870),
            "WriteThrottleEvents": ("Count", 0),
        },
    )
    it.calls(f"scale-gateway > {STREAM} > weight-rollup > weights", f"season-replay > {STREAM}")

    it.closely(STREAM, "IncomingBytes", "WriteProvisionedThroughputExceeded")
    it.closely("season-replay", "CPUUtilization")
    it.moves("season-replay", ONSET - 40, {"CPUUtilization": 61})
    it.moves(
        STREAM,
        ONSET,
        {
            "IncomingBytes": 1.09e8,
            "IncomingRecords": 10900,
            "WriteProvisionedThroughputExceeded": 2700,
        },
        ramp=170,
    )
    it.moves("scale-gateway", ONSET, {"Rejected": 760, "Accepted": 3350}, ramp=230)
    it.moves("weight-rollup", ONSET, {"Invocations": 196}, ramp=120)
    it.moves("weights", ONSET, {"ConsumedWriteCapacityUnits": 2300}, ramp=120)

    it.business(
        "scale-gateway", lambda d: f"orchard {d.randint(3, 61)}: batch of 120 accepted", 1.3
    )
    it.business("scale-gateway", "scale 0A-44 reports tare drift, reading kept", 0.3, level="WARN")
    it.business("weight-rollup", lambda d: f"rolled up {d.randint(30, 80)} crates", 0.9)
    it.business("weight-rollup", "duplicate weighing dropped", 0.25, level="WARN")
    it.reports("weight-rollup", 0.4, 310, (1024, 288))
    it.says(
        "season-replay",
        lambda d: f"replayed 2025-09 page={d.randint(1, 900)} records=500",
        14,
        ONSET - 30,
    )
    it.once("season-replay", ONSET - 35, "replay started from=2025-09-01 to=2025-10-15 workers=16")
    it.says(
        "season-replay",
        "put_records throttled, retrying without delay",
        8,
        ONSET + 60,
        level="WARN",
    )
    it.says(
        "scale-gateway", lambda d: EXCEEDED.format(d.randint(0, 1)), 9, ONSET, -230, level="ERROR"
    )
    it.says("scale-gateway", lambda d: EXCEEDED.format(d.randint(0, 1)), 38, -230, level="ERROR")

    it.change(-4700, "configuration", "weights", "point-in-time recovery on", "terraform")
    it.change(-1490, "deployment", "weight-rollup", "weight-rollup 88: apple grades")
    it.alarm("scales-rejected", "scale-gateway", "Rejected", 300, 4)
    it.expects(
        ["confirmed", "likely"],
        [STREAM, "season-replay"],
        ["throttling", "resource-exhaustion", "traffic"],
        None,
        ["weight-rollup", "scale-gateway", "weights"],
    )
    return it
