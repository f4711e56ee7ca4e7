"""The processor is as busy as at any full hour, when the reports are made."""

from tests.evals.builder import Incident, database, hours, scenario, service
from tests.evals.dialects import gunicorn, logfmt


@scenario("farming", "sensor-hub", hours(5))
def false_alarm_hourly_report(it: Incident) -> None:
    it.has(
        service("ingest", logfmt("ingest"), "farming", 500, 20),
        service("hourly-report", gunicorn, "farming", 4, 900),
        database("readings-pg", 40),
    )
    it.calls("ingest > readings-pg", "hourly-report > readings-pg")
    for hour in range(6):
        it.moves(
            -3600 * hour - 280,
            "readings-pg CPUUtilization 86",
            "readings-pg ReadLatency 4",
            until=-3600 * hour + 200,
        )
    it.log("ingest 3 | stored <50..500> readings", "ingest 0.6 WARN | sensor battery low")
    for start in (-3880, -280):
        it.once(start, "hourly-report | report for the past hour started")
        it.log("hourly-report 6 | field <1..90> summed up", since=start, until=start + 240)
    it.once(-3640, "hourly-report | report finished in 240.4 s")
    it.alarm("readings-pg-cpu", "readings-pg", "CPUUtilization", 80, 3, statistic="AVG")
    it.expects(None, "none", blames="ingest", verdict="healthy")
