"""A message without a valid time stands at the head of a FIFO queue's group."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -1190
MESSAGE = "8d2f61c4-3b7e-4c19-a0d5-51f0e7b6c2aa"


@scenario("harbour", "lanterns of the pier", watched(1, 1))
def pier_lanterns(it: Incident) -> None:
    it.has(
        aws.tasks("lantern-feed", logs.loguru("feed.publish"), "harbour", 16),
        aws.queue("lantern-jobs.fifo", None),
    )
    at = {"QueueName": "lantern-jobs.fifo"}
    levels = {"NumberOfMessagesReceived": ("Count", 64), "NumberOfMessagesDeleted": ("Count", 64)}
    it.measured("lantern-jobs.fifo", "AWS/SQS", at, levels)
    it.has(
        aws.tasks(
            "lantern-worker", logs.serilog("Harbour.Lanterns.JobConsumer"), "harbour", 31, 44
        ),
        aws.instance("harbour-pg", 22),
    )
    it.calls(
        "lantern-feed > lantern-jobs.fifo",
        "lantern-worker > lantern-jobs.fifo",
        "lantern-worker > harbour-pg",
    )
    it.closely("lantern-jobs.fifo NumberOfMessagesDeleted")
    it.log(
        f"lantern-worker 1.2 {ONSET}>0.3 | Lantern <1..220> updated",
        "lantern-feed 0.7 | sent <3..9> jobs",
        "lantern-feed 0.25 ERROR | sensor 41 does not answer, skipping it this time",
        "lantern-worker 0.2 WARN | Lamp hours are beyond 12000",
    )
    it.change(-2200, "deployment lantern-worker | lantern-worker 1.40.1: base image")
    it.change(-900, "configuration harbour-pg dba | backup window 02:00 -> 03:00")
    it.moves(ONSET, "lantern-jobs.fifo NumberOfMessagesDeleted 19, NumberOfMessagesReceived 25")
    it.moves(
        ONSET,
        "lantern-jobs.fifo ApproximateNumberOfMessagesVisible 920, "
        "ApproximateAgeOfOldestMessage 1190",
        ramp=-ONSET,
    )
    it.series("lantern-jobs.fifo", "ApproximateAgeOfOldestMessage").noise = 0.01
    it.once(
        ONSET - 4,
        f"lantern-feed WARN | sent job {MESSAGE} of sensor 17 although its clock says '0000-00-00'",
    )
    for attempt in range(1, 41):
        it.once(
            ONSET + attempt * 30.2,
            f"lantern-worker ERROR | Message {MESSAGE} of group pier-west failed, receive count "
            f"{attempt}, it becomes visible again in 30 s\nSystem.Text.Json.JsonException: The "
            "JSON value could not be converted to System.DateTimeOffset. Path: $.litAt | "
            "LineNumber: 0 | BytePositionInLine: 61.\n ---> System.FormatException: The JSON "
            "value is not in a supported DateTimeOffset format.\n"
            "   at System.Text.Json.ThrowHelper.ThrowFormatException(DataType dataType)",
        )
    it.alarm(
        "lantern-jobs-age",
        "lantern-jobs.fifo",
        "ApproximateAgeOfOldestMessage",
        940,
        4,
        statistic="MAXIMUM",
    )
    it.expects(
        "lantern-worker|lantern-jobs.fifo|lantern-feed",
        "bad-input|code-defect",
        mentions="litAt",
        blames="harbour-pg",
    )
