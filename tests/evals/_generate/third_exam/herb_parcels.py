"""A role's policy was tidied up, and with it went the right to query one index."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact
from tests.evals._generate.incident import ACCOUNT
from tests.evals._generate.styles import pino, powertools
from tests.evals._generate.third_exam.region import Region

ONSET = -300
DENIED = (
    "An error occurred (AccessDeniedException) when calling the Query operation: User: "
    f"arn:aws:sts::{ACCOUNT}:assumed-role/parcel-labels-role/parcel-labels is not authorized to "
    f"perform: dynamodb:Query on resource: arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/parcels/"
    "index/by-depot because no identity-based policy allows the dynamodb:Query action"
)


def herb_parcels() -> Region:
    region = Region("herb-parcels", "apothecary", "parcels of herbs")
    region.rest_api("parcels-rest", 420, 130)
    region.tasks("depot-desk", compact(pino("depot-desk")), "apothecary", 22)
    region.lambda_("parcel-labels", powertools("parcel-labels"), 210, 95)
    region.resource("parcels", "dynamodb")
    levels = {
        "ConsumedReadCapacityUnits": ("Count", 380),
        "ConsumedWriteCapacityUnits": ("Count", 140),
    }
    region.measured("parcels", "AWS/DynamoDB", {"TableName": "parcels"}, levels)
    region.resource("label-prints", "other")
    region.calls(
        "parcels-rest > depot-desk > parcel-labels > parcels",
        "parcel-labels > label-prints",
    )
    region.hourly("parcels", "ConsumedWriteCapacityUnits", 390, 36)
    region.closely("parcel-labels", "Errors")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business(
        "depot-desk", lambda dice: f"depot {dice.randint(1, 30)} asked for its labels", 0.7
    )
    region.business(
        "depot-desk",
        "request aborted\nError: aborted\n    at connResetException (node:internal/errors:787:14)",
        0.15,
        level="ERROR",
    )
    region.business(
        "parcel-labels", lambda dice: f"printed {dice.randint(2, 40)} labels", 0.7, (ONSET, 0.1)
    )
    region.reports("parcel-labels", 0.5, 95, (512, 141))


def _incident(region: Region) -> None:
    region.change(
        -395,
        "permission",
        "parcel-labels",
        "terraform apply: iam_role_policy.parcel_labels, statements narrowed to tables in use",
        "platform-terraform",
        "Statement[0].Resource: table/parcels, table/parcels/index/* -> table/parcels",
    )
    region.change(-820, "deployment", "depot-desk", "depot-desk 118: new icons", "gh-actions")
    region.moves("parcels-rest", ONSET, {"5XXError": 96})
    region.moves("parcel-labels", ONSET, {"Errors": 92, "Duration": 31})
    region.moves("parcels", ONSET, {"ConsumedReadCapacityUnits": 212})
    region.says(
        "parcel-labels",
        lambda dice: (
            f"could not list parcels of depot {dice.randint(1, 30)}\n"
            "Traceback (most recent call last):\n"
            '  File "/var/task/labels/store.py", line 57, in of_depot\n'
            f"botocore.exceptions.ClientError: {DENIED}"
        ),
        4,
        ONSET,
        level="ERROR",
        tasks=4,
    )
    region.says(
        "depot-desk",
        lambda dice: (
            f"labels of depot {dice.randint(1, 30)} failed\n"
            "Error: parcel-labels returned FunctionError Unhandled\n"
            "    at invoke (/app/dist/labels.js:44:11)"
        ),
        5,
        ONSET + 2,
        level="ERROR",
    )
    region.alarm("parcels-rest-5xx", "parcels-rest", "5XXError", 25, 4)
    region.expects(
        ["confirmed", "likely"],
        "parcel-labels",
        ["permission", "configuration"],
        ["dynamodb:Query"],
        ["depot-desk", "label-prints"],
    )
