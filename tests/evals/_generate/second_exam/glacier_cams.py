"""A search domain's disks are full, and what waits for it gets old."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact
from tests.evals._generate.held_out.level import DAY
from tests.evals._generate.practice.voices import winston
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import loguru
from tests.evals._generate.styles import python_lambda

BLOCKED = -465.0
REASON = (
    "index [frames-2026.03] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage "
    "watermark, index has read-only-allow-delete block];"
)
SHOTS = 210


def glacier_cams() -> Account:
    it = Account("glacier-cams", "glaciology", "glacier cams")
    it.tasks("cam-receiver", loguru("receiver.upload"), "cams", 33)
    it.resource("glacier-frames", "s3")
    it.measured(
        "glacier-frames",
        "AWS/S3",
        {"BucketName": "glacier-frames", "FilterId": "all"},
        {"PutRequests": ("Count", SHOTS), "5xxErrors": ("Count", 0.05)},
    )
    it.resource("frame-queue", "sqs")
    it.measured(
        "frame-queue",
        "AWS/SQS",
        {"QueueName": "frame-queue"},
        {
            "ApproximateAgeOfOldestMessage": ("Seconds", 4),
            "ApproximateNumberOfMessagesVisible": ("Count", 25),
            "NumberOfMessagesDeleted": ("Count", SHOTS),
        },
    )
    it.tasks("frame-indexer", compact(winston("frame-indexer")), "cams", 47, 58)
    it.resource("frames-search", "opensearch")
    at = {"DomainName": "frames-search", "ClientId": "418295736104"}
    it.measured(
        "frames-search",
        "AWS/ES",
        at,
        {
            "FreeStorageSpace": ("Megabytes", 17900, 0.001, 0.0),
            "ClusterIndexWritesBlocked": ("None", 0),
            "CPUUtilization": ("Percent", 31),
            "JVMMemoryPressure": ("Percent", 54, 0.05, 0.03),
        },
    )
    it.lambda_("melt-report", python_lambda, 4, 5200)
    it.calls("cam-receiver > glacier-frames", "cam-receiver > frame-queue")
    it.calls("frame-indexer > frame-queue", "frame-indexer > frames-search")
    it.calls("melt-report > frames-search")

    days = [-DAY * day for day in range(9, 0, -1)]
    it.reaches("frames-search", "FreeStorageSpace", days)
    space = it.series("frames-search", "FreeStorageSpace")
    space.shift(-DAY * 12, 5060, ramp=DAY * 12 + BLOCKED, until=BLOCKED)
    space.shift(BLOCKED + 1, 5060)
    it.closely("frames-search", "ClusterIndexWritesBlocked")
    it.moves("frames-search", BLOCKED, {"ClusterIndexWritesBlocked": 1})
    it.series("frames-search", "ClusterIndexWritesBlocked").noise = 0.0
    it.moves("frames-search", BLOCKED, {"CPUUtilization": 12}, ramp=60)
    it.moves("frame-indexer", BLOCKED, {"CPUUtilization": 19}, ramp=60)
    it.moves("frame-queue", BLOCKED, {"NumberOfMessagesDeleted": 1})
    it.moves("frame-queue", BLOCKED, {"ApproximateAgeOfOldestMessage": 470}, ramp=-BLOCKED)
    it.moves("frame-queue", BLOCKED, {"ApproximateNumberOfMessagesVisible": 1640}, ramp=-BLOCKED)

    it.business("cam-receiver", lambda d: f"cam {d.randint(1, 48)}: frame stored", 1.2)
    it.business("cam-receiver", "cam 31: clock is 4 s behind", 0.3, level="WARN")
    it.business("frame-indexer", lambda d: f"indexed {d.randint(20, 60)} frames", 1.3, (BLOCKED, 0))
    it.business("frame-indexer", "frame without EXIF, location from the camera", 0.3, level="WARN")
    it.business("melt-report", lambda d: f"{d.randint(2, 9)} glaciers compared", 0.3)
    it.says(
        "frame-indexer",
        f"bulk request failed, will try again\nResponseError: cluster_block_exception: {REASON}"
        "\n    at OpenSearchTransport.request (/srv/node_modules/@opensearch-project/opensearch"
        "/lib/Transport.js:468:14)",
        24,
        BLOCKED,
        level="ERROR",
    )
    it.change(
        -4900, "configuration", "glacier-frames", "lifecycle: Glacier IR after 60 d", "terraform"
    )
    it.change(-1530, "deployment", "frame-indexer", "frame-indexer 4.2.1: log level from a flag")
    it.alarm(
        "frames-not-indexed",
        "frame-queue",
        "ApproximateAgeOfOldestMessage",
        300,
        2,
        statistic="MAXIMUM",
    )
    it.expects(
        ["confirmed", "likely"],
        "frames-search",
        ["resource-exhaustion", "infrastructure"],
        None,
        ["frame-indexer", "cam-receiver", "frame-queue"],
    )
    return it
