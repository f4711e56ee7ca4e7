"""A task definition that names a queue which was never made in this account."""

from __future__ import annotations

import random

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import postgres, request_id, zap

QUEUES = "https://sqs.us-east-1.amazonaws.com/418295736104"


def refused(dice: random.Random) -> str:
    return (
        "booking not confirmed\nsend invoice request: operation error SQS: SendMessage, https "
        f"response error StatusCode: 400, RequestID: {request_id(dice)}, QueueDoesNotExist: "
        "The specified queue does not exist."
    )


def marina_berths() -> Borough:
    case = Borough("marina-berths", "marina", "berths")
    case.balancer("marina-alb", requests=320, seconds=0.11)
    case.tasks("berth-booking", zap("booking/confirm.go"), "marina", cpu=27, memory=38)
    case.instance("berths-pg", 48, postgres)
    case.queue("berth-invoices-eu", sent=74)
    case.lambda_("invoice-writer", zap("invoice/main.go"), calls=72, ms=190)
    case.calls("marina-alb > berth-booking > berths-pg", "berth-booking > berth-invoices-eu")
    case.calls("berth-invoices-eu > invoice-writer")

    case.business(
        "berth-booking",
        lambda d: f"berth {d.choice('ABCDE')}{d.randint(1, 60)} confirmed",
        1.1,
        (-229, 0.0),
    )
    case.business("berth-booking", lambda d: f"availability for week {d.randint(14, 40)} sent", 1.0)
    case.says(
        "berth-booking",
        lambda d: f"tide feed skipped\nunexpected EOF after {d.randint(200, 900)} bytes",
        0.25,
        level="ERROR",
    )
    case.says(
        "berths-pg",
        lambda d: f"checkpoint complete: wrote {d.randint(60, 400)} buffers ({d.random():.1f}%)",
        0.2,
    )
    case.business(
        "invoice-writer", lambda d: f"invoice {d.randint(40000, 49999)} written", 0.6, (-220, 0.0)
    )

    case.says("berth-booking", refused, 19, since=-226, level="ERROR", tasks=3)
    case.once("berth-booking", -262, "listening on :8080, task definition berth-booking:88")
    case.moves("marina-alb", -232, {"HTTPCode_Target_5XX_Count": 71})
    case.moves("berth-invoices-eu", -232, {"NumberOfMessagesSent": 0})
    case.moves("invoice-writer", -226, {"Invocations": 0})
    case.change(
        -5000, "configuration", "berths-pg", "log_min_duration_statement 500 -> 1000", "dba"
    )
    case.change(
        -290,
        "configuration",
        "berth-booking",
        "task definition berth-booking:88",
        "terraform",
        f"INVOICE_QUEUE_URL: {QUEUES}/berth-invoices-eu -> {QUEUES}/berth-invoices\n"
        "LOG_LEVEL: debug -> info",
    )
    case.alarm("marina-alb-5xx", "marina-alb", "HTTPCode_Target_5XX_Count", 25, periods=3)
    case.expects(
        ["confirmed", "likely"],
        "berth-booking",
        ["configuration", "deployment"],
        ["INVOICE_QUEUE_URL"],
        ["berths-pg", "invoice-writer", "marina-alb"],
    )
    return case
