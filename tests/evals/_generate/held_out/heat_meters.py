"""One of four shards stands still while the others flow."""

from __future__ import annotations

from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import bare, gunicorn, python_lambda

STUCK = -1391.0
STREAM = "heat-readings"
RECORD = "49671130058267309485512203847193046817250914772838875154"


def heat_meters() -> Incident:
    it = Recording("heat-meters", "district-heating", "consumption")
    it.tasks("meter-collector", gunicorn, "heating", 28)
    at = {"Service": "meter-collector"}
    it.metric("meter-collector", "Heating/http", "Requests", at, "Count", 620)
    it.metric("meter-collector", "Heating/http", "5xx", at, "Count", 0.2)
    it.resource(STREAM, "other")
    at = {"StreamName": STREAM}
    it.metric(STREAM, "AWS/Kinesis", "IncomingRecords", at, "Count", 2400)
    it.function("rollup-fn", bare, 96, 380)
    it.metric(
        "rollup-fn", "AWS/Lambda", "IteratorAge", {"FunctionName": "rollup-fn"}, "Milliseconds", 420
    )
    it.resource("leak-detector", "lambda", python_lambda)
    at = {"FunctionName": "leak-detector"}
    it.metric("leak-detector", "AWS/Lambda", "Invocations", at, "Count", 95)
    it.metric("leak-detector", "AWS/Lambda", "Errors", at, "Count", 0)
    it.table("heat-rollups", 160)
    it.calls(f"meter-collector > {STREAM} > rollup-fn > heat-rollups", f"{STREAM} > leak-detector")
    business(it)

    it.change(
        -1730, "deployment", "leak-detector", "leak-detector 31: quieter at night", "github-actions"
    )
    it.says(
        "rollup-fn",
        lambda d: (
            "ERROR batch of 100 records failed, shard=shardId-000000000002 "
            f"first={RECORD} requestId={d.getrandbits(64):016x}\n"
            "com.fasterxml.jackson.databind.exc.InvalidFormatException: Cannot deserialize value "
            'of type `java.math.BigDecimal` from String "--.--": not a valid representation\n'
            " at [Source: UNKNOWN; byte offset: #UNKNOWN] (through reference chain: "
            'heat.Reading["flowLitres"])\n\tat heat.Rollup.handleRequest(Rollup.java:52)'
        ),
        5,
        since=STUCK,
        tasks=1,
    )
    it.series("rollup-fn", "Errors").shift(STUCK, 5)
    it.series("rollup-fn", "IteratorAge").shift(STUCK, -STUCK * 1000, ramp=-STUCK)
    it.series("rollup-fn", "IteratorAge").noise = 0.005
    it.series("heat-rollups", "ConsumedWriteCapacityUnits").shift(STUCK, 121)
    it.alarm(
        "rollup-behind",
        "rollup-fn",
        "IteratorAge",
        1_200_000,
        3,
        "The rollup is more than 20 minutes behind the stream",
        statistic="MAX",
    )
    return it.expects(
        ["confirmed", "likely"],
        ["rollup-fn", STREAM],
        ["bad-input", "code-defect"],
        None,
        ["leak-detector", "heat-rollups"],
    )


def business(it: Recording) -> None:
    it.says(
        "meter-collector",
        lambda d: (
            f'"POST /gateways/GW-{d.randint(1000, 4999)}/readings HTTP/1.1" 202 {d.randint(9, 60)}'
        ),
        2.2,
    )
    it.says(
        "meter-collector",
        lambda d: f"gateway GW-{d.randint(1000, 4999)}: clock is {d.randint(20, 90)} s off",
        0.6,
        level="WARNING",
    )
    for shard, until in ((0, 90.0), (1, 90.0), (2, STUCK), (3, 90.0)):
        it.says(
            "rollup-fn",
            lambda d, shard=shard: (
                f"INFO rolled up {d.randint(60, 100)} readings, shard=shardId-{shard:012}"
            ),
            0.5,
            until=until,
            tasks=4,
        )
    it.says("rollup-fn", "WARN meter without a flat, kept under its building", 0.4)
    it.says("leak-detector", lambda d: f"{d.randint(60, 100)} readings looked at", 1.9)
    it.says(
        "leak-detector",
        lambda d: f"no baseline for meter {d.randrange(10**6)} yet",
        0.5,
        level="ERROR",
    )
    it.change(-8600, "configuration", "heat-rollups", "tags updated", "terraform")
