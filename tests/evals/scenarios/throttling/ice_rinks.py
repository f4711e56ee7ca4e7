"""A reserved concurrency of zero stopped a function hours ago; now it is needed again."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -243.0


@scenario("ice", "slots", watched(0.68, 0.68))
def ice_rinks(it: Incident) -> None:
    it.has(
        aws.rest_api("ice-rest", requests=310, ms=120),
        aws.function("slot-desk", logs.python_lambda, calls=305, ms=92, errors=0.05),
        aws.function("skate-stock", logs.python_lambda, calls=60, ms=38, errors=0.05),
        aws.function("glove-stock", logs.python_lambda, calls=55, ms=35, errors=0.05),
        aws.table("ice-slots", writes=130),
    )
    it.calls(
        "ice-rest > slot-desk > skate-stock", "slot-desk > glove-stock", "slot-desk > ice-slots"
    )
    it.log(
        "slot-desk 1.4 | slot <1..400> held",
        "slot-desk 0.3 WARNING | guest of slot <1..400> gave no shoe size",
        "glove-stock 0.8 | gloves <100..999> lent",
        "glove-stock 0.2 ERROR | gloves <100..999> have a hole",
        f"slot-desk 16 ERROR {ONSET}.. x4 | slot not held: stock answered 503",
    )
    it.reports("slot-desk", 0.7, 92, (256, 101))
    for metric in ("Invocations", "Errors", "Duration"):
        it.series("skate-stock", metric).silence(-7300)
    it.moves(ONSET, "slot-desk Errors 290, Duration 610", "ice-rest 5XXError 291, Latency 640")
    it.change(-6100, "deployment slot-desk | slot-desk 12.1: family tickets")
    it.change(
        -7000,
        "scaling skate-stock l.aho | PutFunctionConcurrency20171031",
        "ReservedConcurrentExecutions: 40 -> 0",
    )
    it.alarm("ice-rest-5xx", "ice-rest", "5XXError", 40, periods=3)
    it.expects(
        "skate-stock",
        "throttling|configuration",
        mentions="ReservedConcurrentExecutions",
        blames="ice-slots|slot-desk|glove-stock",
    )
