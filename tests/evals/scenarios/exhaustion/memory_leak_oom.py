"""Memory climbs for hours after a deploy until tasks are killed."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, hours, scenario


@scenario("news", "front-page", hours(8))
def memory_leak_oom(it: Incident) -> None:
    it.has(
        aws.service("page-renderer", logs.pino("renderer-7d9"), "news", 800, 55),
        aws.service("article-api", logs.pino("articles-5c2"), "news", 1500, 14),
        aws.database("articles-db", 70),
        aws.resource("edge", "http").plus(
            "news/edge", {"Site": "front"}, {"Requests": ("Count", 4000), "5xx": ("Count", 2)}
        ),
    )
    it.calls("edge > page-renderer > article-api > articles-db")
    it.log(
        "page-renderer 2.5 | rendered /<|world|sport> in <20..90> ms",
        "article-api 2 | GET /articles/<1..9999> 200",
        "article-api 0.5 WARN | deprecated query parameter 'expand' used by page-renderer",
    )
    it.change(
        -18300,
        "deployment page-renderer github-actions | page-renderer 2026.03.14-1: memoise layouts",
        "diff --git a/src/layout.ts b/src/layout.ts\n@@ -9,2 +9,4 @@\n"
        "+const seen = new Map<string, Layout>();\n+  seen.set(request.url, layout);\n",
    )
    it.change(-2400, "deployment article-api github-actions | article-api 1.77.2")
    it.moves(-18300, "page-renderer MemoryUtilization 99", ramp=18000)
    for crash in (-335, -210, -118, -31):
        it.once(
            crash,
            "page-renderer FATAL | <--- Last few GCs --->\nFATAL ERROR: Reached heap limit "
            "Allocation failed - JavaScript heap out of memory",
        )
        it.once(
            crash + 2,
            "page-renderer ERROR | container page-renderer exited with code 137 "
            "(OutOfMemoryError: Container killed due to memory usage)",
        )
        it.once(crash + 24, "page-renderer | server listening on :3000")
    it.moves(-335, "edge 5xx 240", "page-renderer 5xx 90")
    it.alarm("front-page-5xx", "edge", "5xx", 60, 3)
    it.expects(
        "page-renderer",
        "resource-exhaustion|code-defect|deployment",
        mentions="memory",
        blames="article-api|articles-db|edge",
    )
