"""A message without a valid time stands at the head of a FIFO queue's group."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import serilog
from tests.evals._generate.second_exam.dialects import loguru
from tests.evals._generate.third_exam.region import Region

ONSET = -1190
MESSAGE = "8d2f61c4-3b7e-4c19-a0d5-51f0e7b6c2aa"


def pier_lanterns() -> Region:
    region = Region("pier-lanterns", "harbour", "lanterns of the pier")
    region.tasks("lantern-feed", loguru("feed.publish"), "harbour", 16)
    region.backlog("lantern-jobs.fifo")
    at = {"QueueName": "lantern-jobs.fifo"}
    levels = {
        "NumberOfMessagesReceived": ("Count", 64),
        "NumberOfMessagesDeleted": ("Count", 64),
    }
    region.measured("lantern-jobs.fifo", "AWS/SQS", at, levels)
    region.tasks("lantern-worker", serilog("Harbour.Lanterns.JobConsumer"), "harbour", 31, 44)
    region.instance("harbour-pg", 22)
    region.calls(
        "lantern-feed > lantern-jobs.fifo",
        "lantern-worker > lantern-jobs.fifo",
        "lantern-worker > harbour-pg",
    )
    region.closely("lantern-jobs.fifo", "NumberOfMessagesDeleted")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business(
        "lantern-worker",
        lambda dice: f"Lantern {dice.randint(1, 220)} updated",
        1.2,
        (ONSET, 0.3),
    )
    region.business("lantern-feed", lambda dice: f"sent {dice.randint(3, 9)} jobs", 0.7)
    region.business(
        "lantern-feed", "sensor 41 does not answer, skipping it this time", 0.25, level="ERROR"
    )
    region.business("lantern-worker", "Lamp hours are beyond 12000", 0.2, level="WARN")


def _incident(region: Region) -> None:
    region.change(-2200, "deployment", "lantern-worker", "lantern-worker 1.40.1: base image")
    region.change(-900, "configuration", "harbour-pg", "backup window 02:00 -> 03:00", "dba")
    region.moves(
        "lantern-jobs.fifo",
        ONSET,
        {"NumberOfMessagesDeleted": 19, "NumberOfMessagesReceived": 25},
    )
    region.moves(
        "lantern-jobs.fifo",
        ONSET,
        {"ApproximateNumberOfMessagesVisible": 920, "ApproximateAgeOfOldestMessage": 1190},
        ramp=-ONSET,
    )
    region.series("lantern-jobs.fifo", "ApproximateAgeOfOldestMessage").noise = 0.01
    region.once(
        "lantern-feed",
        ONSET - 4,
        f"sent job {MESSAGE} of sensor 17 although its clock says '0000-00-00'",
        level="WARN",
    )
    for attempt in range(1, 41):
        region.once(
            "lantern-worker",
            ONSET + attempt * 30.2,
            f"Message {MESSAGE} of group pier-west failed, receive count {attempt}, it becomes "
            "visible again in 30 s\nSystem.Text.Json.JsonException: The JSON value could not be "
            "converted to System.DateTimeOffset. Path: $.litAt | LineNumber: 0 | "
            "BytePositionInLine: 61.\n ---> System.FormatException: The JSON value is not in a "
            "supported DateTimeOffset format.\n   at System.Text.Json.ThrowHelper."
            "ThrowFormatException(DataType dataType)",
            level="ERROR",
        )
    region.alarm(
        "lantern-jobs-age",
        "lantern-jobs.fifo",
        "ApproximateAgeOfOldestMessage",
        940,
        4,
        statistic="MAXIMUM",
    )
    region.expects(
        ["confirmed", "likely"],
        ["lantern-worker", "lantern-jobs.fifo", "lantern-feed"],
        ["bad-input", "code-defect"],
        ["litAt"],
        ["harbour-pg"],
    )
