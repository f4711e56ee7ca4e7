"""At nine the bookings open, as on every day: false alarm."""

from tests.evals import aws, logs
from tests.evals.builder import DAY, Incident, scenario, watched

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


@scenario("leisure", "sauna bookings", watched(0.72, 0.55))
def sauna_bookings(it: Incident) -> None:
    it.has(
        aws.balancer("sauna-alb", 1080, 0.08, 0.4),
        aws.tasks("sauna-site", logs.zerolog("sauna-site"), "sauna", 24),
        aws.tasks("booking-api", logs.serilog("Sauna.Bookings"), "sauna", 33, 54),
        aws.instance("sauna-pg", 45),
        aws.function("opening-mails", logs.node_lambda, 9, 260, 0.05),
    )
    it.calls("sauna-alb > sauna-site > booking-api > sauna-pg", "booking-api > opening-mails")
    it.closely("sauna-alb RequestCount")
    for (resource, metric), level in BUSY.items():
        series = it.series(resource, metric)
        series.cycle = 0.03
        for day in DAYS:
            opens = OPENS - day * DAY
            series.shift(opens, level, opens + 2700, ramp=150)
    for metric in ("RequestCount", "TargetResponseTime"):
        it.earlier("sauna-alb", earlier(15), metric)
    it.earlier("booking-api", earlier(5), "CPUUtilization")
    for much, span in ((1.0, f"..{OPENS + 60}"), (4.2, f"{OPENS + 60}..")):
        it.log(
            f"sauna-site {1.2 * much} {span} | GET /saunas/<1..70> 200",
            f"booking-api {1.2 * much} {span} | Booked cabin <1..18> for <1..6> guests",
            f"booking-api {0.3 * much} WARN {span} | Slot is taken, offered another\n",
            f"opening-mails {0.5 * much} {span} | mailed <1..9> guests",
        )
    it.log(
        "booking-api 0.4 ERROR | Payment was cancelled by the guest\n"
        "Sauna.Payments.PaymentCancelledException: Payment was cancelled by the guest\n"
        "   at Sauna.Payments.Desk.Await(Guid payment)",
        "sauna-site 0.3 WARN | client closed the connection\nwrite: broken pipe",
    )
    it.change(-5000, "deployment opening-mails gitlab | opening-mails 1.4.1: footer")
    it.change(-2460, "configuration sauna-pg terraform | tags: cost-centre 3302")
    it.alarm("booking-api-cpu", "booking-api", "CPUUtilization", 62, 4, statistic="AVERAGE")
    it.expects(None, "none|traffic", blames="booking-api|sauna-pg", verdict="healthy")


def earlier(every: int) -> list[float]:
    """The two hours before this time of day and the one after it, on the three days before."""
    return [-day * DAY + minute * 60 - 1 for day in DAYS[:-1] for minute in range(-120, 61, every)]
