"""A search domain that stops taking documents because its disks are full."""

from tests.evals import aws, logs
from tests.evals.builder import ACCOUNT, Incident, scenario, watched

BLOCKED = (
    "batch of specimens not indexed\nTraceback (most recent call last):\n"
    '  File "/var/task/indexer/bulk.py", line 41, in write\n'
    "    helpers.bulk(client, actions, refresh=False)\n"
    "opensearchpy.exceptions.TransportError: TransportError(429, "
    "'cluster_block_exception', 'index [specimens-v7] blocked by: "
    "[TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has "
    "read-only-allow-delete block];')"
)


@scenario("herbarium", "specimens", watched(0.8, 0.8))
def herbarium_search(it: Incident) -> None:
    it.has(
        aws.queue("specimen-edits", None),
        aws.function(
            "specimen-indexer", logs.powertools("specimen-indexer"), calls=44, ms=390, errors=0.05
        ),
        aws.resource(
            "herbarium-os", "other", logs.bare, "/aws/OpenSearchService/domains/herbarium-os/app"
        ),
    )
    levels = {
        "FreeStorageSpace": ("Megabytes", 31400, 0.003, 0.0),
        "ClusterIndexWritesBlocked": ("None", 0, 0.0, 0.0),
    }
    domain = {"ClientId": ACCOUNT, "DomainName": "herbarium-os"}
    it.measured("herbarium-os", "AWS/ES", domain, levels)
    it.has(aws.function("specimen-search", logs.python_lambda, calls=130, ms=44, errors=0.05))
    it.calls("specimen-edits > specimen-indexer > herbarium-os", "specimen-search > herbarium-os")
    it.log(
        "specimen-indexer 0.9 -640>0.0 | <4..25> specimens indexed",
        "specimen-search 1.15 | query answered, <0..900> hits",
        "specimen-search 0.25 ERROR | RequestError(400, "
        "'search_phase_execution_exception', 'Failed to parse query [Carex <(|{|[>]')",
        "herbarium-os 0.25 | [INFO ][o.o.j.s.JobSweeper ] [node-<1..3>] Running full sweep",
        "herbarium-os 0.7 -1900..-640 | [WARN ][o.o.c.r.a.DiskThresholdMonitor] "
        "[node-<1..3>] high disk watermark [90%] exceeded on [/usr/share/opensearch/data], "
        "free: <6..9>.<0..9>gb, shards will be relocated away from this node",
        "herbarium-os 1.2 -640.. | [WARN ][o.o.c.r.a.DiskThresholdMonitor] [node-<1..3>] "
        "flood stage disk watermark [95%] exceeded, all indices on this node will be "
        "marked read-only",
        f"specimen-indexer 3.3 ERROR -630.. | {BLOCKED}",
    )
    it.moves(-6700, "herbarium-os FreeStorageSpace 1480", ramp=6050)
    it.moves(-640, "herbarium-os ClusterIndexWritesBlocked 1")
    it.moves(-630, "specimen-indexer Errors 43")
    it.moves(
        -630,
        "specimen-edits ApproximateAgeOfOldestMessage 660, ApproximateNumberOfMessagesVisible 5100",
        ramp=630,
    )
    it.series("specimen-edits", "ApproximateAgeOfOldestMessage").noise = 0.02
    it.change(
        -6760,
        "configuration herbarium-os curator-tools | index settings of specimens-v7, for "
        "the open day",
        "index.number_of_replicas: 1 -> 2",
    )
    it.change(-1020, "deployment specimen-search | specimen-search 2.2.0: synonyms of genera")
    it.alarm(
        "specimen-edits-age",
        "specimen-edits",
        "ApproximateAgeOfOldestMessage",
        480,
        periods=3,
        statistic="MAXIMUM",
    )
    it.expects(
        "herbarium-os",
        "resource-exhaustion|configuration",
        blames="specimen-indexer|specimen-search|specimen-edits",
    )
