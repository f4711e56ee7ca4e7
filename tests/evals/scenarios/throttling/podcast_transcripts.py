"""A partner's plan is used up before the month is."""

import random

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

USED_UP = -545.0
FLOW = "arn:aws:states:us-east-1:418295736104:stateMachine:transcribe-flow"


@scenario("podcasts", "transcripts", EVERY_MINUTE)
def podcast_transcripts(it: Incident) -> None:
    it.has(
        aws.resource(
            "transcribe-flow", "other", logs.bare, "/aws/vendedlogs/states/transcribe-flow"
        )
    )
    at = {"StateMachineArn": FLOW}
    it.measured(
        "transcribe-flow",
        "AWS/States",
        at,
        {"ExecutionsStarted": ("Count", 28), "ExecutionsFailed": ("Count", 0.15)},
    )
    it.has(aws.resource("feed-import", "lambda", logs.python_lambda))
    at = {"FunctionName": "feed-import"}
    it.measured("feed-import", "AWS/Lambda", at, {"Invocations": ("Count", 9)})
    it.has(
        aws.function("transcribe", logs.node_lambda, 62, 2400),
        aws.table("episodes", 70),
        aws.outside("api.voicetext.example", 64, 2200),
    )
    it.calls(
        "transcribe-flow > feed-import",
        "transcribe-flow > transcribe",
        "transcribe > api.voicetext.example",
        "transcribe > episodes",
    )
    it.invoked("transcribe", 0.8, 2400, until=USED_UP)
    it.log(
        f"transcribe 2.6 ..{USED_UP} | chunk of <20..60> s: <40..190> words",
        "transcribe 0.35 WARN | voicetext busy: 429 too many concurrent jobs, trying again in 2 s",
        "feed-import 1.5 | feed <0..99999> has <1..4> new episodes",
        "feed-import 0.5 ERROR | feed <0..99999> not read: HTTPError('404 Client Error: "
        "Not Found for url: https://feeds.showhost.example/<0..9999>.xml')",
        "feed-import 0.4 WARNING | enclosure without length, probing",
    )
    it.change(-11200, "configuration episodes terraform | point-in-time recovery enabled")
    it.change(-2960, "deployment feed-import actions | feed-import 58: bump lxml, certifi")
    for resource, metric, to in (
        ("transcribe-flow", "ExecutionsStarted", 43),
        ("transcribe", "Invocations", 96),
        ("api.voicetext.example", "Requests", 99),
        ("feed-import", "Invocations", 14),
    ):
        it.moves(-4900, f"{resource} {metric} {to}", ramp=600)
    it.once(-4905, "feed-import | customer 811 imports a back catalogue of 412 episodes")
    it.log(
        f"transcribe 9 WARN {USED_UP}.. | voicetext refused chunk: 429 "
        '{"error":{"type":"quota_exceeded","message":"Plan limit of 250000 '
        'audio minutes reached for billing period ending 2026-03-31"}}',
        f"transcribe 8 ERROR {USED_UP}.. | Invoke Error "
        '\t{"errorType":"AxiosError","errorMessage":"Request failed with status '
        'code 429","code":"ERR_BAD_REQUEST","status":429,"stack":["AxiosError: '
        'Request failed with status code 429","    at settle '
        '(/var/task/node_modules/axios/dist/node/axios.cjs:2049:12)","    at async '
        'handler (/var/task/transcribe.js:77:19)"]}',
    )
    it.log(
        f"transcribe-flow 5 {USED_UP + 95}.. | Request failed with status code 429", style=failed
    )
    it.moves(
        USED_UP,
        "transcribe Errors 92, Duration 210",
        "api.voicetext.example Failures 95, Latency 48",
    )
    it.moves(USED_UP + 95, "transcribe-flow ExecutionsFailed 34")
    it.moves(USED_UP, "episodes ConsumedWriteCapacityUnits 31")
    it.alarm("transcripts-failing", "transcribe-flow", "ExecutionsFailed", 8, 7)
    it.expects(
        "api.voicetext.example",
        "throttling|resource-exhaustion|dependency",
        mentions="quota",
        blames="feed-import|episodes|transcribe-flow",
    )


def failed(dice: random.Random, at: float, level: str, text: str) -> str:
    run = f"{FLOW.replace('stateMachine', 'execution')}:ep-{dice.randrange(10**6)}"
    return (
        '{"id":"31","type":"ExecutionFailed","details":{"cause":"{\\"errorType\\":\\"AxiosError\\",\\"errorMessage\\":\\"'
        f"{text}"
        '\\"}","error":"AxiosError"},"previous_event_id":"30","event_timestamp":"'
        f'{logs.iso(at)}","execution_arn":"{run}"}}'
    )
