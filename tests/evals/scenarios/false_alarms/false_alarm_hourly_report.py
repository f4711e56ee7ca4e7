"""The processor is as busy as at any full hour, when the reports are made."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, hours, scenario


@scenario("farming", "sensor-hub", hours(5))
def false_alarm_hourly_report(it: Incident) -> None:
    it.has(
        aws.service("ingest", logs.logfmt("ingest"), "farming", 500, 20),
        aws.service("hourly-report", logs.gunicorn, "farming", 4, 900),
        aws.database("readings-pg", 40),
    )
    it.calls("ingest > readings-pg", "hourly-report > readings-pg")
    for hour in range(6):
        it.moves(
            -3600 * hour - 280,
            "readings-pg CPUUtilization 86, ReadLatency 4",
            until=-3600 * hour + 200,
        )
    it.log("ingest 3 | stored <50..500> readings", "ingest 0.6 WARN | sensor battery low")
    for start in (-3880, -280):
        it.once(start, "hourly-report | report for the past hour started")
        it.log(f"hourly-report 6 {start}..{start + 240} | field <1..90> summed up")
    it.once(-3640, "hourly-report | report finished in 240.4 s")
    it.alarm("readings-pg-cpu", "readings-pg", "CPUUtilization", 80, 3, statistic="AVG")
    it.expects(None, "none", blames="ingest", verdict="healthy")
