"""A service does not give its connections back since a release; the database could take more."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

RELEASED = -5820.0
FULL = -300.0
POOLS = 200
NO_CONNECTION = (
    "Connection id did not complete the request GET /visits\n"
    "System.InvalidOperationException: Timeout expired.  The timeout period elapsed "
    "prior to obtaining a connection from the pool.  This may have occurred because "
    "all pooled connections were in use and max pool size was reached.\n"
    "   at Microsoft.Data.Common.ADP.ExceptionWithStackTrace(Exception e)\n"
    "   at Microsoft.Data.SqlClient.SqlConnection.OpenAsync(CancellationToken "
    "cancellationToken)\n   at VisitRecords.Store.VaccinationHistory.ReadAsync() in "
    "/src/Store/History.cs:line 33"
)


@scenario("clinics", "vet-visits", seldom())
def vet_visits(it: Incident) -> None:
    it.has(
        aws.balancer("clinic-alb", 260, 0.16),
        aws.tasks("clinic-web", logs.rails, "clinics", 29),
        aws.tasks("visit-records", logs.serilog_web("VisitRecords"), "clinics", 25),
        aws.instance("vets-mssql", 36, logs.dotnet("SqlServer"), "error"),
        aws.function("invoice-mailer", logs.python_lambda, 9, 310, 0.05),
    )
    it.seldom(
        "clinic-alb RequestCount",
        "clinic-web CPUUtilization",
        "invoice-mailer Invocations Errors Duration",
    )
    it.calls("clinic-alb > clinic-web > visit-records > vets-mssql", "invoice-mailer > vets-mssql")
    it.log(
        "clinic-web 1.0 | Completed 200 OK in <60..240>ms (Views: <9..40>ms)",
        "clinic-web 0.5 ERROR | ActionController::RoutingError (No route matches [GET] "
        '"/wp-<1..9>.php")',
        "visit-records 1.0 | Visit <100000..1000000> read with <0..9> vaccinations",
        "visit-records 0.4 WARN | Chip <1000000000..10000000000> is not registered",
        "invoice-mailer 0.3 | mailed invoice <10000..100000>",
        "vets-mssql 0.2 | Log was backed up. Database: clinics, creation date(time): 2024/02/11",
    )
    it.change(
        RELEASED,
        "deployment visit-records octopus | visit-records 4.6.0: vaccination history on "
        "the visit page",
        "VisitRecords:4.5.3 -> VisitRecords:4.6.0",
    )
    it.change(
        -1320, "deployment clinic-web octopus | clinic-web 2026.03.2: new colours for the calendar"
    )
    it.change(-900, "configuration invoice-mailer h.brandt | sender address of invoices")
    it.log(
        f"visit-records 0.7 ERROR {FULL - 500}..{FULL} | {NO_CONNECTION}",
        f"visit-records 9 ERROR {FULL + 65}.. | {NO_CONNECTION}",
        f"clinic-web 9 ERROR {FULL + 65}.. | Faraday::ServerError (the server responded "
        "with status 500): GET http://visit-records/visits",
    )
    held = it.series("vets-mssql", "DatabaseConnections")
    held.shift(RELEASED + 120, POOLS + 9, ramp=-RELEASED - 120 + FULL)
    held.noise = 0.015
    it.series("clinic-alb", "HTTPCode_Target_5XX_Count").shift(FULL - 500, 3).shift(FULL + 65, 81)
    it.series("clinic-alb", "TargetResponseTime").shift(FULL - 500, 0.6).shift(FULL + 65, 6.3)
    it.moves(FULL, "visit-records CPUUtilization 19")
    it.moves(FULL + 65, "vets-mssql CPUUtilization 18")
    it.alarm("clinic-alb-5xx", "clinic-alb", "HTTPCode_Target_5XX_Count", 20, 3)
    it.expects(
        "visit-records",
        "resource-exhaustion|deployment|code-defect",
        mentions="pool",
        blames="vets-mssql|clinic-web|clinic-alb",
    )
