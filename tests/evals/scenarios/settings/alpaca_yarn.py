"""Somebody edits a function's environment in the console; CloudTrail tells that, and no value."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

REFUSED = (
    "dye lot not reserved Error: connect ECONNREFUSED 10.31.8.44:8081\n"
    "    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16) {\n"
    "  errno: -111,\n  code: 'ECONNREFUSED',\n  syscall: 'connect',\n"
    "  address: '10.31.8.44',\n  port: 8081\n}"
)


@scenario("alpaca", "yarn", watched(0.68, 0.68))
def alpaca_yarn(it: Incident) -> None:
    it.has(
        aws.http_api("yarn-http", requests=380, ms=88),
        aws.function("yarn-orders", logs.node_lambda, calls=376, ms=64, errors=0.05),
        aws.service("dye-lots", logs.pino("dye-lots-1"), "alpaca", calls=370, ms=18),
        aws.table("yarn-stock", writes=96),
    )
    it.calls("yarn-http > yarn-orders > dye-lots", "yarn-orders > yarn-stock")
    it.log(
        "yarn-orders 1.3 -231>0.0 | skein <1000..9999> reserved",
        "yarn-orders 0.4 WARN | gauge of skein <1000..9999> not measured, label used",
        "dye-lots 1.1 -231>0.02 | lot <100..999> counted",
        "dye-lots 0.2 ERROR | lot <100..999> has no photograph",
        f"yarn-orders 19 ERROR -231.. x5 | {REFUSED}",
    )
    it.reports("yarn-orders", 0.7, 64, (256, 92))
    it.moves(-232, "yarn-orders Errors 361", "yarn-http 5xx 362, Latency 40")
    it.moves(-232, "dye-lots Requests 4", "yarn-stock ConsumedWriteCapacityUnits 2")
    it.change(-6400, "deployment dye-lots | dye-lots 3.9.1: photographs in colour")
    it.change(
        -247,
        "configuration yarn-orders p.quispe | UpdateFunctionConfiguration20150331v2",
    )
    it.alarm("yarn-http-5xx", "yarn-http", "5xx", 40, periods=3)
    it.expects(
        "yarn-orders", "configuration", mentions="8081", blames="dye-lots|yarn-stock|yarn-http"
    )
