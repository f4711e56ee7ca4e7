"""Infrastructure code takes away a rule of a security group that somebody had added by hand."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

APPLIED = -810.0
MOST = -235.0
TIMEOUT = (
    "cannot read gauge history\nTraceback (most recent call last):\n"
    '  File "/var/task/reader/history.py", line 58, in connect\n'
    "    return psycopg2.connect(dsn, connect_timeout=8)\n"
    "psycopg2.OperationalError: connection to server at "
    '"gauge-history.cq8w2k.eu-north-1.rds.amazonaws.com" (10.40.12.87), port 5432 '
    "failed: timeout expired\n"
)


@scenario("hydrography", "tide-gauges", seldom())
def tide_gauges(it: Incident) -> None:
    it.has(aws.resource("tide-graphql", "other"))
    api = {"GraphQLAPIId": "qzq4m7sflbb6xnnw2tjgk5m2ve"}
    levels = {
        "Requests": ("Count", 130),
        "5XXError": ("Count", 0.2),
        "Latency": ("Milliseconds", 88),
    }
    it.measured("tide-graphql", "AWS/AppSync", api, levels)
    it.has(
        aws.function("gauge-reader", logs.powertools("gauge-reader"), 120, 64, 0.05),
        aws.function("gauge-ingest", logs.python_lambda, 45, 110, 0.05),
        aws.instance("gauge-history", 31, logs.postgres_of("gauges")),
    )
    it.seldom(
        "tide-graphql Latency Requests",
        "gauge-reader Invocations",
        "gauge-ingest Errors Duration Invocations",
    )
    it.calls("tide-graphql > gauge-reader > gauge-history", "gauge-ingest > gauge-history")
    it.log(
        f"gauge-reader 0.9 ..{MOST + 60} | served <12..144> readings station=NO<10..99>",
        "gauge-reader 0.4 WARNING | station NO<10..99> is unknown, empty series returned",
    )
    it.invoked("gauge-reader", 0.2, 64, until=MOST)
    it.log(
        "gauge-ingest 0.8 | stored <40..90> readings",
        "gauge-ingest 0.35 ERROR | checksum of frame <1000..9999> is wrong, frame dropped",
        "gauge-history 0.2 | checkpoint starting: time",
        "gauge-history 0.2 | checkpoint complete: wrote <40..300> buffers (0.<1..9>%)",
    )
    it.change(
        -4300,
        "deployment gauge-reader github-actions | gauge-reader version 88: tide tables for 2027",
    )
    it.change(-6100, "configuration tide-graphql i.solberg | API key of the harbour app renewed")
    it.change(
        APPLIED,
        "configuration gauge-history terraform-cloud | terraform apply run-Yw8: "
        "aws_security_group.gauge_history_db, 1 changed (drift corrected)",
        "aws_security_group.gauge_history_db.ingress[1]: 5432/tcp from sg-0c41d7be "
        "(gauge-reader) -> (removed)",
    )
    for since, rate in ((APPLIED + 70, 0.6), (MOST, 8)):
        it.log(f"gauge-reader {rate} ERROR {since}.. | {TIMEOUT}")
        it.log(
            f"gauge-reader {rate / 3} {since}.. | Task timed out after 15.02 seconds",
            style=logs.lambda_runtime,
        )
    it.series("tide-graphql", "5XXError").shift(APPLIED + 70, 3).shift(MOST, 58)
    it.moves(MOST, "tide-graphql Latency 6900")
    it.series("gauge-reader", "Errors").shift(APPLIED + 70, 3).shift(MOST, 58)
    it.series("gauge-reader", "Duration").shift(APPLIED + 70, 270).shift(MOST, 5200)
    # Nothing closes what was open: the tracked connections go one by one.
    it.moves(APPLIED, "gauge-history DatabaseConnections 12", ramp=560)
    it.moves(MOST, "gauge-history CPUUtilization 16")
    it.alarm("tide-graphql-5xx", "tide-graphql", "5XXError", 10, 3)
    it.expects(
        "gauge-history", "configuration|network", blames="tide-graphql|gauge-ingest|gauge-reader"
    )
