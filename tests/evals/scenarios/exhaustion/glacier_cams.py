"""A search domain's disks are full, and what waits for it gets old."""

from tests.evals import aws, logs
from tests.evals.builder import DAY, Incident, scenario, watched

BLOCKED = -465.0
REASON = (
    "index [frames-2026.03] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded "
    "flood-stage watermark, index has read-only-allow-delete block];"
)
SHOTS = 210


@scenario("glaciology", "glacier cams", watched(0.8, 0.385))
def glacier_cams(it: Incident) -> None:
    it.has(
        aws.tasks("cam-receiver", logs.loguru("receiver.upload"), "cams", 33),
        aws.resource("glacier-frames", "s3").plus(
            "AWS/S3",
            {"BucketName": "glacier-frames", "FilterId": "all"},
            {"PutRequests": ("Count", SHOTS), "5xxErrors": ("Count", 0.05)},
        ),
        aws.resource("frame-queue", "sqs").plus(
            "AWS/SQS",
            {"QueueName": "frame-queue"},
            {
                "ApproximateAgeOfOldestMessage": ("Seconds", 4),
                "ApproximateNumberOfMessagesVisible": ("Count", 25),
                "NumberOfMessagesDeleted": ("Count", SHOTS),
            },
        ),
        aws.tasks("frame-indexer", logs.compact(logs.winston("frame-indexer")), "cams", 47, 58),
        aws.resource("frames-search", "opensearch"),
    )
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
    it.has(aws.function("melt-report", logs.python_lambda, 4, 5200, 0.05))
    it.calls(
        "cam-receiver > glacier-frames",
        "cam-receiver > frame-queue",
        "frame-indexer > frame-queue",
        "frame-indexer > frames-search",
        "melt-report > frames-search",
    )
    days = [-DAY * day for day in range(9, 0, -1)]
    it.earlier("frames-search", days, "FreeStorageSpace")
    space = it.series("frames-search", "FreeStorageSpace")
    space.shift(-DAY * 12, 5060, ramp=DAY * 12 + BLOCKED, until=BLOCKED)
    space.shift(BLOCKED + 1, 5060)
    it.closely("frames-search ClusterIndexWritesBlocked")
    it.moves(BLOCKED, "frames-search ClusterIndexWritesBlocked 1")
    it.series("frames-search", "ClusterIndexWritesBlocked").noise = 0.0
    it.moves(BLOCKED, "frames-search CPUUtilization 12", "frame-indexer CPUUtilization 19", ramp=60)
    it.moves(BLOCKED, "frame-queue NumberOfMessagesDeleted 1")
    it.moves(
        BLOCKED,
        "frame-queue ApproximateAgeOfOldestMessage 470, ApproximateNumberOfMessagesVisible 1640",
        ramp=-BLOCKED,
    )
    it.log(
        "cam-receiver 1.2 | cam <1..48>: frame stored",
        "cam-receiver 0.3 WARN | cam 31: clock is 4 s behind",
        f"frame-indexer 1.3 {BLOCKED}>0 | indexed <20..60> frames",
        "frame-indexer 0.3 WARN | frame without EXIF, location from the camera",
        "melt-report 0.3 | <2..9> glaciers compared",
        f"frame-indexer 24 ERROR {BLOCKED}.. | bulk request failed, will try again\n"
        f"ResponseError: cluster_block_exception: {REASON}\n    at "
        "OpenSearchTransport.request "
        "(/srv/node_modules/@opensearch-project/opensearch/lib/Transport.js:468:14)",
    )
    it.change(-4900, "configuration glacier-frames terraform | lifecycle: Glacier IR after 60 d")
    it.change(-1530, "deployment frame-indexer | frame-indexer 4.2.1: log level from a flag")
    it.alarm(
        "frames-not-indexed",
        "frame-queue",
        "ApproximateAgeOfOldestMessage",
        300,
        2,
        statistic="MAXIMUM",
    )
    it.expects(
        "frames-search",
        "resource-exhaustion|infrastructure",
        blames="frame-indexer|cam-receiver|frame-queue",
    )
