"""Somebody drew an alarm's line where the latency has always been; nobody waits longer."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

EDITED = -1500


@scenario("orchards", "labels for cider", watched(1, 1))
def cider_labels(it: Incident) -> None:
    it.has(
        aws.rest_api("labels-rest", 240, 205),
        aws.function("label-render", logs.node_lambda, 230, 168, 0.05),
        aws.function("batch-numbers", logs.python_lambda, 120, 41, 0.05),
        aws.table("cider-batches", 90),
        aws.queue("print-jobs", None),
    )
    it.calls(
        "labels-rest > label-render > batch-numbers > cider-batches", "label-render > print-jobs"
    )
    it.closely("labels-rest Count", "label-render Duration")
    it.hourly("print-jobs", "ApproximateNumberOfMessagesVisible", 60, 41)
    it.log(
        "label-render 1.0 | label <1..100000> drawn",
        "label-render 0.3 WARN | font fallback: DejaVu Sans",
    )
    it.reports("label-render", 0.6, 168, (1024, 311))
    it.log(
        "batch-numbers 0.6 | batch <1..10000>",
        "batch-numbers 0.25 ERROR | BatchClosedError: batch is closed, the caller is told 409",
    )
    latency = it.series("labels-rest", "Latency")
    latency.noise, latency.cycle = (0.02, 0.03)
    latency.shift(-290, 211)
    it.change(
        EDITED,
        "configuration labels-rest k.brandt | alarm labels-rest-latency was edited",
        "Threshold: 600 -> 205",
    )
    it.change(-4300, "deployment batch-numbers | batch-numbers 31: type hints")
    it.alarm(
        "labels-rest-latency", "labels-rest", "Latency", 205, 3, statistic="AVERAGE", updated=EDITED
    )
    it.expects(None, "none", blames="label-render|batch-numbers", verdict="healthy")
