"""A database password is rotated, the service goes on with the one that it read at its start."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ROTATED = -660
ONSET = -305


@scenario("opera", "cloakroom of the opera", watched(1, 1))
def opera_cloaks(it: Incident) -> None:
    it.has(aws.tasks("cloak-gate", logs.nginx, "opera", 12))
    it.measured("cloak-gate", "Opera/Web", {"Service": "cloak-gate"}, aws.requests(380, 74))
    it.has(
        aws.tasks("cloak-desk", logs.django, "opera", 34, 52),
        aws.instance("opera-mysql", 46, logs.mysql, "error"),
        aws.resource("cloak-db-secret", "other"),
        aws.queue("cloak-receipts", None),
    )
    it.calls(
        "cloak-gate > cloak-desk > opera-mysql",
        "cloak-desk > cloak-db-secret",
        "cloak-desk > cloak-receipts",
    )
    it.hourly("cloak-receipts", "ApproximateNumberOfMessagesVisible", 48, 26)
    it.closely("opera-mysql DatabaseConnections")
    it.log(
        f"cloak-desk 1.0 {ONSET}>0.2 | cloak <100..999> handed over",
        "cloak-gate 0.5 WARN | upstream response is buffered to a temporary file while "
        "reading upstream, server: _",
        "cloak-desk 0.4 WARN | Not Found: /favicon.ico",
        "opera-mysql 0.3 WARN | [MY-010914] [Server] Aborted connection <10000..100000> to "
        "db: 'opera' user: 'box_office' host: '10.2.31.8' (Got timeout reading "
        "communication packets).",
    )
    it.change(
        ROTATED,
        "service-event cloak-db-secret secretsmanager.amazonaws.com | Secrets Manager: "
        "RotationSucceeded, AWSCURRENT moved to a new version",
    )
    it.change(-1500, "scaling cloak-gate application-autoscaling | desired count 2 -> 3")
    it.change(-5000, "deployment cloak-desk | cloak-desk 3.9.2: receipts in Italian")
    it.moves(ONSET, "cloak-gate 5xx 88")
    it.moves(ONSET + 20, "opera-mysql DatabaseConnections 9", ramp=120)
    it.log(
        f"cloak-desk 7 ERROR {ONSET}.. | Internal Server Error: /cloaks/<100..999>\n"
        "Traceback (most recent call last):\n  File "
        '"/usr/lib/python3.11/site-packages/MySQLdb/connections.py", line 195, in '
        '__init__\ndjango.db.utils.OperationalError: (1045, "Access denied for user '
        "'cloak_app'@'10.2.14.<4..40>' (using password: YES)\")",
        f"opera-mysql 5 {ONSET}.. | [MY-010926] [Server] Access denied for user "
        "'cloak_app'@'10.2.14.<4..40>' (using password: YES)",
        f"cloak-gate 4 WARN {ONSET + 5}.. | upstream server temporarily disabled while "
        'reading response header from upstream, request: "POST /cloaks/<100..999> '
        'HTTP/1.1"',
    )
    it.alarm("cloak-gate-5xx", "cloak-gate", "5xx", 30, 4)
    it.expects(
        "cloak-desk|cloak-db-secret", "configuration|permission", blames="opera-mysql|cloak-gate"
    )
