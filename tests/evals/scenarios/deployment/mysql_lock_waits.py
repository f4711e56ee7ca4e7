"""A migration dropped an index that the row locks needed: lock waits and deadlocks (MySQL)."""

import random

from tests.evals.builder import Incident, alb, quarterly, rds, scenario, tasks
from tests.evals.dialects import dotnet, mysql_server, spring, structlog

MIGRATED = -760.0
ONSET = -690.0


@scenario("events", "ticketing", quarterly())
def mysql_lock_waits(it: Incident) -> None:
    it.has(
        alb("tickets-alb", 520, 0.12),
        tasks("ticket-web", dotnet("Tickets.Web.CheckoutController"), "tickets", 31, None, 0.07),
        tasks("seat-service", spring("tickets.seat.HoldService"), "tickets", 42, None, 0.07),
        tasks("mailer", structlog("mailer"), "tickets", 7, None, 0.07),
        rds("ticketing-mysql", "mysql", mysql_server, cpu=35),
    )
    at = {"DBInstanceIdentifier": "ticketing-mysql"}
    it.measured(
        "ticketing-mysql",
        "AWS/RDS",
        at,
        {"Deadlocks": ("Count/Second", 0.0), "RowLockTime": ("Milliseconds", 14)},
    )
    it.calls(
        "tickets-alb > ticket-web > seat-service > ticketing-mysql",
        "ticket-web > mailer",
        "mailer > ticketing-mysql",
    )
    it.closely("tickets-alb TargetResponseTime", "ticketing-mysql RowLockTime DatabaseConnections")
    _usual(it)
    it.change(-5800, "deployment ticket-web octopus | ticket-web 2026.46: wheelchair places")
    it.change(-2100, "deployment mailer octopus | mailer 41: unsubscribe header")
    it.change(
        MIGRATED,
        "deployment ticketing-mysql seat-team-pipeline | Flyway "
        "V87__drop_redundant_hold_indexes.sql",
        "--- /dev/null\n+++ V87__drop_redundant_hold_indexes.sql\n"
        "@@ -0,0 +1,2 @@\n+ALTER TABLE hold DROP INDEX ix_hold_event_expires;\n"
        "+ALTER TABLE hold DROP INDEX ix_hold_session;\n",
    )
    _failing(it)
    it.alarm("tickets-slow", "tickets-alb", "TargetResponseTime", 1.0, 5, statistic="AVERAGE")
    it.expects(
        "ticketing-mysql",
        "deployment|configuration|code-defect",
        mentions="V87",
        blames="mailer|ticket-web",
    )


def _failing(it: Incident) -> None:
    it.says("seat-service", _locked, 10, since=ONSET, level="ERROR", tasks=4)
    it.log(
        "ticket-web 5 ERROR | Unhandled exception for POST /checkout/holds\n"
        "      System.Threading.Tasks.TaskCanceledException: The request was canceled due "
        "to the configured HttpClient.Timeout of 10 seconds elapsing.",
        since=ONSET + 50,
        tasks=3,
    )
    it.log(
        "ticketing-mysql 4 | InnoDB: Transactions deadlock detected, dumping detailed information.",
        since=ONSET,
        tasks=1,
    )
    it.moves(ONSET, "ticketing-mysql Deadlocks 0.9")
    it.moves(ONSET, "ticketing-mysql RowLockTime 8700", ramp=120)
    it.moves(ONSET, "ticketing-mysql DatabaseConnections 236", ramp=240)
    it.moves(ONSET, "ticketing-mysql CPUUtilization 71", ramp=120)
    it.moves(ONSET, "tickets-alb TargetResponseTime 4.8", ramp=180)
    it.moves(ONSET + 50, "tickets-alb HTTPCode_Target_5XX_Count 118", ramp=120)


def _usual(it: Incident) -> None:
    it.log("ticket-web 0.9 | Hold <0..9999999> confirmed", falls=(ONSET, 0.4))
    it.log("ticket-web 0.3 WARN | Antiforgery token is older than a day")
    it.log("seat-service 1 | held <1..8> seats", falls=(ONSET, 0.4))
    it.log(
        "seat-service 0.12 WARN | Deadlock found when trying to get lock; try restarting "
        "transaction, trying again",
        until=ONSET,
    )
    it.log("mailer 0.6 | mail_sent template=order-<1..7>", "mailer 0.25 ERROR | mailbox_full")
    it.log(
        "ticketing-mysql 0.2 WARN | Aborted connection <0..999999> to db: 'tickets' user: "
        "'report' (Got timeout reading communication packets)",
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
