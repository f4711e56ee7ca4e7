"""Shared defaults change, and a caller no longer waits long enough."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

CHANGED, FIRST = (-441.0, -388.0)
SCORE = "score.creditline.example"


@scenario("lending", "loans", EVERY_MINUTE)
def loan_decisions(it: Incident) -> None:
    it.has(aws.resource("application-api", "ecs", logs.serilog("Lending.Applications")))
    it.measured(
        "application-api", "Lending/http", {"Service": "application-api"}, aws.requests(130, 840)
    )
    it.has(
        aws.tasks("loan-decision", logs.compact(logs.zap("decide/score.go")), "lending", 28),
        aws.table("decisions", 118),
        aws.outside(SCORE, 124, 640),
    )
    at = {"CanaryName": "creditline-status"}
    it.measured(SCORE, "CloudWatchSynthetics", at, {"SuccessPercent": ("Percent", 100, 0, 0)})
    it.calls(f"application-api > loan-decision > {SCORE}", "loan-decision > decisions")
    it.log(
        "application-api 2.8 | Application <0..9999999> received",
        "application-api 0.6 ERROR | Upload refused\nSystem.IO.InvalidDataException: "
        "<11..40> MB, 10 MB are allowed",
        "application-api 0.5 WARN | Address could not be normalised",
        f"loan-decision 2.6 ..{FIRST} | application <0..9999999> scored <310..820> in "
        "<540..760> ms",
        "loan-decision 0.6 WARN | income statement older than 90 days",
        f'loan-decision 0.25 WARN | second try\nPost "https://{SCORE}/v2/score": http2: '
        "server sent GOAWAY and closed the connection",
    )
    it.change(-9800, "deployment loan-decision teamcity | loan-decision 2.8.4: audit fields")
    it.change(-2410, "deployment application-api teamcity | application-api 771: help texts")
    it.change(
        CHANGED,
        "configuration loan-decision assumed-role/platform-config/ci | AppConfig "
        "deployment 41: platform-defaults v12, all services",
        {
            "log.sampling": ["0.1", "0.2"],
            "http.client.timeout": ["3s", "300ms"],
            "http.client.userAgent": ["lending/1", "lending/2"],
        },
    )
    it.once(FIRST - 1, "loan-decision | configuration platform-defaults v12 is active")
    it.log(
        f"loan-decision 12 ERROR {FIRST}.. | application <0..9999999> not scored\n"
        f'Post "https://{SCORE}/v2/score": context deadline exceeded (Client.Timeout '
        "exceeded while awaiting headers)",
        f"application-api 9 ERROR {FIRST + 1}.. | Decision not available\n"
        "System.Net.Http.HttpRequestException: Response status code does not indicate "
        "success: 502 (Bad Gateway).\n   at Lending.Applications.Decide(Form f)",
    )
    it.moves(FIRST, f"{SCORE} Failures 121, Latency 301")
    it.series(SCORE, "Latency").noise = 0.04
    it.moves(
        FIRST, "application-api 5xx 119, Latency 480", "decisions ConsumedWriteCapacityUnits 5"
    )
    it.alarm("loans-5xx", "application-api", "5xx", 20, 6, "Customers get no decision")
    it.expects(
        "loan-decision",
        "configuration",
        mentions="timeout",
        blames=f"{SCORE}|decisions|application-api",
    )
