"""One record that cannot be read blocks a shard, and its iterator grows old (Kinesis, Python)."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

ONSET = -1460.0
STREAM = "parking-sensor-readings"
_TRACE = (
    "Failed to process record shardId-000000000002:49663144800219\n"
    'Traceback (most recent call last):\n  File "/var/task/app.py", line 58, in '
    'record_handler\n    level = Decimal(reading["battery"]).quantize(STEP)\n'
    "decimal.InvalidOperation: [<class 'decimal.InvalidOperation'>]"
)


@scenario("smart-city", "parking", quarterly(0.38))
def kinesis_poison_record(it: Incident) -> None:
    it.has(
        aws.tasks("sensor-gateway", logs.slog_text, "city", 30, None, 0.07),
        aws.resource(STREAM, "kinesis").plus(
            "AWS/Kinesis",
            {"StreamName": STREAM},
            {
                "IncomingRecords": ("Count", 5200, 0.04),
                "WriteProvisionedThroughputExceeded": ("Count", 0),
                "GetRecords.IteratorAgeMilliseconds": ("Milliseconds", 900, 0.3),
            },
        ),
        aws.function("occupancy", logs.powertools("occupancy"), 64, 420).plus(
            "AWS/Lambda", _AT, {"IteratorAge": ("Milliseconds", 950, 0.3)}
        ),
        aws.function("parking-map", logs.python_lambda, 210, 38),
        aws.table("bays", 2400),
    )
    it.calls(f"sensor-gateway > {STREAM}", f"{STREAM} > occupancy > bays", "parking-map > bays")
    it.closely(f"{STREAM} GetRecords.IteratorAgeMilliseconds", "occupancy Errors")
    it.log(
        "sensor-gateway 1 | batch forwarded n=<80..500>",
        "sensor-gateway 0.5 ERROR | uplink dropped\nlorawan: MIC mismatch for devaddr <hex8>",
        "occupancy 1.2 | <60..100> records processed",
    )
    it.reports("occupancy", 0.8, 420, (512, 139), until=ONSET)
    it.log("parking-map 0.8 | tile 14/<8000..8999> drawn")
    it.change(-6600, "deployment occupancy gitlab-ci | occupancy v83: disabled bays")
    it.change(-2350, "deployment parking-map gitlab-ci | parking-map v140: new colours")
    it.log(f"occupancy 7 ERROR {ONSET}.. x1 | {_TRACE}")
    it.reports("occupancy", 3, 130, (512, 141), since=ONSET)
    it.log(
        f"parking-map 4 WARNING {ONSET + 400}.. | bay <0..3999> has not been heard of for "
        "<5..23> minutes"
    )
    old = -ONSET * 1000
    it.moves(ONSET, "occupancy Errors 21")
    it.series("occupancy", "IteratorAge").shift(ONSET, old, ramp=-ONSET).noise = 0.02
    age = it.series(STREAM, "GetRecords.IteratorAgeMilliseconds")
    age.shift(ONSET, old, ramp=-ONSET).noise = 0.02
    it.moves(ONSET, "bays ConsumedWriteCapacityUnits 1810")
    it.alarm(
        "parking-iterator-age",
        STREAM,
        "GetRecords.IteratorAgeMilliseconds",
        1200000,
        3,
        "Occupancy is more than 20 minutes behind",
        statistic="MAXIMUM",
    )
    it.expects(
        f"occupancy|{STREAM}", "bad-input|code-defect", blames="bays|parking-map|sensor-gateway"
    )


_AT = {"FunctionName": "occupancy"}
