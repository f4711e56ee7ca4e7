"""The settlement takes the database's processor, as on every working day at this time."""

from tests.evals import aws, logs
from tests.evals.builder import AFTER, DAY, EVERY_MINUTE, Incident, scenario

BEGINS, MATCHES, ENDS = (-1567.0, -290.0, 1100.0)
DAYS = range(1, 8)


@scenario("dental", "claims", EVERY_MINUTE)
def dental_claims(it: Incident) -> None:
    it.has(
        aws.balancer("claims-alb", 150, 0.095),
        aws.tasks("claims-api", logs.serilog("Dental.Claims.ClaimController"), "dental", 22),
        aws.tasks("settlement", logs.gunicorn, "dental", 3),
        aws.instance("claims-aurora", 58),
    )
    at = {"DBInstanceIdentifier": "claims-aurora"}
    it.measured("claims-aurora", "AWS/RDS", at, {"SelectLatency": ("Milliseconds", 1.9)})
    it.calls("claims-alb > claims-api > claims-aurora", "settlement > claims-aurora")
    it.log(
        "claims-api 3.7 | Claim <0..999999> filed",
        "claims-api 2.2 | Claims of practice <1..900> listed",
        "claims-api 0.5 WARN | X-ray attached twice, one kept",
        "claims-api 0.7 ERROR | Claim refused\nDental.Claims.TariffException: position "
        "2197 is not billable with 2080",
    )
    it.change(-13900, "deployment claims-api octopus | claims-api 3.40: hints for positions")
    for day in (0, *DAYS):
        settlement_of(it, day)
    known = [-DAY * day + at for day in DAYS for at in range(-900, 1440, 180)]
    known += [-3600.0 * hours for hours in range(4, 168, 2) if hours % 24]
    for metric in ("CPUUtilization", "SelectLatency"):
        it.earlier("claims-aurora", known, metric)
    it.log(
        f"settlement 4 {BEGINS}..{MATCHES} | batch <1..400> loaded",
        f"settlement 9 {MATCHES}.. | matched <200..900> claims with payments",
    )
    it.alarm(
        "claims-aurora-cpu",
        "claims-aurora",
        "CPUUtilization",
        80,
        4,
        "CPU above 80 % for four minutes",
        statistic="AVG",
    )
    it.runbook(
        "settlement.md",
        "# Settlement\n\n`settlement` runs every day at 09:00 UTC and takes about 45 "
        "minutes. While it matches payments, `claims-aurora` stands at 85 to 92 % CPU; "
        "`claims-api` is not slowed down by it. Only if `SelectLatency` rises above 10 ms "
        "or claims fail is there something to do.\n",
    )
    it.expects(None, "none", blames="claims-api|claims-aurora|settlement", verdict="healthy")


def settlement_of(it: Incident, day: int) -> None:
    """The same three quarters of an hour on each day."""
    since = -DAY * day
    cpu = it.series("claims-aurora", "CPUUtilization")
    cpu.shift(since + BEGINS, 52, until=since + MATCHES - 0.1)
    cpu.shift(since + MATCHES, 88, until=since + ENDS)
    cpu.noise = 0.025
    it.moves(
        since + BEGINS,
        "claims-aurora SelectLatency 2.3",
        "settlement CPUUtilization 64",
        until=since + ENDS,
    )
    for at, text in (
        (BEGINS, "run started by schedule cron(0 9 * * ? *)"),
        (MATCHES, "phase 2 of 2: matching payments"),
        (ENDS, f"run finished in {2667 + day % 3 * 9} s"),
    ):
        if since + at < AFTER:
            it.once(since + at, f"settlement | {text}", tasks=1)
