"""A database's password was rotated; one service has not heard of it."""

from tests.evals.builder import (
    EVERY_MINUTE,
    Incident,
    balancer,
    instance,
    outside,
    resource,
    scenario,
    tasks,
)
from tests.evals.dialects import dotnet, postgres_of, serilog

ROTATED, RECYCLED = (-1262.0, -416.0)


@scenario("human-resources", "payroll", EVERY_MINUTE)
def payroll_slips(it: Incident) -> None:
    it.has(
        balancer("employee-alb", 180, 0.11),
        tasks("payslip-api", dotnet("Payroll.Slips.SlipController"), "hr", 23),
        tasks("timesheets", serilog("Hr.Timesheets.Import"), "hr", 19),
        instance("payroll-pg", 52, postgres_of("payroll")),
        resource("payroll-db-login", "other"),
        outside("api.taxoffice.example", 30, 310),
    )
    it.calls(
        "employee-alb > payslip-api > payroll-pg",
        "timesheets > payroll-pg",
        "payslip-api > payroll-db-login",
        "timesheets > payroll-db-login",
        "payslip-api > api.taxoffice.example",
    )
    business(it)
    it.change(
        ROTATED,
        "configuration payroll-db-login secretsmanager.amazonaws.com | RotationSucceeded: "
        "the login payroll_app of payroll-pg has a new AWSCURRENT version",
    )
    it.once(
        ROTATED + 47, "timesheets | Login payroll_app has a new version, connection pool rebuilt"
    )
    it.change(-705, "deployment timesheets azure-devops | timesheets 77: public holidays of 2027")
    it.log(
        'payroll-pg 9 FATAL | payroll_app|password authentication failed for user "payroll_app"',
        "payslip-api 10 ERROR | An error occurred using the connection to database "
        "'payroll' on server 'tcp://payroll-pg:5432'.\n      Npgsql.PostgresException "
        '(0x80004005): 28P01: password authentication failed for user "payroll_app"\n'
        "         at Npgsql.Internal.NpgsqlConnector.Authenticate(String username, "
        "NpgsqlTimeout timeout)",
        since=RECYCLED,
    )
    it.moves(RECYCLED, "employee-alb HTTPCode_Target_5XX_Count 74", ramp=60)
    it.moves(RECYCLED, "payroll-pg DatabaseConnections 27", ramp=250)
    it.moves(RECYCLED, "payroll-pg CPUUtilization 16", ramp=120)
    it.moves(RECYCLED, "api.taxoffice.example Requests 12")
    it.alarm("employee-5xx", "employee-alb", "HTTPCode_Target_5XX_Count", 20, 6)
    it.expects(
        "payslip-api|payroll-db-login",
        "permission|configuration",
        mentions="authentication",
        blames="timesheets|payroll-pg|api.taxoffice.example",
    )


def business(it: Incident) -> None:
    it.log("payslip-api 2.8 | Slip <0..999999> shown", until=RECYCLED + 20)
    it.log(
        "payslip-api 1.4 | Slip list from cache, <1..24> entries",
        "payslip-api 0.5 WARN | Tax class of employee is older than a year",
        "payslip-api 0.4 ERROR | api.taxoffice.example answered 404 for an unknown tax number",
        "timesheets 2.4 | Sheet of week <8..11> imported",
        "timesheets 0.5 ERROR | Row <2..60> skipped\nSystem.FormatException: Input string "
        "'8,5h' was not in a correct format.",
        "payroll-pg 0.2 | checkpoint complete: wrote <100..900> buffers",
        "payroll-pg 0.3 ERROR | bi|canceling statement due to user request",
    )
    it.change(-10300, "deployment payslip-api azure-devops | payslip-api 2026.10: larger print")
