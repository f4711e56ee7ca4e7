"""Lambda puts in a newer version of the runtime by itself; a native library does not load on it."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

GROUP = "/aws/lambda/pattern-print"
ARN = "arn:aws:lambda:us-east-1::runtime:"
BEFORE, AFTER = f"python:3.12.v57\tRuntime Version ARN: {ARN}0a1e", \
    f"python:3.12.v58\tRuntime Version ARN: {ARN}7c4d"  # fmt: skip
FAILED = (
    "[ERROR] OSError: /opt/lib/libstitch.so.2: version `GLIBC_2.38' not found (required by "
    "/opt/lib/libstitch.so.2)\nTraceback (most recent call last):\n"
    '  File "/var/task/prints.py", line 41, in drawn\n    return stitch.chart(pattern)'
)


@scenario("knitting", "kits", watched(0.68, 0.68))
def knitting_kits(it: Incident) -> None:
    it.has(
        aws.http_api("kits-http", requests=260, ms=140),
        aws.function("pattern-print", logs.bare, calls=256, ms=118, errors=0.05),
        aws.table("knitting-kits", writes=70),
    )
    it.calls("kits-http > pattern-print > knitting-kits")
    it.log(
        "pattern-print 1.4 -244>0.0 | chart <100..999> drawn",
        "pattern-print 0.3 WARNING | chart <100..999> has no gauge",
        f"pattern-print 18 -244.. x4 | {FAILED}",
    )
    it.reports("pattern-print", 0.7, 118, (512, 190))
    for number, at in enumerate((-6900.0, -4100.0, -1900.0)):
        it.line(
            GROUP, f"2026/11/21/[$LATEST]a{number}", at, f"INIT_START Runtime Version: {BEFORE}"
        )
    for number, at in enumerate((-246.0, -245.0, -240.0, -170.0)):
        it.line(GROUP, f"2026/11/21/[$LATEST]b{number}", at, f"INIT_START Runtime Version: {AFTER}")
    it.moves(-245, "pattern-print Errors 250, Duration 20", "kits-http 5xx 250, Latency 40")
    it.moves(-245, "knitting-kits ConsumedWriteCapacityUnits 1")
    it.change(-5000, "configuration knitting-kits dba | point in time recovery switched on")
    it.alarm("kits-5xx", "kits-http", "5xx", 40, periods=3)
    it.expects(
        "pattern-print", "infrastructure", mentions="runtime", blames="knitting-kits|kits-http"
    )
