"""A rule of a security group is taken away, and nobody reaches a queue any more."""

from tests.evals.builder import (
    Incident,
    balancer,
    function,
    instance,
    queue,
    resource,
    scenario,
    tasks,
    watched,
)
from tests.evals.dialects import node_lambda, rails, structlog

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
        balancer("rotas-alb", 340, 0.19, 0.2),
        tasks("rota-site", rails, "rotas", 31),
        tasks("rota-publisher", structlog("rota-publisher"), "rotas", 17),
        resource("sqs-endpoint", "vpc-endpoint"),
    )
    it.measured(
        "sqs-endpoint",
        "AWS/PrivateLinkEndpoints",
        {
            "Endpoint Type": "Interface",
            "Service Name": "com.amazonaws.eu-west-2.sqs",
            "VPC Endpoint Id": "vpce-0c41f7a93d25be806",
        },
        {"NewConnections": ("Count", 34), "BytesProcessed": ("Bytes", 412000)},
    )
    it.has(queue("rota-changes", None))
    waiting = {"NumberOfMessagesSent": ("Count", 41)}
    it.measured("rota-changes", "AWS/SQS", {"QueueName": "rota-changes"}, waiting)
    it.has(function("rota-texts", node_lambda, 38, 340, 0.05), instance("rotas-pg", 33))
    it.calls(
        "rotas-alb > rota-site > rota-publisher > sqs-endpoint > rota-changes > rota-texts",
        "rota-site > rotas-pg",
    )
    it.closely("sqs-endpoint NewConnections", "rota-changes NumberOfMessagesSent")
    it.moves(
        CLOSED,
        "sqs-endpoint NewConnections 0",
        "sqs-endpoint BytesProcessed 0",
        "rota-changes NumberOfMessagesSent 0",
    )
    it.moves(CLOSED + 10, "rota-texts Invocations 0")
    it.moves(-264, "rotas-alb HTTPCode_Target_5XX_Count 34", "rotas-alb TargetResponseTime 5.4")
    it.log(
        "rota-site 1.2 | Completed 200 OK in <60..280>ms",
        "rota-site 0.3 | Filter chain halted as :require_login rendered",
    )
    it.log("rota-publisher 1.2 | published changes=<1..8>", falls=(CLOSED, 0))
    it.log("rota-publisher 0.3 WARN | nurse has two shifts that overlap")
    it.log(
        "rota-texts 0.8 | sent <1..4> texts",
        "rota-texts 0.25 WARN | number is not a mobile one, sent a mail",
        falls=(CLOSED, 0),
    )
    it.log(f"rota-publisher 21 ERROR | {TIMEOUT}", since=CLOSED + 60)
    it.log(
        "rota-site 29 ERROR | PublisherError (POST "
        "http://rota-publisher.rotas.internal/changes: 504 Gateway Timeout)",
        since=-264,
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
