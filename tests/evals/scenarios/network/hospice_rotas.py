"""A rule of a security group is taken away, and nobody reaches a queue any more."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

CLOSED = -342.0
URL = "https://sqs.eu-west-2.amazonaws.com/"
TIMEOUT = (
    "publish failed\nTraceback (most recent call last):\n"
    '  File "/app/publisher/outbox.py", line 61, in flush\n'
    "    self._sqs.send_message_batch(QueueUrl=self._url, Entries=batch)\n"
    f'botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: "{URL}'
    '"'
)


@scenario("hospices", "hospice rotas", watched(0.76, 0.286))
def hospice_rotas(it: Incident) -> None:
    it.has(
        aws.balancer("rotas-alb", 340, 0.19, 0.2),
        aws.tasks("rota-site", logs.rails, "rotas", 31),
        aws.tasks("rota-publisher", logs.structlog("rota-publisher"), "rotas", 17),
        aws.resource("sqs-endpoint", "vpc-endpoint").plus(
            "AWS/PrivateLinkEndpoints",
            {
                "Endpoint Type": "Interface",
                "Service Name": "com.amazonaws.eu-west-2.sqs",
                "VPC Endpoint Id": "vpce-0c41f7a93d25be806",
            },
            {"NewConnections": ("Count", 34), "BytesProcessed": ("Bytes", 412000)},
        ),
        aws.queue("rota-changes", None),
    )
    queue = {"NumberOfMessagesSent": ("Count", 41)}
    it.measured("rota-changes", "AWS/SQS", {"QueueName": "rota-changes"}, queue)
    it.has(
        aws.function("rota-texts", logs.node_lambda, 38, 340, 0.05), aws.instance("rotas-pg", 33)
    )
    it.calls(
        "rotas-alb > rota-site > rota-publisher > sqs-endpoint > rota-changes > rota-texts",
        "rota-site > rotas-pg",
    )
    it.closely("sqs-endpoint NewConnections", "rota-changes NumberOfMessagesSent")
    it.moves(
        CLOSED,
        "sqs-endpoint NewConnections 0, BytesProcessed 0",
        "rota-changes NumberOfMessagesSent 0",
    )
    it.moves(CLOSED + 10, "rota-texts Invocations 0")
    it.moves(-264, "rotas-alb HTTPCode_Target_5XX_Count 34, TargetResponseTime 5.4")
    it.log(
        "rota-site 1.2 | Completed 200 OK in <60..280>ms",
        "rota-site 0.3 | Filter chain halted as :require_login rendered",
        f"rota-publisher 1.2 {CLOSED}>0 | published changes=<1..8>",
        "rota-publisher 0.3 WARN | nurse has two shifts that overlap",
        f"rota-texts 0.8 {CLOSED}>0 | sent <1..4> texts",
        f"rota-texts 0.25 WARN {CLOSED}>0 | number is not a mobile one, sent a mail",
        f"rota-publisher 21 ERROR {CLOSED + 60}.. | {TIMEOUT}",
        "rota-site 29 ERROR -264.. | PublisherError (POST "
        "http://rota-publisher.rotas.internal/changes: 504 Gateway Timeout)",
    )
    it.change(-6100, "deployment rota-texts | rota-texts 0.19.0: shorter texts")
    it.change(-1120, "deployment rota-publisher | rota-publisher 3.5.2: metrics")
    it.change(
        CLOSED,
        "configuration sqs-endpoint j.marsh | RevokeSecurityGroupIngress "
        "sg-07d1ce52a4b8f3960 (endpoints)",
        {"ingress.tcp/443": {"before": "10.20.0.0/16", "after": "10.20.0.0/22"}},
    )
    it.alarm("rotas-alb-5xx", "rotas-alb", "HTTPCode_Target_5XX_Count", 15, 3)
    it.expects(
        "sqs-endpoint",
        "network|configuration|infrastructure",
        blames="rota-publisher|rota-changes|rota-site|rotas-pg",
    )
