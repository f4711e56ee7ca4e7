"""One record that cannot be read blocks a shard, and its iterator grows old (Kinesis, Python)."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import slog
from tests.evals._generate.styles import powertools, python_lambda

ONSET = -1460.0
STREAM = "parking-sensor-readings"

_TRACE = (
    "Failed to process record shardId-000000000002:49663144800219\n"
    'Traceback (most recent call last):\n  File "/var/task/app.py", line 58, in record_handler\n'
    '    level = Decimal(reading["battery"]).quantize(STEP)\n'
    "decimal.InvalidOperation: [<class 'decimal.InvalidOperation'>]"
)


def build() -> Incident:
    it = Scene("kinesis-poison-record", "smart-city", "parking", 0.38)
    it.container("sensor-gateway", slog, "city")
    it.resource(STREAM, "kinesis")
    it.metrics(
        STREAM,
        "AWS/Kinesis",
        {"StreamName": STREAM},
        IncomingRecords=("Count", 5200, 0.04),
        WriteProvisionedThroughputExceeded=("Count", 0),
        **{"GetRecords.IteratorAgeMilliseconds": ("Milliseconds", 900, 0.3)},
    )
    it.function("occupancy", powertools("occupancy"), 64, 420)
    it.metric("occupancy", "AWS/Lambda", "IteratorAge", _AT, "Milliseconds", 950, 0.3)
    it.function("parking-map", python_lambda, 210, 38)
    it.table("bays", 2400)
    it.calls(f"sensor-gateway > {STREAM}", f"{STREAM} > occupancy > bays", "parking-map > bays")
    it.closely(STREAM, "GetRecords.IteratorAgeMilliseconds")
    it.closely("occupancy", "Errors")
    _usual(it)
    it.change(-6600, "deployment", "occupancy", "occupancy v83: disabled bays", "gitlab-ci")
    it.change(-2350, "deployment", "parking-map", "parking-map v140: new colours", "gitlab-ci")
    it.says("occupancy", _TRACE, 7, since=ONSET, level="ERROR", tasks=1)
    it.reports("occupancy", 3, 130, (512, 141), since=ONSET)
    it.says(
        "parking-map",
        lambda d: f"bay {d.randrange(4000)} has not been heard of for {d.randint(5, 23)} minutes",
        4,
        since=ONSET + 400,
        level="WARNING",
    )
    old = -ONSET * 1000
    it.series("occupancy", "Errors").shift(ONSET, 21)
    it.series("occupancy", "IteratorAge").shift(ONSET, old, ramp=-ONSET).noise = 0.02
    age = it.series(STREAM, "GetRecords.IteratorAgeMilliseconds")
    age.shift(ONSET, old, ramp=-ONSET).noise = 0.02
    it.series("bays", "ConsumedWriteCapacityUnits").shift(ONSET, 1810)
    it.alarm(
        "parking-iterator-age",
        STREAM,
        "GetRecords.IteratorAgeMilliseconds",
        1_200_000,
        3,
        "Occupancy is more than 20 minutes behind",
        statistic="MAXIMUM",
    )
    return it.expects(
        ["confirmed", "likely"],
        ["occupancy", STREAM],
        ["bad-input", "code-defect"],
        None,
        ["bays", "parking-map", "sensor-gateway"],
    )


_AT = {"FunctionName": "occupancy"}


def _usual(it: Scene) -> None:
    it.says("sensor-gateway", lambda d: f"batch forwarded n={d.randint(80, 500)}", 1)
    it.says(
        "sensor-gateway",
        lambda d: f"uplink dropped\nlorawan: MIC mismatch for devaddr {d.getrandbits(32):08x}",
        0.5,
        level="ERROR",
    )
    it.says("occupancy", lambda d: f"{d.randint(60, 100)} records processed", 1.2)
    it.reports("occupancy", 0.8, 420, (512, 139), until=ONSET)
    it.says("parking-map", lambda d: f"tile 14/{d.randint(8000, 8999)} drawn", 0.8)
