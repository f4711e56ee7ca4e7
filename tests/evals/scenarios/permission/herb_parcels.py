"""A role's policy was tidied up, and with it went the right to query one index."""

from tests.evals.builder import (
    ACCOUNT,
    Incident,
    function,
    resource,
    rest_api,
    scenario,
    tasks,
    watched,
)
from tests.evals.dialects import compact, pino, powertools

ONSET = -300
DENIED = (
    "An error occurred (AccessDeniedException) when calling the Query operation: User: "
    f"arn:aws:sts::{ACCOUNT}:assumed-role/parcel-labels-role/parcel-labels is not "
    "authorized to perform: dynamodb:Query on resource: arn:aws:dynamodb:us-east-1:"
    f"{ACCOUNT}:table/parcels/index/by-depot because no identity-based policy allows "
    "the dynamodb:Query action"
)


@scenario("apothecary", "parcels of herbs", watched(1, 1))
def herb_parcels(it: Incident) -> None:
    it.has(
        rest_api("parcels-rest", 420, 130),
        tasks("depot-desk", compact(pino("depot-desk")), "apothecary", 22),
        function("parcel-labels", powertools("parcel-labels"), 210, 95, 0.05),
        resource("parcels", "dynamodb"),
    )
    levels = {
        "ConsumedReadCapacityUnits": ("Count", 380),
        "ConsumedWriteCapacityUnits": ("Count", 140),
    }
    it.measured("parcels", "AWS/DynamoDB", {"TableName": "parcels"}, levels)
    it.has(resource("label-prints", "other"))
    it.calls("parcels-rest > depot-desk > parcel-labels > parcels", "parcel-labels > label-prints")
    it.hourly("parcels", "ConsumedWriteCapacityUnits", 390, 36)
    it.closely("parcel-labels Errors")
    _daily_business(it)
    _incident(it)


def _daily_business(it: Incident) -> None:
    it.log(
        "depot-desk 0.7 | depot <1..30> asked for its labels",
        "depot-desk 0.15 ERROR | request aborted\nError: aborted\n"
        "    at connResetException (node:internal/errors:787:14)",
    )
    it.log("parcel-labels 0.7 | printed <2..40> labels", falls=(ONSET, 0.1))
    it.reports("parcel-labels", 0.5, 95, (512, 141))


def _incident(it: Incident) -> None:
    it.change(
        -395,
        "permission parcel-labels platform-terraform | terraform apply: "
        "iam_role_policy.parcel_labels, statements narrowed to tables in use",
        "Statement[0].Resource: table/parcels, table/parcels/index/* -> table/parcels",
    )
    it.change(-820, "deployment depot-desk gh-actions | depot-desk 118: new icons")
    it.moves(
        ONSET,
        "parcels-rest 5XXError 96",
        "parcel-labels Errors 92",
        "parcel-labels Duration 31",
        "parcels ConsumedReadCapacityUnits 212",
    )
    it.log(
        "parcel-labels 4 ERROR | could not list parcels of depot <1..30>\n"
        'Traceback (most recent call last):\n  File "/var/task/labels/store.py", line '
        f"57, in of_depot\nbotocore.exceptions.ClientError: {DENIED}",
        since=ONSET,
        tasks=4,
    )
    it.log(
        "depot-desk 5 ERROR | labels of depot <1..30> failed\n"
        "Error: parcel-labels returned FunctionError Unhandled\n"
        "    at invoke (/app/dist/labels.js:44:11)",
        since=ONSET + 2,
    )
    it.alarm("parcels-rest-5xx", "parcels-rest", "5XXError", 25, 4)
    it.expects(
        "parcel-labels",
        "permission|configuration",
        mentions="dynamodb:Query",
        blames="depot-desk|label-prints",
    )
