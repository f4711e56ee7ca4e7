"""An imported certificate ended: clients turn away before a request is made, so nobody logs one."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched


@scenario("eels", "passes", watched(0.68, 0.68))
def eel_passes(it: Incident) -> None:
    it.has(
        aws.alb("passes-alb", requests=290, seconds=0.06),
        aws.tasks("river-passes", logs.gunicorn, "eels", cpu=26, memory=39),
        aws.instance("passes-pg", 47, logs.postgres),
        aws.resource("passes-certificate", "other"),
    )
    it.measured(
        "passes-certificate",
        "AWS/CertificateManager",
        {"CertificateArn": "arn:aws:acm:us-east-1:418295736104:certificate/7b1c"},
        {"DaysToExpiry": ("Count", 1, 0.0, 0.0)},
    )
    it.calls("passes-alb > river-passes > passes-pg", "passes-alb > passes-certificate")
    it.log(
        "river-passes 1.6 -225>0.02 | POST /passes 201 river=<1..80>",
        "river-passes 0.3 WARNING -225>0.02 | pass <1000..9999> ends this week",
        "passes-pg 0.2 | checkpoint complete: wrote <20..300> buffers",
    )
    it.moves(-225, "passes-alb RequestCount 3", "river-passes CPUUtilization 4")
    it.moves(-225, "passes-certificate DaysToExpiry 0")
    it.change(-4900, "deployment river-passes ci | river-passes 61: pass for two rivers")
    it.alarm("passes-quiet", "passes-alb", "RequestCount", 50, 3, breaching="LessThanThreshold")
    it.expects(
        "passes-certificate|passes-alb",
        "configuration",
        mentions="certificate",
        blames="river-passes|passes-pg",
    )
