"""A function went live an hour ago; the first night boat is more than that release can load."""

from tests.evals import aws, logs
from tests.evals.builder import DAY, Incident, scenario, watched

BORN, FIRST = -4100.0, -235.0


@scenario("lakes", "ferries", watched(0.68, 0.68))
def lake_ferries(it: Incident) -> None:
    it.has(
        aws.function("ferry-desk", logs.node_lambda, calls=150, ms=58, errors=0.05),
        aws.queue("ferry-manifests", sent=40),
        aws.function("manifest-loader", logs.python_lambda, calls=38, ms=240),
        aws.table("lake-sailings", writes=90),
    )
    it.calls("ferry-desk > ferry-manifests > manifest-loader > lake-sailings")
    it.log(
        "ferry-desk 1.5 | sailing <1..99> boarded",
        "ferry-desk 0.3 WARN | sailing <1..99> has no bicycle deck",
        f"manifest-loader 0.8 {BORN}.. | manifest of sailing <1..99> loaded",
        f"manifest-loader 9 ERROR {FIRST}.. | manifest of sailing <1..99> has no purser",
    )
    it.closely("manifest-loader Invocations Errors")
    for metric in ("Invocations", "Errors", "Duration"):
        it.series("manifest-loader", metric).silence(-DAY, BORN)
    it.moves(FIRST, "manifest-loader Errors 17")
    it.change(-6900, "configuration lake-sailings dba | point in time recovery switched on")
    it.change(BORN - 40, "deployment manifest-loader ci | manifest-loader: first release")
    it.alarm("loader-errors", "manifest-loader", "Errors", 5, 3)
    it.expects(
        "manifest-loader",
        "deployment",
        mentions="first release",
        blames="lake-sailings|ferry-desk|ferry-manifests",
    )
