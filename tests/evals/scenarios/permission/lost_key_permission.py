"""A key's policy was rewritten; the service cannot decrypt its documents any more."""

from tests.evals.builder import ONE_HOUR, Incident, resource, scenario, service
from tests.evals.dialects import logfmt


@scenario("legal", "contracts", ONE_HOUR)
def lost_key_permission(it: Incident) -> None:
    it.has(
        service("contract-api", logfmt("contract-api"), "legal", 70, 90),
        service("signing", logfmt("signing"), "legal", 20, 240),
        resource("contract-files", "other"),
        resource("contracts-key", "other"),
    )
    it.calls("contract-api > contract-files > contracts-key", "contract-api > signing")
    it.log("contract-api 2 | contract <0..99999> opened", until=-284)
    it.log(
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
        "contract-api 7 ERROR | cannot open contract: operation error S3: GetObject, https "
        "response error StatusCode: 403, api error AccessDenied: User: "
        "arn:aws:sts::418295736104:assumed-role/contract-api-task/6f1c is not authorized "
        "to perform: kms:Decrypt on resource: "
        "arn:aws:kms:us-east-1:418295736104:key/contracts-key because no resource-based "
        "policy allows the kms:Decrypt action",
        since=-284,
    )
    it.moves(-284, "contract-api 5xx 42")
    it.alarm("contract-api-5xx", "contract-api", "5xx", 10, 3)
    it.expects(
        "contracts-key|contract-api",
        "permission",
        mentions="kms:Decrypt",
        blames="signing|contract-files",
    )
