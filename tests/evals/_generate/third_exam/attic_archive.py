"""An interface endpoint is deleted; what has no other way out waits until it gives up."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import logback
from tests.evals._generate.styles import powertools
from tests.evals._generate.third_exam.region import Region

ONSET = -290


def attic_archive() -> Region:
    region = Region("attic-archive", "archives", "archive of the attic")
    region.rest_api("archive-rest", 330, 240)
    region.lambda_("deposit-intake", powertools("deposit-intake"), 160, 310)
    region.tasks("catalogue", logback("org.attic.catalogue.Search"), "archives", 33, 61)
    region.resource("sfn-endpoint", "other")
    at = {
        "VPC Endpoint Id": "vpce-0b51e7f2a94c3d806",
        "Service Name": "com.amazonaws.us-east-1.states",
    }
    levels = {"ActiveConnections": ("Count", 22)}
    region.measured("sfn-endpoint", "AWS/PrivateLinkEndpoints", at, levels)
    region.closely("sfn-endpoint", "ActiveConnections")
    region.resource("deposit-flow", "other")
    at = {"StateMachineArn": "arn:aws:states:us-east-1:418295736104:stateMachine:deposit-flow"}
    region.measured("deposit-flow", "AWS/States", at, {"ExecutionsStarted": ("Count", 155)})
    region.calls(
        "archive-rest > deposit-intake > sfn-endpoint > deposit-flow",
        "archive-rest > catalogue",
    )
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business(
        "deposit-intake",
        lambda dice: f"deposit {dice.randint(10**6, 10**7)} started",
        0.7,
        (ONSET, 0.0),
    )
    region.reports("deposit-intake", 0.5, 310, (512, 118), until=ONSET)
    region.business("catalogue", lambda dice: f"{dice.randint(0, 240)} hits", 0.7)
    region.business(
        "catalogue",
        "query cannot be parsed\norg.apache.lucene.queryparser.classic.ParseException: "
        'Encountered "<EOF>" at line 1, column 9.',
        0.3,
        level="ERROR",
    )


def _incident(region: Region) -> None:
    region.change(
        -345,
        "configuration",
        "sfn-endpoint",
        "DeleteVpcEndpoints vpce-0b51e7f2a94c3d806 (com.amazonaws.us-east-1.states)",
        "network-terraform",
    )
    region.change(-1100, "deployment", "catalogue", "catalogue 8.0.4: synonyms", "argo")
    region.series("sfn-endpoint", "ActiveConnections").silence(ONSET - 30)
    region.moves("deposit-flow", ONSET, {"ExecutionsStarted": 0})
    region.moves("deposit-intake", ONSET, {"Errors": 118, "Duration": 15300})
    region.moves("archive-rest", ONSET, {"5XXError": 116, "Latency": 7600})
    region.says(
        "deposit-intake",
        "could not start the deposit\n"
        "Traceback (most recent call last):\n"
        '  File "/var/task/intake.py", line 64, in start\n'
        "botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: "
        '"https://states.us-east-1.amazonaws.com/"',
        4,
        ONSET + 15,
        level="ERROR",
        tasks=5,
    )
    region.reports("deposit-intake", 4, 15300, (512, 119), ONSET + 15)
    region.alarm("archive-rest-5xx", "archive-rest", "5XXError", 30, 3)
    region.expects(
        ["confirmed", "likely"],
        "sfn-endpoint",
        ["network", "configuration", "infrastructure"],
        ["endpoint"],
        ["catalogue", "deposit-flow"],
    )
