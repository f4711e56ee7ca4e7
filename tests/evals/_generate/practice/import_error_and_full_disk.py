"""Two faults at once: a package without its library, and a database whose volume is full."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import gateway_access
from tests.evals._generate.styles import bare, postgres, powertools, python_lambda, spring

FULL = -610.0
RELEASED = -398.0

_IMPORT = (
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'labels.handler': No module named "
    "'orjson'\nTraceback (most recent call last):"
)
_NO_SPACE = (
    "Saving pick list failed: org.postgresql.util.PSQLException: ERROR: could not extend file "
    '"base/16401/24718.3": No space left on device'
)


def build() -> Incident:
    it = Scene("import-error-and-full-disk", "logistics", "fulfilment", 0.42)
    it.gateway("fulfilment-api", 190, 120, gateway_access("POST /fulfilments"))
    it.function("shipping-label", powertools("shipping-label"), 95, 210)
    it.container("pick-list", spring("wh.pick.PickListService"), "warehouse", 32)
    it.rds("stock-pg", "postgres", postgres)
    at = {"DBInstanceIdentifier": "stock-pg"}
    it.metric("stock-pg", "AWS/RDS", "FreeStorageSpace", at, "Bytes", 2.1e9, 0.002)
    it.series("stock-pg", "FreeStorageSpace").cycle = 0
    it.function("tracking", python_lambda, 60, 75)
    it.table("parcels", 95)
    it.calls("fulfilment-api > pick-list > stock-pg", "fulfilment-api > shipping-label > parcels")
    it.calls("fulfilment-api > tracking > parcels")
    it.closely("fulfilment-api", "5XXError")
    it.closely("stock-pg", "FreeStorageSpace")
    _usual(it)
    it.change(-6480, "deployment", "tracking", "tracking 61: carrier names", "github-actions")
    it.change(
        RELEASED,
        "deployment",
        "shipping-label",
        "shipping-label 207: faster JSON",
        "github-actions",
        "--- a/labels/handler.py\n+++ b/labels/handler.py\n@@ -1,1 +1,1 @@\n"
        "-import json\n+import orjson\n",
    )
    it.says("pick-list", _NO_SPACE, 8, since=FULL, level="ERROR", tasks=3)
    it.says(
        "stock-pg",
        'could not extend file "base/16401/24718.3": No space left on device',
        5,
        since=FULL - 3,
        level="ERROR",
        tasks=1,
    )
    it.writes("shipping-label", bare)
    it.says("shipping-label", _IMPORT, 9, since=RELEASED + 14, level="ERROR")
    it.says("fulfilment-api", lambda d: f"500 {d.randint(20, 90)} -", 5, since=FULL)
    it.says("fulfilment-api", "502 14 Internal server error", 5, since=RELEASED + 14)
    it.series("stock-pg", "FreeStorageSpace").shift(-7260, 0, ramp=7260 + FULL)
    it.series("fulfilment-api", "5XXError").shift(FULL, 42).shift(RELEASED + 14, 128)
    it.series("shipping-label", "Errors").shift(RELEASED + 14, 94)
    it.series("shipping-label", "Duration").shift(RELEASED + 14, 12)
    it.series("parcels", "ConsumedWriteCapacityUnits").shift(RELEASED + 14, 2)
    it.alarm("fulfilment-5xx", "fulfilment-api", "5XXError", 60, 5)
    return it.expects(
        ["confirmed", "likely"],
        ["shipping-label", "stock-pg"],
        ["deployment", "code-defect", "resource-exhaustion"],
        ["orjson", "stock-pg"],
        ["tracking", "parcels"],
    )


def _usual(it: Scene) -> None:
    it.says("fulfilment-api", lambda d: f"201 {d.randint(70, 260)} -", 1, dips=(FULL, 0.5))
    it.says("fulfilment-api", lambda d: f"409 {d.randint(20, 50)} -", 0.2)
    it.says(
        "shipping-label", lambda d: f"label printed weight={d.randint(1, 31)}", 0.9, until=RELEASED
    )
    it.says("shipping-label", "customs form is missing", 0.3, level="WARNING", until=RELEASED)
    it.says("pick-list", lambda d: f"pick list of {d.randint(1, 20)} lines", 0.7, until=FULL)
    it.says("pick-list", "shelf 14-B is blocked", 0.4, level="WARN")
    it.says("stock-pg", lambda d: f"checkpoint starting: time ({d.randint(1, 9)})", 0.1, tasks=1)
    it.says("tracking", lambda d: f"{d.randint(1, 9)} events of parcel read", 0.6)
    it.says("tracking", "carrier unknown: QX", 0.3, level="ERROR")
