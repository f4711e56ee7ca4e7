"""A database's password was rotated; one service has not heard of it."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import postgres_of, serilog
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import dotnet

ROTATED, RECYCLED = -1262.0, -416.0


def payroll_slips() -> Incident:
    it = Recording("payroll-slips", "human-resources", "payroll")
    it.balancer("employee-alb", 180, 0.11)
    it.tasks("payslip-api", dotnet("Payroll.Slips.SlipController"), "hr", 23)
    it.tasks("timesheets", serilog("Hr.Timesheets.Import"), "hr", 19)
    it.instance("payroll-pg", 52, postgres_of("payroll"))
    it.resource("payroll-db-login", "other")
    it.outside("api.taxoffice.example", 30, 310)
    it.calls("employee-alb > payslip-api > payroll-pg", "timesheets > payroll-pg")
    it.calls("payslip-api > payroll-db-login", "timesheets > payroll-db-login")
    it.calls("payslip-api > api.taxoffice.example")
    business(it)

    it.change(
        ROTATED,
        "configuration",
        "payroll-db-login",
        "RotationSucceeded: the login payroll_app of payroll-pg has a new AWSCURRENT version",
        "secretsmanager.amazonaws.com",
    )
    it.once(
        "timesheets", ROTATED + 47, "Login payroll_app has a new version, connection pool rebuilt"
    )
    it.change(
        -705, "deployment", "timesheets", "timesheets 77: public holidays of 2027", "azure-devops"
    )
    it.says(
        "payroll-pg",
        'payroll_app|password authentication failed for user "payroll_app"',
        9,
        since=RECYCLED,
        level="FATAL",
    )
    it.says(
        "payslip-api",
        "An error occurred using the connection to database 'payroll' on server "
        "'tcp://payroll-pg:5432'.\n      Npgsql.PostgresException (0x80004005): 28P01: password "
        'authentication failed for user "payroll_app"\n         at '
        "Npgsql.Internal.NpgsqlConnector.Authenticate(String username, NpgsqlTimeout timeout)",
        10,
        since=RECYCLED,
        level="ERROR",
    )
    it.series("employee-alb", "HTTPCode_Target_5XX_Count").shift(RECYCLED, 74, ramp=60)
    it.series("payroll-pg", "DatabaseConnections").shift(RECYCLED, 27, ramp=250)
    it.series("payroll-pg", "CPUUtilization").shift(RECYCLED, 16, ramp=120)
    it.series("api.taxoffice.example", "Requests").shift(RECYCLED, 12)
    it.alarm("employee-5xx", "employee-alb", "HTTPCode_Target_5XX_Count", 20, 6)
    return it.expects(
        ["confirmed", "likely"],
        ["payslip-api", "payroll-db-login"],
        ["permission", "configuration"],
        ["authentication"],
        ["timesheets", "payroll-pg", "api.taxoffice.example"],
    )


def business(it: Recording) -> None:
    it.says("payslip-api", lambda d: f"Slip {d.randrange(10**6)} shown", 2.8, until=RECYCLED + 20)
    it.says("payslip-api", lambda d: f"Slip list from cache, {d.randint(1, 24)} entries", 1.4)
    it.says(
        "payslip-api",
        "Tax class of employee is older than a year",
        0.5,
        level="WARN",
    )
    it.says(
        "payslip-api",
        "api.taxoffice.example answered 404 for an unknown tax number",
        0.4,
        level="ERROR",
    )
    it.says("timesheets", lambda d: f"Sheet of week {d.randint(8, 11)} imported", 2.4)
    it.says(
        "timesheets",
        lambda d: (
            f"Row {d.randint(2, 60)} skipped\nSystem.FormatException: Input string '8,5h' "
            "was not in a correct format."
        ),
        0.5,
        level="ERROR",
    )
    it.says(
        "payroll-pg", lambda d: f"checkpoint complete: wrote {d.randint(100, 900)} buffers", 0.2
    )
    it.says("payroll-pg", "bi|canceling statement due to user request", 0.3, level="ERROR")
    it.change(
        -10300, "deployment", "payslip-api", "payslip-api 2026.10: larger print", "azure-devops"
    )
