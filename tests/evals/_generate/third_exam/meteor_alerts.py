"""Two faults that have nothing to do with each other, seen by the same API."""

from __future__ import annotations

from tests.evals._generate.incident import ACCOUNT
from tests.evals._generate.styles import node_lambda, python_lambda
from tests.evals._generate.third_exam.region import Region

SIGNUP_ONSET, FORECAST_ONSET = -310, -245


def meteor_alerts() -> Region:
    region = Region("meteor-alerts", "astronomy", "alerts of meteors")
    region.rest_api("alerts-rest", 520, 150)
    region.lambda_("watcher-signup", node_lambda, 170, 88)
    region.lambda_("shower-forecast", python_lambda, 260, 140)
    region.table("watchers", 160)
    region.resource("forecast-tiles", "other")
    at = {"BucketName": "forecast-tiles", "FilterId": "all"}
    region.measured("forecast-tiles", "AWS/S3", at, {"GetRequests": ("Count", 250)})
    region.calls(
        "alerts-rest > watcher-signup > watchers",
        "alerts-rest > shower-forecast > forecast-tiles",
    )
    region.closely("watcher-signup", "Errors")
    region.closely("shower-forecast", "Errors")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business("watcher-signup", "signed up", 0.7, (SIGNUP_ONSET, 0.3))
    region.business(
        "watcher-signup", "ValidationError: phone number is not E.164", 0.3, level="WARN"
    )
    region.business(
        "shower-forecast",
        lambda dice: f"forecast for {dice.randint(-60, 60)},{dice.randint(-180, 180)}",
        0.8,
        (FORECAST_ONSET, 0.4),
    )
    region.business(
        "shower-forecast", "moon phase table has no entry, computing it", 0.2, level="WARN"
    )
    region.reports("shower-forecast", 0.3, 140, (1024, 402))


def _incident(region: Region) -> None:
    region.change(
        -360,
        "deployment",
        "watcher-signup",
        "watcher-signup 1.9.0: quiet hours",
        diff=(
            "diff --git a/src/signup.mjs b/src/signup.mjs\n"
            "-  const zone = body.zone ?? 'UTC'\n+  const zone = body.quietHours.zone\n"
        ),
    )
    region.change(
        -285,
        "permission",
        "shower-forecast",
        "PutRolePolicy shower-forecast-role",
        "security-baseline",
        "Action: s3:GetObject,s3:ListBucket -> s3:ListBucket",
    )
    region.change(-1400, "configuration", "watchers", "point-in-time recovery switched on", "t.abe")
    region.moves("watcher-signup", SIGNUP_ONSET, {"Errors": 54})
    region.moves("shower-forecast", FORECAST_ONSET, {"Errors": 66})
    region.moves("forecast-tiles", FORECAST_ONSET, {"GetRequests": 255})
    region.moves("alerts-rest", SIGNUP_ONSET, {"5XXError": 54}, until=FORECAST_ONSET)
    region.moves("alerts-rest", FORECAST_ONSET, {"5XXError": 120})
    region.says(
        "watcher-signup",
        'Invoke Error \t{"errorType":"TypeError","errorMessage":"Cannot read properties of '
        'undefined (reading \'zone\')","stack":["TypeError: Cannot read properties of undefined '
        '(reading \'zone\')","    at signUp (file:///var/task/signup.mjs:31:38)"]}',
        5,
        SIGNUP_ONSET,
        level="ERROR",
        tasks=4,
    )
    region.says(
        "shower-forecast",
        "ClientError: An error occurred (AccessDenied) when calling the GetObject operation: User: "
        f"arn:aws:sts::{ACCOUNT}:assumed-role/shower-forecast-role/shower-forecast is not "
        'authorized to perform: s3:GetObject on resource: "arn:aws:s3:::forecast-tiles/2026/03/14'
        '.grib2" because no identity-based policy allows the s3:GetObject action',
        5,
        FORECAST_ONSET,
        level="ERROR",
        tasks=4,
    )
    region.alarm("alerts-rest-5xx", "alerts-rest", "5XXError", 80, 3)
    region.expects(
        ["confirmed", "likely"],
        ["watcher-signup", "shower-forecast"],
        ["deployment", "code-defect", "permission", "configuration"],
        ["shower-forecast"],
        ["watchers", "forecast-tiles", "alerts-rest"],
    )
