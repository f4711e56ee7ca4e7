"""A key's policy was rewritten; the service cannot decrypt its documents any more."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("legal", "contracts", ONE_HOUR)
def lost_key_permission(it: Incident) -> None:
    it.has(
        aws.service("contract-api", logs.logfmt("contract-api"), "legal", 70, 90),
        aws.service("signing", logs.logfmt("signing"), "legal", 20, 240),
        aws.resource("contract-files", "other"),
        aws.resource("contracts-key", "other"),
    )
    it.calls("contract-api > contract-files > contracts-key", "contract-api > signing")
    it.log(
        "contract-api 2 ..-284 | contract <0..99999> opened",
        "contract-api 1 | list of <1..40> contracts",
        "signing 0.5 WARN | timestamp authority slow",
        "signing 0.7 | signed <0..99999>",
    )
    it.change(-2100, "deployment signing ci | signing 41: retries for timestamps")
    it.change(
        -309,
        "permission contracts-key okafor | PutKeyPolicy",
        [{"path": "Allow kms:Decrypt", "before": "role/contract-api-task", "after": None}],
    )
    it.log(
        "contract-api 7 ERROR -284.. | cannot open contract: operation error S3: "
        "GetObject, https response error StatusCode: 403, api error AccessDenied: User: "
        "arn:aws:sts::418295736104:assumed-role/contract-api-task/6f1c is not authorized "
        "to perform: kms:Decrypt on resource: "
        "arn:aws:kms:us-east-1:418295736104:key/contracts-key because no resource-based "
        "policy allows the kms:Decrypt action"
    )
    it.moves(-284, "contract-api 5xx 42")
    it.alarm("contract-api-5xx", "contract-api", "5xx", 10, 3)
    it.expects(
        "contracts-key|contract-api",
        "permission",
        mentions="kms:Decrypt",
        blames="signing|contract-files",
    )
