"""Two faults that have nothing to do with each other, seen by the same API."""

from tests.evals import aws, logs
from tests.evals.builder import ACCOUNT, Incident, scenario, watched

SIGNUP_ONSET, FORECAST_ONSET = (-310, -245)


@scenario("astronomy", "alerts of meteors", watched(1, 1))
def meteor_alerts(it: Incident) -> None:
    it.has(
        aws.rest_api("alerts-rest", 520, 150),
        aws.function("watcher-signup", logs.node_lambda, 170, 88, 0.05),
        aws.function("shower-forecast", logs.python_lambda, 260, 140, 0.05),
        aws.table("watchers", 160),
        aws.resource("forecast-tiles", "other"),
    )
    at = {"BucketName": "forecast-tiles", "FilterId": "all"}
    it.measured("forecast-tiles", "AWS/S3", at, {"GetRequests": ("Count", 250)})
    it.calls(
        "alerts-rest > watcher-signup > watchers", "alerts-rest > shower-forecast > forecast-tiles"
    )
    it.closely("watcher-signup Errors", "shower-forecast Errors")
    it.log(
        f"watcher-signup 0.7 {SIGNUP_ONSET}>0.3 | signed up",
        "watcher-signup 0.3 WARN | ValidationError: phone number is not E.164",
    )
    it.says(
        "shower-forecast",
        lambda dice: f"forecast for {dice.randint(-60, 60)},{dice.randint(-180, 180)}",
        0.8,
        falls=(FORECAST_ONSET, 0.4),
    )
    it.log("shower-forecast 0.2 WARN | moon phase table has no entry, computing it")
    it.reports("shower-forecast", 0.3, 140, (1024, 402))
    it.change(
        -360,
        "deployment watcher-signup | watcher-signup 1.9.0: quiet hours",
        "diff --git a/src/signup.mjs b/src/signup.mjs\n-  const zone = body.zone ?? 'UTC'\n"
        "+  const zone = body.quietHours.zone\n",
    )
    it.change(
        -285,
        "permission shower-forecast security-baseline | PutRolePolicy shower-forecast-role",
        "Action: s3:GetObject,s3:ListBucket -> s3:ListBucket",
    )
    it.change(-1400, "configuration watchers t.abe | point-in-time recovery switched on")
    it.moves(SIGNUP_ONSET, "watcher-signup Errors 54")
    it.moves(FORECAST_ONSET, "shower-forecast Errors 66", "forecast-tiles GetRequests 255")
    it.moves(SIGNUP_ONSET, "alerts-rest 5XXError 54", until=FORECAST_ONSET)
    it.moves(FORECAST_ONSET, "alerts-rest 5XXError 120")
    it.log(
        f"watcher-signup 5 ERROR {SIGNUP_ONSET}.. x4 | Invoke Error "
        '\t{"errorType":"TypeError","errorMessage":"Cannot read properties of '
        'undefined (reading \'zone\')","stack":["TypeError: Cannot read properties of '
        "undefined (reading 'zone')\",\"    at signUp "
        '(file:///var/task/signup.mjs:31:38)"]}',
        f"shower-forecast 5 ERROR {FORECAST_ONSET}.. x4 | ClientError: An error occurred "
        f"(AccessDenied) when calling the GetObject operation: User: arn:aws:sts::{ACCOUNT}"
        ":assumed-role/shower-forecast-role/shower-forecast is not authorized to perform: "
        's3:GetObject on resource: "arn:aws:s3:::forecast-tiles/2026/03/14.grib2" '
        "because no identity-based policy allows the s3:GetObject action",
    )
    it.alarm("alerts-rest-5xx", "alerts-rest", "5XXError", 80, 3)
    it.expects(
        "watcher-signup|shower-forecast",
        "deployment|code-defect|permission|configuration",
        mentions="shower-forecast",
        blames="watchers|forecast-tiles|alerts-rest",
    )
