"""The settlement takes the database's processor, as on every working day at this time."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import serilog
from tests.evals._generate.held_out.level import DAY
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import AFTER, Incident
from tests.evals._generate.styles import gunicorn

BEGINS, MATCHES, ENDS = -1567.0, -290.0, 1100.0
DAYS = range(1, 8)


def dental_claims() -> Incident:
    it = Recording("dental-claims", "dental", "claims")
    it.balancer("claims-alb", 150, 0.095)
    it.tasks("claims-api", serilog("Dental.Claims.ClaimController"), "dental", 22)
    it.tasks("settlement", gunicorn, "dental", 3)
    it.instance("claims-aurora", 58)
    at = {"DBInstanceIdentifier": "claims-aurora"}
    it.metric("claims-aurora", "AWS/RDS", "SelectLatency", at, "Milliseconds", 1.9)
    it.calls("claims-alb > claims-api > claims-aurora", "settlement > claims-aurora")
    it.says("claims-api", lambda d: f"Claim {d.randrange(10**6)} filed", 3.7)
    it.says("claims-api", lambda d: f"Claims of practice {d.randint(1, 900)} listed", 2.2)
    it.says("claims-api", "X-ray attached twice, one kept", 0.5, level="WARN")
    it.says(
        "claims-api",
        "Claim refused\nDental.Claims.TariffException: position 2197 is not billable with 2080",
        0.7,
        level="ERROR",
    )
    it.change(-13900, "deployment", "claims-api", "claims-api 3.40: hints for positions", "octopus")
    for day in (0, *DAYS):
        settlement_of(it, day)
    known = [-DAY * day + at for day in DAYS for at in range(-900, 1440, 180)]
    known += [-3600.0 * hours for hours in range(4, 168, 2) if hours % 24]
    for metric in ("CPUUtilization", "SelectLatency"):
        it.reaches("claims-aurora", metric, known)
    it.says(
        "settlement", lambda d: f"batch {d.randint(1, 400)} loaded", 4, since=BEGINS, until=MATCHES
    )
    it.says(
        "settlement",
        lambda d: f"matched {d.randint(200, 900)} claims with payments",
        9,
        since=MATCHES,
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
        "# Settlement\n\n`settlement` runs every day at 09:00 UTC and takes about 45 minutes. "
        "While it matches payments, `claims-aurora` stands at 85 to 92 % CPU; `claims-api` is not "
        "slowed down by it. Only if `SelectLatency` rises above 10 ms or claims fail is there "
        "something to do.\n",
    )
    return it.expects("healthy", None, "none", None, ["claims-api", "claims-aurora", "settlement"])


def settlement_of(it: Recording, day: int) -> None:
    """The same three quarters of an hour on each day."""
    since = -DAY * day
    cpu = it.series("claims-aurora", "CPUUtilization")
    cpu.shift(since + BEGINS, 52, until=since + MATCHES - 0.1)
    cpu.shift(since + MATCHES, 88, until=since + ENDS)
    cpu.noise = 0.025
    it.series("claims-aurora", "SelectLatency").shift(since + BEGINS, 2.3, until=since + ENDS)
    it.series("settlement", "CPUUtilization").shift(since + BEGINS, 64, until=since + ENDS)
    for at, text in (
        (BEGINS, "run started by schedule cron(0 9 * * ? *)"),
        (MATCHES, "phase 2 of 2: matching payments"),
        (ENDS, f"run finished in {2667 + day % 3 * 9} s"),
    ):
        if since + at < AFTER:
            it.once("settlement", since + at, text, tasks=1)
