"""A state machine hands lists on from state to state, and one is over the limit of a payload. Its
functions end well, and none of their logs says a word."""

from tests.evals import aws, logs
from tests.evals.builder import ACCOUNT, Incident, quarterly, scenario

ONSET = -600.0
WHY = (
    "with States.DataLimitExceeded: The state/task 'Collect' returned a result with a size "
    "exceeding the maximum number of bytes service limit."
)


@scenario("harbour", "cargo manifests", quarterly())
def cargo_manifests(it: Incident) -> None:
    machine = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:manifest-flow"
    it.has(
        aws.resource("manifest-flow", "stepfunctions").plus(
            "AWS/States",
            {"StateMachineArn": machine},
            {
                "ExecutionsStarted": ("Count", 14, 0.1),
                "ExecutionsFailed": ("Count", 0),
            },
        ),
        aws.function("collect-lines", logs.pino("collect-lines"), 14, 900),
        aws.function("file-manifest", logs.pino("file-manifest"), 14, 350),
        aws.table("manifests", 30),
    )
    it.calls("manifest-flow > collect-lines", "manifest-flow > file-manifest > manifests")
    it.closely("manifest-flow ExecutionsStarted")
    it.log(
        "collect-lines 1.2 | collected lines of vessel <1..900>",
        f"file-manifest 1.2 {ONSET}>0.1 | filed manifest <0..99999>",
        "file-manifest 0.2 WARN | draught of vessel <1..900> is unknown",
    )
    it.change(-6000, "deployment file-manifest github-actions | file-manifest 3.4: draughts")
    for number, at in enumerate((ONSET, -30.0)):
        it.reported(
            at,
            f"manifest-flow stepfunctions | Execution m-40{number} failed in state Collect {WHY}",
        )
    it.moves(ONSET, "manifest-flow ExecutionsFailed 13")
    it.moves(ONSET, "file-manifest Invocations 1", "manifests ConsumedWriteCapacityUnits 3")
    it.alarm("manifests-fail", "manifest-flow", "ExecutionsFailed", 3, 3)
    it.expects(
        "manifest-flow",
        "bad-input|resource-exhaustion",
        mentions="DataLimitExceeded",
        blames="file-manifest|collect-lines|manifests",
    )
