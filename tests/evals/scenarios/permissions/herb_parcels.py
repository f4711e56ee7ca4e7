"""A role's policy was tidied up, and with it went the right to query one index."""

from tests.evals import aws, logs
from tests.evals.builder import ACCOUNT, Incident, scenario, watched

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
        aws.rest_api("parcels-rest", 420, 130),
        aws.tasks("depot-desk", logs.compact(logs.pino("depot-desk")), "apothecary", 22),
        aws.function("parcel-labels", logs.powertools("parcel-labels"), 210, 95, 0.05),
        aws.resource("parcels", "dynamodb"),
    )
    levels = {
        "ConsumedReadCapacityUnits": ("Count", 380),
        "ConsumedWriteCapacityUnits": ("Count", 140),
    }
    it.measured("parcels", "AWS/DynamoDB", {"TableName": "parcels"}, levels)
    it.has(aws.resource("label-prints", "other"))
    it.calls("parcels-rest > depot-desk > parcel-labels > parcels", "parcel-labels > label-prints")
    it.hourly("parcels", "ConsumedWriteCapacityUnits", 390, 36)
    it.closely("parcel-labels Errors")
    it.log(
        "depot-desk 0.7 | depot <1..30> asked for its labels",
        "depot-desk 0.15 ERROR | request aborted\nError: aborted\n"
        "    at connResetException (node:internal/errors:787:14)",
        f"parcel-labels 0.7 {ONSET}>0.1 | printed <2..40> labels",
    )
    it.reports("parcel-labels", 0.5, 95, (512, 141))
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
        "parcel-labels Errors 92, Duration 31",
        "parcels ConsumedReadCapacityUnits 212",
    )
    it.log(
        f"parcel-labels 4 ERROR {ONSET}.. x4 | could not list parcels of depot <1..30>\n"
        'Traceback (most recent call last):\n  File "/var/task/labels/store.py", line '
        f"57, in of_depot\nbotocore.exceptions.ClientError: {DENIED}",
        f"depot-desk 5 ERROR {ONSET + 2}.. | labels of depot <1..30> failed\n"
        "Error: parcel-labels returned FunctionError Unhandled\n"
        "    at invoke (/app/dist/labels.js:44:11)",
    )
    it.alarm("parcels-rest-5xx", "parcels-rest", "5XXError", 25, 4)
    it.expects(
        "parcel-labels",
        "permission|configuration",
        mentions="dynamodb:Query",
        blames="depot-desk|label-prints",
    )
