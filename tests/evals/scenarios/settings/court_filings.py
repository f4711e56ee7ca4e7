"""The client secret for somebody else's directory has run out; nothing was changed that day."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

FIRST_TASK = -1150.0
BOTH_TASKS = -235.0
HOST = "login.microsoftonline.com"
REFUSED = (
    "Cannot file document\nAzure.Identity.AuthenticationFailedException: "
    "ClientSecretCredential authentication failed: A configuration issue is preventing "
    "authentication - check the error message from the server for details. Original "
    "exception: AADSTS7000222: The provided client secret keys for app "
    "'7c1f02ab-51de-4d1b-9c3a-0f6f1c2f8a77' are expired. Visit the Azure portal to "
    "create new keys for your app: https://aka.ms/NewClientSecret"
)


@scenario("registry", "court-filings", seldom())
def court_filings(it: Incident) -> None:
    it.has(
        aws.balancer("filings-alb", 170, 0.21),
        aws.tasks("filing-portal", logs.winston("filing-portal"), "registry", 24),
        aws.tasks("filing-service", logs.serilog_web("FilingService"), "registry", 33),
        aws.resource("graph-client-secret", "other"),
        aws.partner(HOST, "Registry/Outgoing", 2, 140),
        aws.partner("graph.microsoft.com", "Registry/Outgoing", 75, 210),
        aws.instance("filings-mssql", 58, logs.dotnet("SqlServer"), "error"),
    )
    it.seldom(
        "filings-alb RequestCount",
        "filing-service CPUUtilization",
        "graph.microsoft.com ClientErrors ClientLatency",
        "filing-portal CPUUtilization",
        "filings-mssql CPUUtilization",
        "filings-mssql DatabaseConnections",
        f"{HOST} ClientLatency",
    )
    it.calls(
        "filings-alb > filing-portal > filing-service > filings-mssql",
        f"filing-service > {HOST}",
        "filing-service > graph.microsoft.com",
        "filing-service > graph-client-secret",
    )
    it.log(
        "filing-portal 0.9 | POST /filings 201 <180..420>ms",
        "filing-portal 0.4 WARN | upload refused: signature of page <1..60> is not readable",
        f"filing-service 1.0 ..{BOTH_TASKS} | Filed document <1000000..10000000> to court <1..94>",
        "filing-service 0.4 WARN | Docket <1000..9999>/26 is sealed, notification left out",
        "filings-mssql 0.2 | Log was backed up. Database: filings",
    )
    it.change(
        -2700,
        "deployment filing-portal azure-pipelines | filing-portal 12.9.0: wording of the fee page",
    )
    it.change(
        -5200,
        "configuration filings-alb m.okafor | idle_timeout.timeout_seconds of filings-alb",
        "idle_timeout.timeout_seconds: 60 -> 120",
    )
    for since, rate, tasks in ((FIRST_TASK, 1.2, 1), (BOTH_TASKS, 8, 2)):
        it.log(
            f"filing-service {rate} ERROR {since}.. x{tasks} | {REFUSED}",
            f"filing-portal {rate} ERROR {since}.. | filing failed\n"
            "AxiosError: Request failed with status code 502\n    at settle "
            "(/app/node_modules/axios/lib/core/settle.js:19:12)",
        )
    it.series("filings-alb", "HTTPCode_Target_5XX_Count").shift(FIRST_TASK, 4).shift(BOTH_TASKS, 63)
    it.series(HOST, "ClientErrors").shift(FIRST_TASK, 5).shift(BOTH_TASKS, 66)
    it.series(HOST, "ClientRequests").shift(FIRST_TASK, 6).shift(BOTH_TASKS, 67)
    calls = it.series("graph.microsoft.com", "ClientRequests")
    calls.shift(FIRST_TASK, 70).shift(BOTH_TASKS, 3)
    it.alarm("filings-alb-5xx", "filings-alb", "HTTPCode_Target_5XX_Count", 12, 3)
    it.expects(
        "filing-service|graph-client-secret",
        "configuration|permission",
        mentions="expired",
        blames=f"filing-portal|{HOST}|graph.microsoft.com|filings-mssql",
    )
