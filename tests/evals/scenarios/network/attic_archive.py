"""An interface endpoint is deleted; what has no other way out waits until it gives up."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -290


@scenario("archives", "archive of the attic", watched(1, 1))
def attic_archive(it: Incident) -> None:
    it.has(
        aws.rest_api("archive-rest", 330, 240),
        aws.function("deposit-intake", logs.powertools("deposit-intake"), 160, 310, 0.05),
        aws.tasks(
            "catalogue",
            logs.compact(logs.logback("org.attic.catalogue.Search")),
            "archives",
            33,
            61,
        ),
        aws.resource("sfn-endpoint", "other"),
    )
    at = {
        "VPC Endpoint Id": "vpce-0b51e7f2a94c3d806",
        "Service Name": "com.amazonaws.us-east-1.states",
    }
    levels = {"ActiveConnections": ("Count", 22)}
    it.measured("sfn-endpoint", "AWS/PrivateLinkEndpoints", at, levels)
    it.closely("sfn-endpoint ActiveConnections")
    it.has(aws.resource("deposit-flow", "other"))
    at = {"StateMachineArn": "arn:aws:states:us-east-1:418295736104:stateMachine:deposit-flow"}
    it.measured("deposit-flow", "AWS/States", at, {"ExecutionsStarted": ("Count", 155)})
    it.calls(
        "archive-rest > deposit-intake > sfn-endpoint > deposit-flow", "archive-rest > catalogue"
    )
    it.log(f"deposit-intake 0.7 {ONSET}>0.0 | deposit <1000000..10000000> started")
    it.reports("deposit-intake", 0.5, 310, (512, 118), until=ONSET)
    it.log(
        "catalogue 0.7 | <0..240> hits",
        "catalogue 0.3 ERROR | query cannot be parsed\n"
        'org.apache.lucene.queryparser.classic.ParseException: Encountered "<EOF>" at '
        "line 1, column 9.",
    )
    it.change(
        -345,
        "configuration sfn-endpoint network-terraform | DeleteVpcEndpoints "
        "vpce-0b51e7f2a94c3d806 (com.amazonaws.us-east-1.states)",
    )
    it.change(-1100, "deployment catalogue argo | catalogue 8.0.4: synonyms")
    it.series("sfn-endpoint", "ActiveConnections").silence(ONSET - 30)
    it.moves(
        ONSET,
        "deposit-flow ExecutionsStarted 0",
        "deposit-intake Errors 118, Duration 15300",
        "archive-rest 5XXError 116, Latency 7600",
    )
    it.log(
        f"deposit-intake 4 ERROR {ONSET + 15}.. x5 | could not start the deposit\n"
        'Traceback (most recent call last):\n  File "/var/task/intake.py", line 64, in '
        "start\nbotocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: "
        '"https://states.us-east-1.amazonaws.com/"'
    )
    it.reports("deposit-intake", 4, 15300, (512, 119), ONSET + 15)
    it.alarm("archive-rest-5xx", "archive-rest", "5XXError", 30, 3)
    it.expects(
        "sfn-endpoint",
        "network|configuration|infrastructure",
        mentions="endpoint",
        blames="catalogue|deposit-flow",
    )
