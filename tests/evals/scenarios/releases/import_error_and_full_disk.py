"""Two faults at once: a package without its library, and a database whose volume is full."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

FULL = -610.0
RELEASED = -398.0
_IMPORT = (
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'labels.handler': No "
    "module named 'orjson'\nTraceback (most recent call last):"
)
_NO_SPACE = (
    "Saving pick list failed: org.postgresql.util.PSQLException: ERROR: could not "
    'extend file "base/16401/24718.3": No space left on device'
)


@scenario("logistics", "fulfilment", quarterly(0.42))
def import_error_and_full_disk(it: Incident) -> None:
    it.has(
        aws.rest_api(
            "fulfilment-api", 190, 120, 0.3, logs.gateway_access("POST /fulfilments"), 0.06, 0.08
        ),
        aws.function("shipping-label", logs.powertools("shipping-label"), 95, 210),
        aws.tasks("pick-list", logs.spring("wh.pick.PickListService"), "warehouse", 32, None, 0.07),
        aws.rds("stock-pg", "postgres", logs.postgres),
    )
    at = {"DBInstanceIdentifier": "stock-pg"}
    it.measured("stock-pg", "AWS/RDS", at, {"FreeStorageSpace": ("Bytes", 2100000000.0, 0.002)})
    it.series("stock-pg", "FreeStorageSpace").cycle = 0
    it.has(aws.function("tracking", logs.python_lambda, 60, 75), aws.table("parcels", 95))
    it.calls(
        "fulfilment-api > pick-list > stock-pg",
        "fulfilment-api > shipping-label > parcels",
        "fulfilment-api > tracking > parcels",
    )
    it.closely("fulfilment-api 5XXError", "stock-pg FreeStorageSpace")
    it.log(
        f"fulfilment-api 1 {FULL}>0.5 | 201 <70..260> -",
        "fulfilment-api 0.2 | 409 <20..50> -",
        f"shipping-label 0.9 ..{RELEASED} | label printed weight=<1..31>",
        f"shipping-label 0.3 WARNING ..{RELEASED} | customs form is missing",
        f"pick-list 0.7 ..{FULL} | pick list of <1..20> lines",
        "pick-list 0.4 WARN | shelf 14-B is blocked",
        "stock-pg 0.1 x1 | checkpoint starting: time (<1..9>)",
        "tracking 0.6 | <1..9> events of parcel read",
        "tracking 0.3 ERROR | carrier unknown: QX",
    )
    it.change(-6480, "deployment tracking github-actions | tracking 61: carrier names")
    it.change(
        RELEASED,
        "deployment shipping-label github-actions | shipping-label 207: faster JSON",
        "--- a/labels/handler.py\n+++ b/labels/handler.py\n@@ -1,1 +1,1 @@\n"
        "-import json\n+import orjson\n",
    )
    it.log(
        f"pick-list 8 ERROR {FULL}.. x3 | {_NO_SPACE}",
        f'stock-pg 5 ERROR {FULL - 3}.. x1 | could not extend file "base/16401/24718.3": '
        "No space left on device",
    )
    it.writes("shipping-label", logs.bare)
    it.log(
        f"shipping-label 9 ERROR {RELEASED + 14}.. | {_IMPORT}",
        f"fulfilment-api 5 {FULL}.. | 500 <20..90> -",
        f"fulfilment-api 5 {RELEASED + 14}.. | 502 14 Internal server error",
    )
    it.moves(-7260, "stock-pg FreeStorageSpace 0", ramp=7260 + FULL)
    it.series("fulfilment-api", "5XXError").shift(FULL, 42).shift(RELEASED + 14, 128)
    it.moves(
        RELEASED + 14,
        "shipping-label Errors 94, Duration 12",
        "parcels ConsumedWriteCapacityUnits 2",
    )
    it.alarm("fulfilment-5xx", "fulfilment-api", "5XXError", 60, 5)
    it.expects(
        "shipping-label|stock-pg",
        "deployment|code-defect|resource-exhaustion",
        mentions="orjson|stock-pg",
        blames="tracking|parcels",
    )
