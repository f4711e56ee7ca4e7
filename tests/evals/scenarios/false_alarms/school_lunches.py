"""Nothing is wrong: parents order at this time of every day, and the alarm minds the CPU."""

import math

from tests.evals import aws, logs
from tests.evals.builder import DAY, Incident, scenario, seldom

TOP = 500.0
WIDTH = 900.0
DAYS = (1, 2, 3, 4)


@scenario("schools", "school-lunches", seldom())
def school_lunches(it: Incident) -> None:
    it.has(
        aws.balancer("lunch-alb", 320, 0.092),
        aws.tasks("lunch-orders", logs.monolog("orders"), "schools", 24),
        aws.instance("lunch-mysql", 61, logs.mysql, "error"),
        aws.function("kitchen-mailer", logs.monolog("mailer"), 6, 240, 0.05),
    )
    it.seldom(
        "kitchen-mailer Invocations Errors Duration",
        "lunch-mysql DatabaseConnections CPUUtilization",
    )
    it.calls("lunch-alb > lunch-orders > lunch-mysql", "kitchen-mailer > lunch-mysql")
    it.log(
        "lunch-orders 1.3 | order <1000000..10000000> of school <100..640> taken",
        "lunch-orders 0.7 ERROR | voucher <1000..9999> refused\n"
        "Lunch\\VoucherUsed(code: 0): this voucher was redeemed before",
        "kitchen-mailer 0.3 | told kitchen <1..90>",
        "lunch-mysql 0.3 WARN | [MY-010914] [Server] Aborted connection <10000..100000> to "
        "db: 'lunch' user: 'orders' (Got an error reading communication packets).",
    )
    it.change(-5600, "deployment kitchen-mailer bamboo | kitchen-mailer 3.0.4: sender's name")
    it.change(-2500, "configuration lunch-alb finops-bot | tag cost-centre on lunch-alb")
    levels = {
        ("lunch-alb", "RequestCount"): (320, 1980),
        ("lunch-alb", "TargetResponseTime"): (0.092, 0.128),
        ("lunch-orders", "CPUUtilization"): (24, 77),
        ("lunch-mysql", "CPUUtilization"): (27, 44),
    }
    earlier = [-DAY * day + 600 * step for day in DAYS for step in range(-12, 10)]
    for (resource, metric), (usual, most) in levels.items():
        series = it.series(resource, metric)
        series.cycle, series.noise = (0.02, 0.03)
        it.earlier(resource, earlier, metric)
        for day in (0, *DAYS):
            for minute in range(-60, 95):
                at = -DAY * day + 60 * minute
                share = math.exp(-(((60 * minute - TOP) / WIDTH) ** 2))
                series.shift(at - 60, usual + (most - usual) * share, at - 0.5)
    busy = [-DAY * day + 30 * step for day in (1, 2) for step in range(-24, 25)]
    for at in busy:
        it.once(
            at + it.dice.uniform(0, 25),
            "lunch-orders | order <1000000..10000000> of school <100..640> taken",
        )
    it.log("lunch-orders 4 -900.. | order <1000000..10000000> of school <100..640> taken")
    it.alarm("lunch-orders-cpu", "lunch-orders", "CPUUtilization", 55, 3, statistic="AVERAGE")
    it.expects(None, "none", blames="lunch-orders|lunch-mysql|lunch-alb", verdict="healthy")
