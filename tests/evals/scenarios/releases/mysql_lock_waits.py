"""A migration dropped an index that the row locks needed: lock waits and deadlocks (MySQL)."""

import random

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

MIGRATED = -760.0
ONSET = -690.0


@scenario("events", "ticketing", quarterly())
def mysql_lock_waits(it: Incident) -> None:
    it.has(
        aws.alb("tickets-alb", 520, 0.12),
        aws.tasks(
            "ticket-web", logs.dotnet("Tickets.Web.CheckoutController"), "tickets", 31, None, 0.07
        ),
        aws.tasks(
            "seat-service", logs.spring("tickets.seat.HoldService"), "tickets", 42, None, 0.07
        ),
        aws.tasks("mailer", logs.structlog("mailer"), "tickets", 7, None, 0.07),
        aws.rds("ticketing-mysql", "mysql", logs.mysql_server, cpu=35),
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
    it.log(
        f"ticket-web 0.9 {ONSET}>0.4 | Hold <0..9999999> confirmed",
        "ticket-web 0.3 WARN | Antiforgery token is older than a day",
        f"seat-service 1 {ONSET}>0.4 | held <1..8> seats",
        f"seat-service 0.12 WARN ..{ONSET} | Deadlock found when trying to get lock; try "
        "restarting transaction, trying again",
        "mailer 0.6 | mail_sent template=order-<1..7>",
        "mailer 0.25 ERROR | mailbox_full",
        "ticketing-mysql 0.2 WARN x1 | Aborted connection <0..999999> to db: 'tickets' "
        "user: 'report' (Got timeout reading communication packets)",
    )
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
    it.says("seat-service", _locked, 10, since=ONSET, level="ERROR", tasks=4)
    it.log(
        f"ticket-web 5 ERROR {ONSET + 50}.. x3 | Unhandled exception for POST "
        "/checkout/holds\n      System.Threading.Tasks.TaskCanceledException: The request "
        "was canceled due to the configured HttpClient.Timeout of 10 seconds elapsing.",
        f"ticketing-mysql 4 {ONSET}.. x1 | InnoDB: Transactions deadlock detected, dumping "
        "detailed information.",
    )
    it.moves(ONSET, "ticketing-mysql Deadlocks 0.9")
    it.moves(ONSET, "ticketing-mysql RowLockTime 8700", ramp=120)
    it.moves(ONSET, "ticketing-mysql DatabaseConnections 236", ramp=240)
    it.moves(ONSET, "ticketing-mysql CPUUtilization 71", ramp=120)
    it.moves(ONSET, "tickets-alb TargetResponseTime 4.8", ramp=180)
    it.moves(ONSET + 50, "tickets-alb HTTPCode_Target_5XX_Count 118", ramp=120)
    it.alarm("tickets-slow", "tickets-alb", "TargetResponseTime", 1.0, 5, statistic="AVERAGE")
    it.expects(
        "ticketing-mysql",
        "deployment|configuration|code-defect",
        mentions="V87",
        blames="mailer|ticket-web",
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
