"""One of four shards stands still while the others flow."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

STUCK = -1391.0
STREAM = "heat-readings"
RECORD = "49671130058267309485512203847193046817250914772838875154"


@scenario("district-heating", "consumption", EVERY_MINUTE)
def heat_meters(it: Incident) -> None:
    it.has(aws.tasks("meter-collector", logs.gunicorn, "heating", 28))
    at = {"Service": "meter-collector"}
    it.measured(
        "meter-collector", "Heating/http", at, {"Requests": ("Count", 620), "5xx": ("Count", 0.2)}
    )
    it.has(aws.resource(STREAM, "other"))
    at = {"StreamName": STREAM}
    it.measured(STREAM, "AWS/Kinesis", at, {"IncomingRecords": ("Count", 2400)})
    it.has(
        aws.function("rollup-fn", logs.bare, 96, 380).plus(
            "AWS/Lambda", {"FunctionName": "rollup-fn"}, {"IteratorAge": ("Milliseconds", 420)}
        ),
        aws.resource("leak-detector", "lambda", logs.python_lambda),
    )
    at = {"FunctionName": "leak-detector"}
    it.measured(
        "leak-detector", "AWS/Lambda", at, {"Invocations": ("Count", 95), "Errors": ("Count", 0)}
    )
    it.has(aws.table("heat-rollups", 160))
    it.calls(f"meter-collector > {STREAM} > rollup-fn > heat-rollups", f"{STREAM} > leak-detector")
    it.log(
        'meter-collector 2.2 | "POST /gateways/GW-<1000..4999>/readings HTTP/1.1" 202 <9..60>',
        "meter-collector 0.6 WARNING | gateway GW-<1000..4999>: clock is <20..90> s off",
    )
    for shard, until in ((0, 90.0), (1, 90.0), (2, STUCK), (3, 90.0)):
        it.log(
            f"rollup-fn 0.5 ..{until} x4 | INFO rolled up <60..100> readings, shard=shardId-"
            f"{shard:012}"
        )
    it.log(
        "rollup-fn 0.4 | WARN meter without a flat, kept under its building",
        "leak-detector 1.9 | <60..100> readings looked at",
        "leak-detector 0.5 ERROR | no baseline for meter <0..999999> yet",
    )
    it.change(-8600, "configuration heat-rollups terraform | tags updated")
    it.change(-1730, "deployment leak-detector github-actions | leak-detector 31: quieter at night")
    it.log(
        f"rollup-fn 5 {STUCK}.. x1 | ERROR batch of 100 records failed, "
        f"shard=shardId-000000000002 first={RECORD} requestId=<hex16>\n"
        "com.fasterxml.jackson.databind.exc.InvalidFormatException: Cannot deserialize "
        'value of type `java.math.BigDecimal` from String "--.--": not a valid '
        "representation\n at [Source: UNKNOWN; byte offset: #UNKNOWN] (through reference "
        'chain: heat.Reading["flowLitres"])\n\tat '
        "heat.Rollup.handleRequest(Rollup.java:52)"
    )
    it.moves(STUCK, "rollup-fn Errors 5")
    it.moves(STUCK, f"rollup-fn IteratorAge {-STUCK * 1000}", ramp=-STUCK)
    it.series("rollup-fn", "IteratorAge").noise = 0.005
    it.moves(STUCK, "heat-rollups ConsumedWriteCapacityUnits 121")
    it.alarm(
        "rollup-behind",
        "rollup-fn",
        "IteratorAge",
        1200000,
        3,
        "The rollup is more than 20 minutes behind the stream",
        statistic="MAX",
    )
    it.expects(f"rollup-fn|{STREAM}", "bad-input|code-defect", blames="leak-detector|heat-rollups")
