"""Somebody drew an alarm's line where the latency has always been; nobody waits longer."""

from __future__ import annotations

from tests.evals._generate.styles import node_lambda, python_lambda
from tests.evals._generate.third_exam.region import Region

EDITED = -1500


def cider_labels() -> Region:
    region = Region("cider-labels", "orchards", "labels for cider")
    region.rest_api("labels-rest", 240, 205)
    region.lambda_("label-render", node_lambda, 230, 168)
    region.lambda_("batch-numbers", python_lambda, 120, 41)
    region.table("cider-batches", 90)
    region.backlog("print-jobs")
    region.calls(
        "labels-rest > label-render > batch-numbers > cider-batches",
        "label-render > print-jobs",
    )
    region.closely("labels-rest", "Count")
    region.closely("label-render", "Duration")
    region.hourly("print-jobs", "ApproximateNumberOfMessagesVisible", 60, 41)
    _daily_business(region)
    _alarm(region)
    return region


def _daily_business(region: Region) -> None:
    region.business("label-render", lambda dice: f"label {dice.randint(1, 10**5)} drawn", 1.0)
    region.business("label-render", "font fallback: DejaVu Sans", 0.3, level="WARN")
    region.reports("label-render", 0.6, 168, (1024, 311))
    region.business("batch-numbers", lambda dice: f"batch {dice.randint(1, 10**4)}", 0.6)
    region.business(
        "batch-numbers",
        "BatchClosedError: batch is closed, the caller is told 409",
        0.25,
        level="ERROR",
    )


def _alarm(region: Region) -> None:
    latency = region.series("labels-rest", "Latency")
    latency.noise, latency.cycle = 0.02, 0.03
    latency.shift(-290, 211)
    region.change(
        EDITED,
        "configuration",
        "labels-rest",
        "alarm labels-rest-latency was edited",
        "k.brandt",
        "Threshold: 600 -> 205",
    )
    region.change(-4300, "deployment", "batch-numbers", "batch-numbers 31: type hints")
    region.alarm(
        "labels-rest-latency",
        "labels-rest",
        "Latency",
        205,
        3,
        statistic="AVERAGE",
        updated=EDITED,
    )
    region.expects("healthy", None, "none", [], ["label-render", "batch-numbers"])
