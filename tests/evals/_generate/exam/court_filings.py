"""The client secret for somebody else's directory has run out; nothing was changed that day."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.practice.voices import serilog, winston
from tests.evals._generate.styles import dotnet

FIRST_TASK = -1150.0
BOTH_TASKS = -235.0
HOST = "login.microsoftonline.com"

REFUSED = (
    "Cannot file document\n"
    "Azure.Identity.AuthenticationFailedException: ClientSecretCredential authentication failed: A "
    "configuration issue is preventing authentication - check the error message from the server "
    "for details. Original exception: AADSTS7000222: The provided client secret keys for app "
    "'7c1f02ab-51de-4d1b-9c3a-0f6f1c2f8a77' are expired. Visit the Azure portal to create new keys "
    "for your app: https://aka.ms/NewClientSecret"
)


def court_filings() -> Estate:
    incident = Estate("court-filings", "registry", "court-filings")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm("filings-alb-5xx", "filings-alb", "HTTPCode_Target_5XX_Count", 12, 3)
    incident.expects(
        ["confirmed", "likely"],
        ["filing-service", "graph-client-secret"],
        ["configuration", "permission"],
        ["expired"],
        ["filing-portal", HOST, "graph.microsoft.com", "filings-mssql"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.balancer("filings-alb", 170, 0.21)
    incident.tasks("filing-portal", winston("filing-portal"), "registry", 24)
    incident.tasks("filing-service", serilog("FilingService"), "registry", 33)
    incident.resource("graph-client-secret", "other")
    incident.partner(HOST, "Registry/Outgoing", 2, 140)
    incident.partner("graph.microsoft.com", "Registry/Outgoing", 75, 210)
    incident.instance("filings-mssql", 58, dotnet("SqlServer"), "error")
    incident.seldom("filings-alb", "RequestCount").seldom("filing-service", "CPUUtilization")
    incident.seldom("graph.microsoft.com", "ClientErrors", "ClientLatency")
    incident.seldom("filing-portal", "CPUUtilization").seldom("filings-mssql", "CPUUtilization")
    incident.seldom("filings-mssql", "DatabaseConnections").seldom(HOST, "ClientLatency")
    incident.calls(
        "filings-alb > filing-portal > filing-service > filings-mssql",
        f"filing-service > {HOST}",
        "filing-service > graph.microsoft.com",
        "filing-service > graph-client-secret",
    )


def business(incident: Estate) -> None:
    incident.says("filing-portal", lambda d: f"POST /filings 201 {d.randint(180, 420)}ms", 0.9)
    incident.says(
        "filing-portal",
        lambda d: f"upload refused: signature of page {d.randint(1, 60)} is not readable",
        0.4,
        level="WARN",
    )
    incident.says(
        "filing-service",
        lambda d: f"Filed document {d.randint(10**6, 10**7)} to court {d.randint(1, 94)}",
        1.0,
        until=BOTH_TASKS,
    )
    incident.says(
        "filing-service",
        lambda d: f"Docket {d.randint(1000, 9999)}/26 is sealed, notification left out",
        0.4,
        level="WARN",
    )
    incident.says("filings-mssql", "Log was backed up. Database: filings", 0.2)


def fault(incident: Estate) -> None:
    incident.change(
        -2700,
        "deployment",
        "filing-portal",
        "filing-portal 12.9.0: wording of the fee page",
        "azure-pipelines",
    )
    incident.change(
        -5200,
        "configuration",
        "filings-alb",
        "idle_timeout.timeout_seconds of filings-alb",
        "m.okafor",
        "idle_timeout.timeout_seconds: 60 -> 120",
    )
    for since, rate, tasks in ((FIRST_TASK, 1.2, 1), (BOTH_TASKS, 8, 2)):
        incident.says("filing-service", REFUSED, rate, since, level="ERROR", tasks=tasks)
        incident.says(
            "filing-portal",
            "filing failed\nAxiosError: Request failed with status code 502\n"
            "    at settle (/app/node_modules/axios/lib/core/settle.js:19:12)",
            rate,
            since,
            level="ERROR",
        )
    incident.series("filings-alb", "HTTPCode_Target_5XX_Count").shift(FIRST_TASK, 4).shift(
        BOTH_TASKS, 63
    )
    incident.series(HOST, "ClientErrors").shift(FIRST_TASK, 5).shift(BOTH_TASKS, 66)
    incident.series(HOST, "ClientRequests").shift(FIRST_TASK, 6).shift(BOTH_TASKS, 67)
    calls = incident.series("graph.microsoft.com", "ClientRequests")
    calls.shift(FIRST_TASK, 70).shift(BOTH_TASKS, 3)
