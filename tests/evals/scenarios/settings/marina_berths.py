"""A task definition that names a queue which was never made in this account."""

import random

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

QUEUES = "https://sqs.us-east-1.amazonaws.com/418295736104"


def refused(dice: random.Random) -> str:
    return (
        "booking not confirmed\nsend invoice request: operation error SQS: SendMessage, "
        f"https response error StatusCode: 400, RequestID: {logs.request_id(dice)}, "
        "QueueDoesNotExist: The specified queue does not exist."
    )


@scenario("marina", "berths", watched(0.67, 0.67))
def marina_berths(it: Incident) -> None:
    it.has(
        aws.balancer("marina-alb", requests=320, seconds=0.11),
        aws.tasks("berth-booking", logs.zap("booking/confirm.go"), "marina", cpu=27, memory=38),
        aws.instance("berths-pg", 48, logs.postgres),
        aws.queue("berth-invoices-eu", sent=74),
        aws.function("invoice-writer", logs.zap("invoice/main.go"), calls=72, ms=190, errors=0.05),
    )
    it.calls(
        "marina-alb > berth-booking > berths-pg",
        "berth-booking > berth-invoices-eu",
        "berth-invoices-eu > invoice-writer",
    )
    it.log(
        "berth-booking 1.1 -229>0.0 | berth <A|B|C|D|E><1..60> confirmed",
        "berth-booking 1.0 | availability for week <14..40> sent",
        "berth-booking 0.25 ERROR | tide feed skipped\nunexpected EOF after <200..900> bytes",
    )
    it.says(
        "berths-pg",
        lambda d: f"checkpoint complete: wrote {d.randint(60, 400)} buffers ({d.random():.1f}%)",
        0.2,
    )
    it.log("invoice-writer 0.6 -220>0.0 | invoice <40000..49999> written")
    it.says("berth-booking", refused, 19, since=-226, level="ERROR", tasks=3)
    it.once(-262, "berth-booking | listening on :8080, task definition berth-booking:88")
    it.moves(
        -232, "marina-alb HTTPCode_Target_5XX_Count 71", "berth-invoices-eu NumberOfMessagesSent 0"
    )
    it.moves(-226, "invoice-writer Invocations 0")
    it.change(-5000, "configuration berths-pg dba | log_min_duration_statement 500 -> 1000")
    it.change(
        -290,
        "configuration berth-booking terraform | task definition berth-booking:88",
        f"INVOICE_QUEUE_URL: {QUEUES}/berth-invoices-eu -> {QUEUES}/berth-invoices\n"
        "LOG_LEVEL: debug -> info",
    )
    it.alarm("marina-alb-5xx", "marina-alb", "HTTPCode_Target_5XX_Count", 25, periods=3)
    it.expects(
        "berth-booking",
        "configuration|deployment",
        mentions="INVOICE_QUEUE_URL",
        blames="berths-pg|invoice-writer|marina-alb",
    )
