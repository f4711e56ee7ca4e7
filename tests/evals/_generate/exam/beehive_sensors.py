"""One record of a Kafka partition cannot be read, and the consumer never gets past it."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.practice.voices import logback, tracing
from tests.evals._generate.styles import powertools

ARRIVED = -660.0
LATE = -235.0

UNREADABLE = (
    "Consumer exception\n"
    "java.lang.IllegalStateException: This error handler cannot process 'SerializationException's "
    "directly; please consider configuring an 'ErrorHandlingDeserializer'\n"
    "Caused by: org.apache.kafka.common.errors.RecordDeserializationException: Error deserializing "
    "VALUE for partition hive-readings-7 at offset 48213377. If needed, please seek past the "
    "record to continue consumption.\n"
    "Caused by: org.apache.avro.AvroRuntimeException: Malformed data. Length is negative: -38"
)


def beehive_sensors() -> Estate:
    incident = Estate("beehive-sensors", "agriculture", "beehive-sensors")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm(
        "hive-map-stale", "hive-map", "StaleHives", 40, 3, "Hives without a reading for 5 minutes"
    )
    incident.expects(
        ["confirmed", "likely"],
        ["hive-aggregator", "hive-stream", "hive-gateway"],
        ["bad-input", "code-defect"],
        ["deserializ"],
        ["hive-map", "hive-states", "swarm-alerts"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.tasks("hive-gateway", tracing("hive_gateway::mqtt"), "apiary", 27)
    incident.resource("hive-stream", "other")
    lag = {"Consumer Group": "hive-aggregator", "Topic": "hive-readings", "Cluster Name": "apiary"}
    levels = {"SumOffsetLag": ("Count", 60, 0.2), "MaxOffsetLag": ("Count", 14)}
    incident.measured("hive-stream", "AWS/Kafka", lag, levels)
    broker = {"Cluster Name": "apiary", "Broker ID": "2"}
    incident.measured("hive-stream", "AWS/Kafka", broker, {"CpuUser": ("Percent", 18)})
    incident.tasks(
        "hive-aggregator",
        logback("aggregator", "ag.hive.Aggregator", "KafkaListener#0-2-C-1"),
        "apiary",
        34,
    )
    incident.resource("hive-states", "dynamodb")
    levels = {"ConsumedWriteCapacityUnits": ("Count", 880), "WriteThrottleEvents": ("Count", 0)}
    incident.measured("hive-states", "AWS/DynamoDB", {"TableName": "hive-states"}, levels)
    incident.lambda_("swarm-alerts", powertools("swarm-alerts"), 12, 90)
    incident.resource("hive-map", "other", tracing("hive_map::page"), "/apprunner/hive-map")
    incident.metric("hive-map", "Apiary", "StaleHives", {"Service": "hive-map"}, "Count", 6)
    incident.seldom("hive-stream", "MaxOffsetLag").seldom("hive-gateway", "CPUUtilization").seldom(
        "swarm-alerts", "Invocations", "Errors", "Duration"
    ).seldom("hive-stream", "CpuUser")
    incident.calls(
        "hive-gateway > hive-stream",
        "hive-aggregator > hive-stream",
        "hive-aggregator > hive-states",
        "hive-map > hive-states",
        "swarm-alerts > hive-states",
    )


def business(incident: Estate) -> None:
    incident.says("hive-gateway", lambda d: f"accepted {d.randint(700, 940)} readings", 0.5)
    incident.says(
        "hive-gateway",
        lambda d: f"device hv-{d.randint(10000, 39999)} disconnected\nkeep alive timeout",
        0.4,
        level="WARN",
    )
    incident.says(
        "hive-aggregator",
        lambda d: f"hive {d.randint(10000, 39999)}: brood at {d.randint(338, 357) / 10} degrees",
        0.8,
    )
    incident.says(
        "hive-aggregator",
        lambda d: f"scale of hive {d.randint(10000, 39999)} reads below zero, set to 0",
        0.4,
        level="WARN",
    )
    incident.says("swarm-alerts", lambda d: f"no swarm among {d.randint(300, 340)} hives", 0.2)
    incident.says("hive-map", lambda d: f"drew {d.randint(200, 900)} hives", 0.4)


def fault(incident: Estate) -> None:
    incident.change(
        -2900,
        "configuration",
        "hive-stream",
        "retention of topic hive-readings",
        "j.kowalczyk",
        "retention.ms: 259200000 -> 604800000",
    )
    incident.change(
        -1700, "deployment", "swarm-alerts", "swarm-alerts 1.12.1: texts in Danish", "gitlab-ci"
    )
    incident.once(
        "hive-gateway",
        ARRIVED - 2,
        "payload of device hv-20417 fails its checksum, forwarded unchecked (compat mode)",
        "WARN",
    )
    incident.says("hive-aggregator", UNREADABLE, 3.2, ARRIVED, level="ERROR", tasks=1)
    incident.says(
        "hive-aggregator",
        "[Consumer clientId=consumer-hive-aggregator-3, groupId=hive-aggregator] Seeking to offset "
        "48213377 for partition hive-readings-7",
        3,
        ARRIVED,
        tasks=1,
    )
    incident.says(
        "hive-map",
        lambda d: f"no reading of hive {d.randint(10000, 39999)} for 5 minutes",
        6,
        LATE - 60,
        level="WARN",
    )
    for lag in ("SumOffsetLag", "MaxOffsetLag"):
        incident.series("hive-stream", lag).shift(ARRIVED, 6300, ramp=-ARRIVED)
        incident.series("hive-stream", lag).noise = 0.03
    incident.series("hive-map", "StaleHives").shift(LATE - 120, 19).shift(LATE, 118)
    incident.series("hive-states", "ConsumedWriteCapacityUnits").shift(ARRIVED, 770)
