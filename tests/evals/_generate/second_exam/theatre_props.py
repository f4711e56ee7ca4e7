"""A partner answers slower than a function may run."""

from __future__ import annotations

from tests.evals._generate.practice.voices import platform
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import http_api
from tests.evals._generate.styles import node_lambda, powertools

ONSET = -288.0
PARTNER = "api.stagecover.example"
STOPPED = (
    "The Lambda function returned the following error: Task timed out after 10.00 seconds. Check "
    "your Lambda function code and try again."
)


def theatre_props() -> Account:
    it = Account("theatre-props", "theatres", "theatre props", kept=(0.65, 0.5))
    it.http_api("props-api", 128, 390, http_api("POST /reservations"))
    it.lambda_("reserve-prop", node_lambda, 64, 610)
    it.partner(PARTNER, "Props/Outbound", 63, 340)
    it.lambda_("shelf-search", powertools("shelf-search"), 66, 95)
    it.resource("prop-holdings", "dynamodb")
    it.measured(
        "prop-holdings",
        "AWS/DynamoDB",
        {"TableName": "prop-holdings"},
        {
            "ConsumedReadCapacityUnits": ("Count", 610),
            "SuccessfulRequestLatency": ("Milliseconds", 4.1),
        },
    )
    it.calls(f"props-api > reserve-prop > {PARTNER}", "reserve-prop > prop-holdings")
    it.calls("props-api > shelf-search > prop-holdings")

    it.closely("reserve-prop", "Duration").closely(PARTNER, "ClientLatency")
    it.moves(PARTNER, ONSET, {"ClientLatency": 8100}, ramp=70)
    it.moves(PARTNER, -230, {"ClientErrors": 4})
    it.moves("reserve-prop", ONSET, {"Duration": 9400}, ramp=60)
    it.series("reserve-prop", "Duration").noise = 0.02
    it.moves("reserve-prop", -226, {"Errors": 55})
    it.moves("props-api", -226, {"5xx": 54, "Latency": 5100})

    it.business(
        "reserve-prop", lambda d: f"reserved prop {d.randint(1000, 9000)}", 0.9, (-230, 0.2)
    )
    it.business(
        "reserve-prop",
        lambda d: f"cover quote from {PARTNER} took {d.randint(250, 460)} ms",
        0.9,
        (ONSET, 0),
    )
    it.says(
        "reserve-prop",
        lambda d: f"cover quote from {PARTNER} took {d.randint(6100, 9700)} ms",
        14,
        ONSET,
    )
    it.business("reserve-prop", "prop has no photo", 0.3, level="WARN")
    it.reports("reserve-prop", 0.7, 610, (256, 97), until=ONSET)
    it.reports("reserve-prop", 20, 10000, (256, 98), since=-226, status="Status: timeout")
    it.says("reserve-prop", "Task timed out after 10.00 seconds", 42, -226, style=platform)
    it.business("shelf-search", lambda d: f"{d.randint(0, 40)} props found", 1.0)
    it.business("shelf-search", "synonym list is 9 days old", 0.2, level="WARN")
    it.business("props-api", lambda d: f"201 {d.randint(420, 760)} -", 0.7, (-230, 0.15))
    it.says("props-api", f"500 10011 {STOPPED}", 15, -226)

    it.change(-5900, "configuration", "prop-holdings", "deletion protection on", "terraform")
    it.change(
        -1270, "deployment", "shelf-search", "shelf-search 2.8.0: plural forms", "github-actions"
    )
    it.change(
        -2800, "deployment", "reserve-prop", "reserve-prop 1.44.1: typo in mail", "github-actions"
    )
    it.alarm("props-api-5xx", "props-api", "5xx", 12, 3)
    it.expects(
        ["confirmed", "likely"],
        PARTNER,
        ["dependency", "infrastructure"],
        None,
        ["prop-holdings", "shelf-search"],
    )
    return it
