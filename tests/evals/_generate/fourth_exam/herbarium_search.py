"""A search domain that stops taking documents because its disks are full."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.incident import ACCOUNT
from tests.evals._generate.styles import bare, powertools, python_lambda

BLOCKED = (
    "batch of specimens not indexed\nTraceback (most recent call last):\n"
    '  File "/var/task/indexer/bulk.py", line 41, in write\n'
    "    helpers.bulk(client, actions, refresh=False)\n"
    "opensearchpy.exceptions.TransportError: TransportError(429, 'cluster_block_exception', 'index"
    " [specimens-v7] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded "
    "flood-stage watermark, index has read-only-allow-delete block];')"
)


def herbarium_search() -> Borough:
    case = Borough("herbarium-search", "herbarium", "specimens", share=0.8)
    case.backlog("specimen-edits")
    case.lambda_("specimen-indexer", powertools("specimen-indexer"), calls=44, ms=390)
    case.resource("herbarium-os", "other", bare, "/aws/OpenSearchService/domains/herbarium-os/app")
    levels = {
        "FreeStorageSpace": ("Megabytes", 31400, 0.003, 0.0),
        "ClusterIndexWritesBlocked": ("None", 0, 0.0, 0.0),
    }
    domain = {"ClientId": ACCOUNT, "DomainName": "herbarium-os"}
    case.measured("herbarium-os", "AWS/ES", domain, levels)
    case.lambda_("specimen-search", python_lambda, calls=130, ms=44)
    case.calls("specimen-edits > specimen-indexer > herbarium-os")
    case.calls("specimen-search > herbarium-os")

    case.business(
        "specimen-indexer", lambda d: f"{d.randint(4, 25)} specimens indexed", 0.9, (-640, 0.0)
    )
    case.business("specimen-search", lambda d: f"query answered, {d.randint(0, 900)} hits", 1.15)
    case.says(
        "specimen-search",
        lambda d: (
            "RequestError(400, 'search_phase_execution_exception', 'Failed to parse query "
            f"[Carex {d.choice('({[')}]')"
        ),
        0.25,
        level="ERROR",
    )
    case.says(
        "herbarium-os",
        lambda d: f"[INFO ][o.o.j.s.JobSweeper ] [node-{d.randint(1, 3)}] Running full sweep",
        0.25,
    )

    case.says(
        "herbarium-os",
        lambda d: (
            f"[WARN ][o.o.c.r.a.DiskThresholdMonitor] [node-{d.randint(1, 3)}] high disk watermark "
            f"[90%] exceeded on [/usr/share/opensearch/data], free: "
            f"{d.randint(6, 9)}.{d.randint(0, 9)}gb, shards will be relocated away from this node"
        ),
        0.7,
        since=-1900,
        until=-640,
    )
    case.says(
        "herbarium-os",
        lambda d: (
            f"[WARN ][o.o.c.r.a.DiskThresholdMonitor] [node-{d.randint(1, 3)}] flood stage disk "
            "watermark [95%] exceeded, all indices on this node will be marked read-only"
        ),
        1.2,
        since=-640,
    )
    case.says("specimen-indexer", BLOCKED, 3.3, since=-630, level="ERROR")
    case.moves("herbarium-os", -6700, {"FreeStorageSpace": 1480}, ramp=6050)
    case.moves("herbarium-os", -640, {"ClusterIndexWritesBlocked": 1})
    case.moves("specimen-indexer", -630, {"Errors": 43})
    case.moves(
        "specimen-edits",
        -630,
        {"ApproximateAgeOfOldestMessage": 660, "ApproximateNumberOfMessagesVisible": 5100},
        ramp=630,
    )
    case.series("specimen-edits", "ApproximateAgeOfOldestMessage").noise = 0.02
    case.change(
        -6760,
        "configuration",
        "herbarium-os",
        "index settings of specimens-v7, for the open day",
        "curator-tools",
        "index.number_of_replicas: 1 -> 2",
    )
    case.change(-1020, "deployment", "specimen-search", "specimen-search 2.2.0: synonyms of genera")
    case.alarm(
        "specimen-edits-age",
        "specimen-edits",
        "ApproximateAgeOfOldestMessage",
        480,
        periods=3,
        statistic="MAXIMUM",
    )
    case.expects(
        ["confirmed", "likely"],
        "herbarium-os",
        ["resource-exhaustion", "configuration"],
        None,
        ["specimen-indexer", "specimen-search", "specimen-edits"],
    )
    return case
