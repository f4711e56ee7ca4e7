"""A database's password was rotated; one service has not heard of it."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

ROTATED, RECYCLED = (-1262.0, -416.0)


@scenario("human-resources", "payroll", EVERY_MINUTE)
def payroll_slips(it: Incident) -> None:
    it.has(
        aws.balancer("employee-alb", 180, 0.11),
        aws.tasks("payslip-api", logs.dotnet("Payroll.Slips.SlipController"), "hr", 23),
        aws.tasks("timesheets", logs.serilog("Hr.Timesheets.Import"), "hr", 19),
        aws.instance("payroll-pg", 52, logs.postgres_of("payroll")),
        aws.resource("payroll-db-login", "other"),
        aws.outside("api.taxoffice.example", 30, 310),
    )
    it.calls(
        "employee-alb > payslip-api > payroll-pg",
        "timesheets > payroll-pg",
        "payslip-api > payroll-db-login",
        "timesheets > payroll-db-login",
        "payslip-api > api.taxoffice.example",
    )
    it.log(
        f"payslip-api 2.8 ..{RECYCLED + 20} | Slip <0..999999> shown",
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
        f"payroll-pg 9 FATAL {RECYCLED}.. | payroll_app|password authentication failed for "
        'user "payroll_app"',
        f"payslip-api 10 ERROR {RECYCLED}.. | An error occurred using the connection to "
        "database 'payroll' on server 'tcp://payroll-pg:5432'.\n"
        "      Npgsql.PostgresException (0x80004005): 28P01: password authentication "
        'failed for user "payroll_app"\n         at '
        "Npgsql.Internal.NpgsqlConnector.Authenticate(String username, NpgsqlTimeout "
        "timeout)",
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
