"""Nothing is wrong: parents order at this time of every day, and the alarm minds the CPU."""

from __future__ import annotations

import math

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.exam.voices import monolog
from tests.evals._generate.held_out.formats import mysql
from tests.evals._generate.held_out.level import DAY

TOP = 500.0
"""Of the peak, after the alarm."""
WIDTH = 900.0
DAYS = (1, 2, 3, 4)


def school_lunches() -> Estate:
    incident = Estate("school-lunches", "schools", "school-lunches")
    describe(incident)
    business(incident)
    peaks(incident)
    incident.alarm("lunch-orders-cpu", "lunch-orders", "CPUUtilization", 55, 3, statistic="AVERAGE")
    incident.expects("healthy", None, "none", [], ["lunch-orders", "lunch-mysql", "lunch-alb"])
    return incident


def describe(incident: Estate) -> None:
    incident.balancer("lunch-alb", 320, 0.092)
    incident.tasks("lunch-orders", monolog("orders"), "schools", 24)
    incident.instance("lunch-mysql", 61, mysql, "error")
    incident.lambda_("kitchen-mailer", monolog("mailer"), 6, 240)
    incident.seldom("kitchen-mailer", "Invocations", "Errors", "Duration")
    incident.seldom("lunch-mysql", "DatabaseConnections", "CPUUtilization")
    incident.calls("lunch-alb > lunch-orders > lunch-mysql", "kitchen-mailer > lunch-mysql")


def business(incident: Estate) -> None:
    incident.says(
        "lunch-orders",
        lambda d: f"order {d.randint(10**6, 10**7)} of school {d.randint(100, 640)} taken",
        1.3,
    )
    incident.says(
        "lunch-orders",
        lambda d: (
            f"voucher {d.randint(1000, 9999)} refused\nLunch\\VoucherUsed(code: 0): "
            "this voucher was redeemed before"
        ),
        0.7,
        level="ERROR",
    )
    incident.says("kitchen-mailer", lambda d: f"told kitchen {d.randint(1, 90)}", 0.3)
    incident.says(
        "lunch-mysql",
        lambda d: (
            f"[MY-010914] [Server] Aborted connection {d.randint(10**4, 10**5)} to db: 'lunch' "
            "user: 'orders' (Got an error reading communication packets)."
        ),
        0.3,
        level="WARN",
    )
    incident.change(
        -5600, "deployment", "kitchen-mailer", "kitchen-mailer 3.0.4: sender's name", "bamboo"
    )
    incident.change(
        -2500, "configuration", "lunch-alb", "tag cost-centre on lunch-alb", "finops-bot"
    )


def peaks(incident: Estate) -> None:
    """Requests, and with them the CPU, rise and fall at the same time of each day."""
    levels = {
        ("lunch-alb", "RequestCount"): (320, 1980),
        ("lunch-alb", "TargetResponseTime"): (0.092, 0.128),
        ("lunch-orders", "CPUUtilization"): (24, 77),
        ("lunch-mysql", "CPUUtilization"): (27, 44),
    }
    earlier = [-DAY * day + 600 * step for day in DAYS for step in range(-12, 10)]
    for (resource, metric), (usual, most) in levels.items():
        series = incident.series(resource, metric)
        series.cycle, series.noise = 0.02, 0.03
        incident.reaches(resource, metric, earlier)
        for day in (0, *DAYS):
            for minute in range(-60, 95):
                at = -DAY * day + 60 * minute
                share = math.exp(-(((60 * minute - TOP) / WIDTH) ** 2))
                series.shift(at - 60, usual + (most - usual) * share, at - 0.5)
    busy = [(-DAY * day + 30 * step) for day in (1, 2) for step in range(-24, 25)]
    for at in busy:
        incident.once(
            "lunch-orders",
            at + incident.dice.uniform(0, 25),
            lambda d: f"order {d.randint(10**6, 10**7)} of school {d.randint(100, 640)} taken",
        )
    incident.says(
        "lunch-orders",
        lambda d: f"order {d.randint(10**6, 10**7)} of school {d.randint(100, 640)} taken",
        4,
        -900,
    )
