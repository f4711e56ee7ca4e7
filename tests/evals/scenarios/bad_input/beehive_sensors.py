"""One record of a Kafka partition cannot be read, and the consumer never gets past it."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

ARRIVED = -660.0
LATE = -235.0
UNREADABLE = (
    "Consumer exception\njava.lang.IllegalStateException: This error handler cannot "
    "process 'SerializationException's directly; please consider configuring an "
    "'ErrorHandlingDeserializer'\nCaused by: "
    "org.apache.kafka.common.errors.RecordDeserializationException: Error "
    "deserializing VALUE for partition hive-readings-7 at offset 48213377. If needed, "
    "please seek past the record to continue consumption.\n"
    "Caused by: org.apache.avro.AvroRuntimeException: Malformed data. Length is "
    "negative: -38"
)


@scenario("agriculture", "beehive-sensors", seldom())
def beehive_sensors(it: Incident) -> None:
    it.has(
        aws.tasks("hive-gateway", logs.tracing("hive_gateway::mqtt"), "apiary", 27),
        aws.resource("hive-stream", "other"),
    )
    lag = {"Consumer Group": "hive-aggregator", "Topic": "hive-readings", "Cluster Name": "apiary"}
    levels = {"SumOffsetLag": ("Count", 60, 0.2), "MaxOffsetLag": ("Count", 14)}
    it.measured("hive-stream", "AWS/Kafka", lag, levels)
    broker = {"Cluster Name": "apiary", "Broker ID": "2"}
    it.measured("hive-stream", "AWS/Kafka", broker, {"CpuUser": ("Percent", 18)})
    it.has(
        aws.tasks(
            "hive-aggregator",
            logs.logback("ag.hive.Aggregator", app="aggregator", thread="KafkaListener#0-2-C-1"),
            "apiary",
            34,
        ),
        aws.resource("hive-states", "dynamodb"),
    )
    levels = {"ConsumedWriteCapacityUnits": ("Count", 880), "WriteThrottleEvents": ("Count", 0)}
    it.measured("hive-states", "AWS/DynamoDB", {"TableName": "hive-states"}, levels)
    it.has(
        aws.function("swarm-alerts", logs.powertools("swarm-alerts"), 12, 90, 0.05),
        aws.resource(
            "hive-map", "other", logs.tracing("hive_map::page"), "/apprunner/hive-map"
        ).plus("Apiary", {"Service": "hive-map"}, {"StaleHives": ("Count", 6)}),
    )
    it.seldom(
        "hive-stream MaxOffsetLag",
        "hive-gateway CPUUtilization",
        "swarm-alerts Invocations Errors Duration",
        "hive-stream CpuUser",
    )
    it.calls(
        "hive-gateway > hive-stream",
        "hive-aggregator > hive-stream",
        "hive-aggregator > hive-states",
        "hive-map > hive-states",
        "swarm-alerts > hive-states",
    )
    it.log(
        "hive-gateway 0.5 | accepted <700..940> readings",
        "hive-gateway 0.4 WARN | device hv-<10000..39999> disconnected\nkeep alive timeout",
    )
    it.says(
        "hive-aggregator",
        lambda d: f"hive {d.randint(10000, 39999)}: brood at {d.randint(338, 357) / 10} degrees",
        0.8,
    )
    it.log(
        "hive-aggregator 0.4 WARN | scale of hive <10000..39999> reads below zero, set to 0",
        "swarm-alerts 0.2 | no swarm among <300..340> hives",
        "hive-map 0.4 | drew <200..900> hives",
    )
    it.change(
        -2900,
        "configuration hive-stream j.kowalczyk | retention of topic hive-readings",
        "retention.ms: 259200000 -> 604800000",
    )
    it.change(-1700, "deployment swarm-alerts gitlab-ci | swarm-alerts 1.12.1: texts in Danish")
    it.once(
        ARRIVED - 2,
        "hive-gateway WARN | payload of device hv-20417 fails its checksum, forwarded "
        "unchecked (compat mode)",
    )
    it.log(
        f"hive-aggregator 3.2 ERROR {ARRIVED}.. x1 | {UNREADABLE}",
        f"hive-aggregator 3 {ARRIVED}.. x1 | [Consumer clientId=consumer-hive-aggregator-3, "
        "groupId=hive-aggregator] Seeking to offset 48213377 for partition hive-readings-7",
        f"hive-map 6 WARN {LATE - 60}.. | no reading of hive <10000..39999> for 5 minutes",
    )
    for metric in ("SumOffsetLag", "MaxOffsetLag"):
        it.moves(ARRIVED, f"hive-stream {metric} 6300", ramp=-ARRIVED)
        it.series("hive-stream", metric).noise = 0.03
    it.series("hive-map", "StaleHives").shift(LATE - 120, 19).shift(LATE, 118)
    it.moves(ARRIVED, "hive-states ConsumedWriteCapacityUnits 770")
    it.alarm(
        "hive-map-stale", "hive-map", "StaleHives", 40, 3, "Hives without a reading for 5 minutes"
    )
    it.expects(
        "hive-aggregator|hive-stream|hive-gateway",
        "bad-input|code-defect",
        mentions="deserializ",
        blames="hive-map|hive-states|swarm-alerts",
    )
