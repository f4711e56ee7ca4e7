"""The one that fails has no logs and no metrics; the others are well."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("energy", "meter-readings", ONE_HOUR)
def missing_telemetry(it: Incident) -> None:
    it.has(
        aws.service("readings-api", logs.logfmt("readings-api"), "energy", 240, 35),
        aws.resource("tariff-engine", "ecs"),
        aws.resource("head-end", "http"),
        aws.database("readings-db", 60),
    )
    it.calls(
        "readings-api > tariff-engine", "readings-api > readings-db", "tariff-engine > head-end"
    )
    it.log(
        "readings-api 2.5 | stored reading of meter <0..9999999>",
        "readings-api 0.4 WARN | meter clock is 3 s off",
    )
    it.measured(
        "tariff-engine", "energy/http", {"Service": "tariff-engine"}, {"5xx": ("Count", 0.1)}
    )
    it.series("tariff-engine", "5xx").silence(-(10**6))
    it.change(-50000, "deployment readings-api ci | readings-api 31")
    it.alarm("tariff-engine-5xx", "tariff-engine", "5xx", 5, 3)
    it.expects(None, verdict="inconclusive")
