"""At nine the bookings open, as on every day: false alarm."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import serilog
from tests.evals._generate.held_out.level import DAY
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import zerolog
from tests.evals._generate.styles import node_lambda

OPENS = -410.0
BUSY = {
    ("sauna-alb", "RequestCount"): 2950.0,
    ("booking-api", "CPUUtilization"): 76.0,
    ("sauna-site", "CPUUtilization"): 49.0,
    ("sauna-pg", "CPUUtilization"): 44.0,
    ("sauna-pg", "DatabaseConnections"): 66.0,
    ("opening-mails", "Invocations"): 31.0,
}
DAYS = (3, 2, 1, 0)


def sauna_bookings() -> Account:
    it = Account("sauna-bookings", "leisure", "sauna bookings", kept=(0.9, 1.0))
    it.balancer("sauna-alb", 1080, 0.08, 0.4)
    it.tasks("sauna-site", zerolog("sauna-site"), "sauna", 24)
    it.tasks("booking-api", serilog("Sauna.Bookings"), "sauna", 33, 54)
    it.instance("sauna-pg", 45)
    it.lambda_("opening-mails", node_lambda, 9, 260)
    it.calls("sauna-alb > sauna-site > booking-api > sauna-pg", "booking-api > opening-mails")

    it.closely("sauna-alb", "RequestCount")
    for (resource, metric), level in BUSY.items():
        series = it.series(resource, metric)
        series.cycle = 0.03
        for day in DAYS:
            opens = OPENS - day * DAY
            series.shift(opens, level, opens + 2700, ramp=150)
    for metric in ("RequestCount", "TargetResponseTime"):
        it.reaches("sauna-alb", metric, earlier(15))
    it.reaches("booking-api", "CPUUtilization", earlier(5))

    rates = {"until": OPENS + 60}, {"since": OPENS + 60}
    for when, much in zip(rates, (1.0, 4.2), strict=True):
        it.says("sauna-site", lambda d: f"GET /saunas/{d.randint(1, 70)} 200", 1.2 * much, **when)
        it.says(
            "booking-api",
            lambda d: f"Booked cabin {d.randint(1, 18)} for {d.randint(1, 6)} guests",
            1.2 * much,
            **when,
        )
        it.says("booking-api", "Slot is taken, offered another\n", 0.3 * much, level="WARN", **when)
        it.says("opening-mails", lambda d: f"mailed {d.randint(1, 9)} guests", 0.5 * much, **when)
    it.business(
        "booking-api",
        "Payment was cancelled by the guest\nSauna.Payments.PaymentCancelledException: Payment was "
        "cancelled by the guest\n   at Sauna.Payments.Desk.Await(Guid payment)",
        0.4,
        level="ERROR",
    )
    it.business("sauna-site", "client closed the connection\nwrite: broken pipe", 0.3, level="WARN")

    it.change(-5000, "deployment", "opening-mails", "opening-mails 1.4.1: footer", "gitlab")
    it.change(-2460, "configuration", "sauna-pg", "tags: cost-centre 3302", "terraform")
    it.alarm(
        "booking-api-cpu",
        "booking-api",
        "CPUUtilization",
        62,
        4,
        statistic="AVERAGE",
    )
    it.expects("healthy", None, ["none", "traffic"], None, ["booking-api", "sauna-pg"])
    return it


def earlier(every: int) -> list[float]:
    """The two hours before this time of day and the one after it, on the three days before."""
    return [-day * DAY + minute * 60 - 1 for day in DAYS[:-1] for minute in range(-120, 61, every)]
