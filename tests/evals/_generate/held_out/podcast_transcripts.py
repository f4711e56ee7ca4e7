"""A partner's plan is used up before the month is."""

from __future__ import annotations

import random

from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import bare, iso, node_lambda, python_lambda

USED_UP = -545.0
FLOW = "arn:aws:states:us-east-1:418295736104:stateMachine:transcribe-flow"


def podcast_transcripts() -> Incident:
    it = Recording("podcast-transcripts", "podcasts", "transcripts")
    it.resource("transcribe-flow", "other", bare, "/aws/vendedlogs/states/transcribe-flow")
    at = {"StateMachineArn": FLOW}
    it.metric("transcribe-flow", "AWS/States", "ExecutionsStarted", at, "Count", 28)
    it.metric("transcribe-flow", "AWS/States", "ExecutionsFailed", at, "Count", 0.15)
    it.resource("feed-import", "lambda", python_lambda)
    at = {"FunctionName": "feed-import"}
    it.metric("feed-import", "AWS/Lambda", "Invocations", at, "Count", 9)
    it.function("transcribe", node_lambda, 62, 2400)
    it.table("episodes", 70).outside("api.voicetext.example", 64, 2200)
    it.calls("transcribe-flow > feed-import", "transcribe-flow > transcribe")
    it.calls("transcribe > api.voicetext.example", "transcribe > episodes")
    business(it)

    for resource, metric, to in (
        ("transcribe-flow", "ExecutionsStarted", 43),
        ("transcribe", "Invocations", 96),
        ("api.voicetext.example", "Requests", 99),
        ("feed-import", "Invocations", 14),
    ):
        it.series(resource, metric).shift(-4900, to, ramp=600)
    it.once("feed-import", -4905, "customer 811 imports a back catalogue of 412 episodes")
    it.says(
        "transcribe",
        'voicetext refused chunk: 429 {"error":{"type":"quota_exceeded","message":"Plan limit of '
        '250000 audio minutes reached for billing period ending 2026-03-31"}}',
        9,
        since=USED_UP,
        level="WARN",
    )
    it.says(
        "transcribe",
        'Invoke Error \t{"errorType":"AxiosError","errorMessage":"Request failed with status code '
        '429","code":"ERR_BAD_REQUEST","status":429,"stack":["AxiosError: Request failed with '
        'status code 429","    at settle (/var/task/node_modules/axios/dist/node/axios.cjs:2049:12)'
        '","    at async handler (/var/task/transcribe.js:77:19)"]}',
        8,
        since=USED_UP,
        level="ERROR",
    )
    it.says(
        "transcribe-flow",
        "Request failed with status code 429",
        5,
        since=USED_UP + 95,
        style=failed,
    )
    it.series("transcribe", "Errors").shift(USED_UP, 92)
    it.series("transcribe", "Duration").shift(USED_UP, 210)
    it.series("api.voicetext.example", "Failures").shift(USED_UP, 95)
    it.series("api.voicetext.example", "Latency").shift(USED_UP, 48)
    it.series("transcribe-flow", "ExecutionsFailed").shift(USED_UP + 95, 34)
    it.series("episodes", "ConsumedWriteCapacityUnits").shift(USED_UP, 31)
    it.alarm("transcripts-failing", "transcribe-flow", "ExecutionsFailed", 8, 7)
    return it.expects(
        ["confirmed", "likely"],
        "api.voicetext.example",
        ["throttling", "resource-exhaustion", "dependency"],
        ["quota"],
        ["feed-import", "episodes", "transcribe-flow"],
    )


def failed(dice: random.Random, at: float, level: str, text: str) -> str:
    run = f"{FLOW.replace('stateMachine', 'execution')}:ep-{dice.randrange(10**6)}"
    return (
        '{"id":"31","type":"ExecutionFailed","details":{"cause":"{\\"errorType\\":\\"AxiosError\\",'
        f'\\"errorMessage\\":\\"{text}\\"}}","error":"AxiosError"}},"previous_event_id":"30",'
        f'"event_timestamp":"{iso(at)}","execution_arn":"{run}"}}'
    )


def business(it: Recording) -> None:
    it.platform("transcribe", 0.8, 2400, until=USED_UP)
    it.says(
        "transcribe",
        lambda d: f"chunk of {d.randint(20, 60)} s: {d.randint(40, 190)} words",
        2.6,
        until=USED_UP,
    )
    it.says(
        "transcribe",
        "voicetext busy: 429 too many concurrent jobs, trying again in 2 s",
        0.35,
        level="WARN",
    )
    it.says(
        "feed-import",
        lambda d: f"feed {d.randrange(10**5)} has {d.randint(1, 4)} new episodes",
        1.5,
    )
    it.says(
        "feed-import",
        lambda d: (
            f"feed {d.randrange(10**5)} not read: HTTPError('404 Client Error: Not Found for url: "
            f"https://feeds.showhost.example/{d.randrange(10**4)}.xml')"
        ),
        0.5,
        level="ERROR",
    )
    it.says("feed-import", "enclosure without length, probing", 0.4, level="WARNING")
    it.change(-11200, "configuration", "episodes", "point-in-time recovery enabled", "terraform")
    it.change(-2960, "deployment", "feed-import", "feed-import 58: bump lxml, certifi", "actions")
