"""Hardly anybody comes at this hour, and one slow cold start makes the average."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("library", "loans", ONE_HOUR)
def false_alarm_cold_start(it: Incident) -> None:
    it.has(
        aws.function("loan-desk", logs.node_lambda, 3, 140),
        aws.function("fees", logs.node_lambda, 1, 90),
        aws.table("loans", 2),
    )
    it.calls("loan-desk > loans", "loan-desk > fees")
    it.runs("loan-desk", 3, 140)
    it.log(
        "loan-desk 3 | loan <0..999999> extended",
        "fees 0.8 | fee of <1..9>.50 computed",
        "fees 0.1 WARN | currency table is a day old",
    )
    it.once(-96, "loan-desk | INIT_START Runtime Version: nodejs:22.v41")
    it.once(-94, "loan-desk | loan 512277 extended (cold start, 2350 ms)")
    it.moves(-125, "loan-desk Duration 2350", until=-65)
    it.alarm("loan-desk-slow", "loan-desk", "Duration", 1500, 1, statistic="MAX")
    it.expects(None, "none", blames="fees|loans", verdict="healthy")
