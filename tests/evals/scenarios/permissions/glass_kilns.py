"""The broker's password was changed; Lambda cannot sign in and switches the mapping off."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

OFF = -1180.0


@scenario("glassworks", "kilns", quarterly(0.52))
def glass_kilns(it: Incident) -> None:
    it.has(
        aws.tasks("kiln-gateway", logs.slog_text, "glass", 24, None, 0.06),
        aws.resource("kiln-broker", "mq").plus(
            "AWS/AmazonMQ",
            {"Broker": "kiln-broker", "Queue": "temperatures"},
            {"QueueSize": ("Count", 14, 0.2), "EnqueueCount": ("Count", 620)},
        ),
        aws.function("kiln-logger", logs.powertools("kiln"), 58, 210),
        aws.table("firings", 900),
        aws.function("firing-plan", logs.python_lambda, 12, 130),
    )
    it.calls("kiln-gateway > kiln-broker", "kiln-broker > kiln-logger > firings")
    it.calls("firing-plan > firings")
    it.closely("kiln-broker QueueSize", "kiln-logger Invocations")
    it.log(
        "kiln-gateway 1 | <20..60> temperatures sent",
        "kiln-gateway 0.3 WARN | probe <1..48> answered late",
        f"kiln-logger 2 {-7200}>0 | batch of <5..40> stored",
        "firing-plan 0.6 | plan <1000..1999> made",
    )
    it.change(-4100, "deployment kiln-gateway ci | kiln-gateway 61: probe names")
    it.change(-700, "deployment firing-plan ci | firing-plan 19: colours of glazes")
    it.reported(
        OFF,
        "kiln-logger lambda.amazonaws.com | Event source mapping of kiln-broker is Disabled by"
        " Lambda: EVENT_SOURCE_AUTHN_ERROR",
    )
    it.moves(OFF, "kiln-logger Invocations 0")
    it.moves(OFF, "firings ConsumedWriteCapacityUnits 0")
    size = it.series("kiln-broker", "QueueSize").shift(OFF, 12000, ramp=-OFF)
    size.noise = 0.02
    it.alarm("kiln-queue-long", "kiln-broker", "QueueSize", 5000, 3, statistic="MAXIMUM")
    it.expects(
        "kiln-logger",
        "permission|configuration",
        mentions="event source",
        blames="kiln-gateway|firing-plan|firings",
    )
