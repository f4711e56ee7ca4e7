"""To save money a service is scaled from twelve tasks to two; the two run out of file handles."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched


@scenario("hotels", "keys", watched(0.68, 0.68))
def hotel_keys(it: Incident) -> None:
    it.has(
        aws.service("key-cutter", logs.zap("keys/cut.go"), "hotels", calls=500, ms=28),
        aws.service("room-minibar", logs.pino("room-minibar-3"), "hotels", calls=90, ms=62),
        aws.table("door-keys", writes=140),
    )
    it.calls("key-cutter > door-keys")
    it.log(
        "key-cutter 1.3 -262>0.5 | key of door <100..999> cut",
        "key-cutter 0.2 ERROR | battery of door <100..999> is low",
        "key-cutter 15 ERROR -262.. x2 | http: Accept error: accept tcp [::]:8080: accept4: too "
        "many open files; retrying in 1s",
        "room-minibar 0.9 | minibar of room <100..999> filled",
        "room-minibar 0.3 WARN | room <100..999> has no ice",
    )
    it.moves(-262, "key-cutter Latency 2400, 5xx 160")
    it.change(-5300, "deployment room-minibar ci | room-minibar 40: juice")
    it.change(
        -340,
        "scaling key-cutter finops-bot | UpdateService key-cutter: right-sizing",
        "desiredCount: 12 -> 2",
    )
    it.alarm("key-cutter-5xx", "key-cutter", "5xx", 40, periods=3)
    it.expects(
        "key-cutter", "configuration", mentions="desiredCount", blames="door-keys|room-minibar"
    )
