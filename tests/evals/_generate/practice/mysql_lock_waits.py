"""A migration dropped an index that the row locks needed: lock waits and deadlocks (MySQL)."""

from __future__ import annotations

import random

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import mysql, structlog
from tests.evals._generate.styles import dotnet, spring

MIGRATED = -760.0
ONSET = -690.0


def build() -> Incident:
    it = Scene("mysql-lock-waits", "events", "ticketing")
    it.balancer("tickets-alb", 520, 0.12)
    it.container("ticket-web", dotnet("Tickets.Web.CheckoutController"), "tickets", 31)
    it.container("seat-service", spring("tickets.seat.HoldService"), "tickets", 42)
    it.container("mailer", structlog("mailer"), "tickets", 7)
    it.rds("ticketing-mysql", "mysql", mysql, cpu=35)
    at = {"DBInstanceIdentifier": "ticketing-mysql"}
    it.metric("ticketing-mysql", "AWS/RDS", "Deadlocks", at, "Count/Second", 0.0)
    it.metric("ticketing-mysql", "AWS/RDS", "RowLockTime", at, "Milliseconds", 14)
    it.calls("tickets-alb > ticket-web > seat-service > ticketing-mysql", "ticket-web > mailer")
    it.calls("mailer > ticketing-mysql")
    it.closely("tickets-alb", "TargetResponseTime")
    it.closely("ticketing-mysql", "RowLockTime", "DatabaseConnections")
    _usual(it)
    it.change(-5800, "deployment", "ticket-web", "ticket-web 2026.46: wheelchair places", "octopus")
    it.change(-2100, "deployment", "mailer", "mailer 41: unsubscribe header", "octopus")
    it.change(
        MIGRATED,
        "deployment",
        "ticketing-mysql",
        "Flyway V87__drop_redundant_hold_indexes.sql",
        "seat-team-pipeline",
        "--- /dev/null\n+++ V87__drop_redundant_hold_indexes.sql\n@@ -0,0 +1,2 @@\n"
        "+ALTER TABLE hold DROP INDEX ix_hold_event_expires;\n"
        "+ALTER TABLE hold DROP INDEX ix_hold_session;\n",
    )
    _failing(it)
    it.alarm("tickets-slow", "tickets-alb", "TargetResponseTime", 1.0, 5, statistic="AVERAGE")
    return it.expects(
        ["confirmed", "likely"],
        "ticketing-mysql",
        ["deployment", "configuration", "code-defect"],
        ["V87"],
        ["mailer", "ticket-web"],
    )


def _failing(it: Scene) -> None:
    it.says("seat-service", _locked, 10, since=ONSET, level="ERROR", tasks=4)
    it.says(
        "ticket-web",
        "Unhandled exception for POST /checkout/holds\n      System.Threading.Tasks."
        "TaskCanceledException: The request was canceled due to the configured "
        "HttpClient.Timeout of 10 seconds elapsing.",
        5,
        since=ONSET + 50,
        level="ERROR",
        tasks=3,
    )
    it.says(
        "ticketing-mysql",
        "InnoDB: Transactions deadlock detected, dumping detailed information.",
        4,
        since=ONSET,
        tasks=1,
    )
    it.series("ticketing-mysql", "Deadlocks").shift(ONSET, 0.9)
    it.series("ticketing-mysql", "RowLockTime").shift(ONSET, 8700, ramp=120)
    it.series("ticketing-mysql", "DatabaseConnections").shift(ONSET, 236, ramp=240)
    it.series("ticketing-mysql", "CPUUtilization").shift(ONSET, 71, ramp=120)
    it.series("tickets-alb", "TargetResponseTime").shift(ONSET, 4.8, ramp=180)
    it.series("tickets-alb", "HTTPCode_Target_5XX_Count").shift(ONSET + 50, 118, ramp=120)


def _usual(it: Scene) -> None:
    it.says("ticket-web", lambda d: f"Hold {d.randrange(10**7)} confirmed", 0.9, dips=(ONSET, 0.4))
    it.says("ticket-web", "Antiforgery token is older than a day", 0.3, level="WARN")
    it.says("seat-service", lambda d: f"held {d.randint(1, 8)} seats", 1, dips=(ONSET, 0.4))
    it.says(
        "seat-service",
        "Deadlock found when trying to get lock; try restarting transaction, trying again",
        0.12,
        level="WARN",
        until=ONSET,
    )
    it.says("mailer", lambda d: f"mail_sent template=order-{d.randint(1, 7)}", 0.6)
    it.says("mailer", "mailbox_full", 0.25, level="ERROR")
    it.says(
        "ticketing-mysql",
        lambda d: (
            f"Aborted connection {d.randrange(10**6)} to db: 'tickets' user: 'report' (Got "
            "timeout reading communication packets)"
        ),
        0.2,
        level="WARN",
        tasks=1,
    )


def _locked(dice: random.Random) -> str:
    lock = dice.choices(
        (
            "MySQLTransactionRollbackException: Lock wait timeout exceeded; try restarting "
            "transaction",
            "MySQLTransactionRollbackException: Deadlock found when trying to get lock; try "
            "restarting transaction",
        ),
        (3, 1),
    )
    return f"holding seats failed: com.mysql.cj.jdbc.exceptions.{lock[0]}"
