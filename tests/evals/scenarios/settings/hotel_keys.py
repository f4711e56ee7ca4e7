"""To save money a service is scaled from twelve tasks to two; the two run out of file handles."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched


@scenario("hotels", "keys", watched(0.68, 0.68))
def hotel_keys(it: Incident) -> None:
    it.has(
        aws.alb("front-desk-alb", requests=520, seconds=0.09),
        aws.service("front-desk", logs.pino("front-desk-3"), "hotels", calls=510, ms=62),
        aws.service("key-cutter", logs.zap("keys/cut.go"), "hotels", calls=500, ms=28),
        aws.table("door-keys", writes=140),
    )
    it.calls("front-desk-alb > front-desk > key-cutter > door-keys")
    it.log(
        "front-desk 1.4 -260>0.4 | guest of room <100..999> checked in",
        "front-desk 0.3 WARN | room <100..999> has no late checkout",
        "key-cutter 1.3 -262>0.5 | key of door <100..999> cut",
        "key-cutter 0.2 ERROR | battery of door <100..999> is low",
        "key-cutter 15 ERROR -262.. x2 | http: Accept error: accept tcp [::]:8080: accept4: too "
        "many open files; retrying in 1s",
        "front-desk 17 ERROR -258.. x4 | key not cut\nError: read ECONNRESET\n"
        "    at TCP.onStreamRead (node:internal/stream_base_commons:217:20)",
    )
    it.moves(-262, "key-cutter Latency 2400, 5xx 160")
    it.moves(
        -258, "front-desk Latency 2090, 5xx 210", "front-desk-alb HTTPCode_Target_5XX_Count 208"
    )
    it.change(-5300, "deployment front-desk ci | front-desk 40: breakfast at the desk")
    it.change(
        -340,
        "scaling key-cutter finops-bot | UpdateService key-cutter: right-sizing",
        "desiredCount: 12 -> 2",
    )
    it.alarm("front-desk-5xx", "front-desk-alb", "HTTPCode_Target_5XX_Count", 40, periods=3)
    it.expects(
        "key-cutter", "configuration", mentions="desiredCount", blames="door-keys|front-desk"
    )
