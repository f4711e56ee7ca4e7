"""A database password is rotated, the service goes on with the one that it read at its start."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import django, mysql
from tests.evals._generate.styles import nginx
from tests.evals._generate.third_exam.region import Region

ROTATED = -660
ONSET = -305
"""Connections that stand outlive the rotation; those opened since are refused."""


def opera_cloaks() -> Region:
    region = Region("opera-cloaks", "opera", "cloakroom of the opera")
    region.tasks("cloak-gate", nginx, "opera", 12)
    region.counted("cloak-gate", "Opera/Web", 380, 74)
    region.tasks("cloak-desk", django, "opera", 34, 52)
    region.instance("opera-mysql", 46, mysql, "error")
    region.resource("cloak-db-secret", "other")
    region.backlog("cloak-receipts")
    region.calls(
        "cloak-gate > cloak-desk > opera-mysql",
        "cloak-desk > cloak-db-secret",
        "cloak-desk > cloak-receipts",
    )
    region.hourly("cloak-receipts", "ApproximateNumberOfMessagesVisible", 48, 26)
    region.closely("opera-mysql", "DatabaseConnections")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business(
        "cloak-desk", lambda dice: f"cloak {dice.randint(100, 999)} handed over", 1.0, (ONSET, 0.2)
    )
    region.business(
        "cloak-gate",
        "upstream response is buffered to a temporary file while reading upstream, server: _",
        0.5,
        level="WARN",
    )
    region.business("cloak-desk", "Not Found: /favicon.ico", 0.4, level="WARN")
    region.business(
        "opera-mysql",
        lambda dice: (
            f"[MY-010914] [Server] Aborted connection {dice.randint(10**4, 10**5)} to db: 'opera' "
            "user: 'box_office' host: '10.2.31.8' (Got timeout reading communication packets)."
        ),
        0.3,
        level="WARN",
    )


def _incident(region: Region) -> None:
    region.change(
        ROTATED,
        "service-event",
        "cloak-db-secret",
        "Secrets Manager: RotationSucceeded, AWSCURRENT moved to a new version",
        "secretsmanager.amazonaws.com",
    )
    region.change(-1500, "scaling", "cloak-gate", "desired count 2 -> 3", "application-autoscaling")
    region.change(-5000, "deployment", "cloak-desk", "cloak-desk 3.9.2: receipts in Italian")
    region.moves("cloak-gate", ONSET, {"5xx": 88})
    region.moves("opera-mysql", ONSET + 20, {"DatabaseConnections": 9}, ramp=120)
    region.says(
        "cloak-desk",
        lambda dice: (
            f"Internal Server Error: /cloaks/{dice.randint(100, 999)}\n"
            "Traceback (most recent call last):\n"
            '  File "/usr/lib/python3.11/site-packages/MySQLdb/connections.py", line 195, in '
            '__init__\ndjango.db.utils.OperationalError: (1045, "Access denied for user '
            f"'cloak_app'@'10.2.14.{dice.randint(4, 40)}' (using password: YES)\")"
        ),
        7,
        ONSET,
        level="ERROR",
    )
    region.says(
        "opera-mysql",
        lambda dice: (
            "[MY-010926] [Server] Access denied for user 'cloak_app'@"
            f"'10.2.14.{dice.randint(4, 40)}' (using password: YES)"
        ),
        5,
        ONSET,
        level="INFO",
    )
    region.says(
        "cloak-gate",
        lambda dice: (
            "upstream server temporarily disabled while reading response header from upstream, "
            f'request: "POST /cloaks/{dice.randint(100, 999)} HTTP/1.1"'
        ),
        4,
        ONSET + 5,
        level="WARN",
    )
    region.alarm("cloak-gate-5xx", "cloak-gate", "5xx", 30, 4)
    region.expects(
        ["confirmed", "likely"],
        ["cloak-desk", "cloak-db-secret"],
        ["configuration", "permission"],
        [],
        ["opera-mysql", "cloak-gate"],
    )
