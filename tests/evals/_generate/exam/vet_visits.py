"""A service does not give its connections back since a release; the database could take more."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.practice.voices import serilog
from tests.evals._generate.styles import dotnet, python_lambda, rails

RELEASED = -5820.0
FULL = -300.0
POOLS = 200
"""Two tasks with the driver's own limit of a hundred connections each."""

NO_CONNECTION = (
    "Connection id did not complete the request GET /visits\n"
    "System.InvalidOperationException: Timeout expired.  The timeout period elapsed prior to "
    "obtaining a connection from the pool.  This may have occurred because all pooled connections "
    "were in use and max pool size was reached.\n"
    "   at Microsoft.Data.Common.ADP.ExceptionWithStackTrace(Exception e)\n"
    "   at Microsoft.Data.SqlClient.SqlConnection.OpenAsync(CancellationToken cancellationToken)\n"
    "   at VisitRecords.Store.VaccinationHistory.ReadAsync() in /src/Store/History.cs:line 33"
)


def vet_visits() -> Estate:
    incident = Estate("vet-visits", "clinics", "vet-visits")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm("clinic-alb-5xx", "clinic-alb", "HTTPCode_Target_5XX_Count", 20, 3)
    incident.expects(
        ["confirmed", "likely"],
        "visit-records",
        ["resource-exhaustion", "deployment", "code-defect"],
        ["pool"],
        ["vets-mssql", "clinic-web", "clinic-alb"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.balancer("clinic-alb", 260, 0.16)
    incident.tasks("clinic-web", rails, "clinics", 29)
    incident.tasks("visit-records", serilog("VisitRecords"), "clinics", 25)
    incident.instance("vets-mssql", 36, dotnet("SqlServer"), "error")
    incident.lambda_("invoice-mailer", python_lambda, 9, 310)
    incident.seldom("clinic-alb", "RequestCount").seldom("clinic-web", "CPUUtilization")
    incident.seldom("invoice-mailer", "Invocations", "Errors", "Duration")
    incident.calls(
        "clinic-alb > clinic-web > visit-records > vets-mssql", "invoice-mailer > vets-mssql"
    )


def business(incident: Estate) -> None:
    incident.says(
        "clinic-web",
        lambda d: f"Completed 200 OK in {d.randint(60, 240)}ms (Views: {d.randint(9, 40)}ms)",
        1.0,
    )
    incident.says(
        "clinic-web",
        lambda d: (
            f'ActionController::RoutingError (No route matches [GET] "/wp-{d.randint(1, 9)}.php")'
        ),
        0.5,
        level="ERROR",
    )
    incident.says(
        "visit-records",
        lambda d: f"Visit {d.randint(10**5, 10**6)} read with {d.randint(0, 9)} vaccinations",
        1.0,
    )
    incident.says(
        "visit-records",
        lambda d: f"Chip {d.randint(10**9, 10**10)} is not registered",
        0.4,
        level="WARN",
    )
    incident.says("invoice-mailer", lambda d: f"mailed invoice {d.randint(10**4, 10**5)}", 0.3)
    incident.says(
        "vets-mssql", "Log was backed up. Database: clinics, creation date(time): 2024/02/11", 0.2
    )


def fault(incident: Estate) -> None:
    incident.change(
        RELEASED,
        "deployment",
        "visit-records",
        "visit-records 4.6.0: vaccination history on the visit page",
        "octopus",
        "VisitRecords:4.5.3 -> VisitRecords:4.6.0",
    )
    incident.change(
        -1320,
        "deployment",
        "clinic-web",
        "clinic-web 2026.03.2: new colours for the calendar",
        "octopus",
    )
    incident.change(
        -900, "configuration", "invoice-mailer", "sender address of invoices", "h.brandt"
    )
    incident.says("visit-records", NO_CONNECTION, 0.7, FULL - 500, FULL, level="ERROR")
    incident.says("visit-records", NO_CONNECTION, 9, FULL + 65, level="ERROR")
    incident.says(
        "clinic-web",
        "Faraday::ServerError (the server responded with status 500): GET http://visit-records/visits",
        9,
        FULL + 65,
        level="ERROR",
    )
    held = incident.series("vets-mssql", "DatabaseConnections")
    held.shift(RELEASED + 120, POOLS + 9, ramp=-RELEASED - 120 + FULL)
    held.noise = 0.015
    incident.series("clinic-alb", "HTTPCode_Target_5XX_Count").shift(FULL - 500, 3).shift(
        FULL + 65, 81
    )
    incident.series("clinic-alb", "TargetResponseTime").shift(FULL - 500, 0.6).shift(FULL + 65, 6.3)
    incident.series("visit-records", "CPUUtilization").shift(FULL, 19)
    incident.series("vets-mssql", "CPUUtilization").shift(FULL + 65, 18)
