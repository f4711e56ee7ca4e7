"""A rule of a security group is taken away, and nobody reaches a queue any more."""

from __future__ import annotations

from tests.evals._generate.practice.voices import structlog
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.styles import node_lambda, rails

CLOSED = -342.0
URL = "https://sqs.eu-west-2.amazonaws.com/"
TIMEOUT = (
    'publish failed\nTraceback (most recent call last):\n  File "/app/publisher/outbox.py", line '
    "61, in flush\n    self._sqs.send_message_batch(QueueUrl=self._url, Entries=batch)\n"
    f'botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: "{URL}"'
)


def hospice_rotas() -> Account:
    it = Account("hospice-rotas", "hospices", "hospice rotas", kept=(0.95, 0.52))
    it.balancer("rotas-alb", 340, 0.19, 0.2)
    it.tasks("rota-site", rails, "rotas", 31)
    it.tasks("rota-publisher", structlog("rota-publisher"), "rotas", 17)
    it.resource("sqs-endpoint", "vpc-endpoint")
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
    it.backlog("rota-changes")
    queue = {"NumberOfMessagesSent": ("Count", 41)}
    it.measured("rota-changes", "AWS/SQS", {"QueueName": "rota-changes"}, queue)
    it.lambda_("rota-texts", node_lambda, 38, 340)
    it.instance("rotas-pg", 33)
    it.calls("rotas-alb > rota-site > rota-publisher > sqs-endpoint > rota-changes > rota-texts")
    it.calls("rota-site > rotas-pg")

    it.closely("sqs-endpoint", "NewConnections").closely("rota-changes", "NumberOfMessagesSent")
    it.moves("sqs-endpoint", CLOSED, {"NewConnections": 0, "BytesProcessed": 0})
    it.moves("rota-changes", CLOSED, {"NumberOfMessagesSent": 0})
    it.moves("rota-texts", CLOSED + 10, {"Invocations": 0})
    it.moves("rotas-alb", -264, {"HTTPCode_Target_5XX_Count": 34, "TargetResponseTime": 5.4})

    it.business("rota-site", lambda d: f"Completed 200 OK in {d.randint(60, 280)}ms", 1.2)
    it.business("rota-site", "Filter chain halted as :require_login rendered", 0.3)
    it.business(
        "rota-publisher", lambda d: f"published changes={d.randint(1, 8)}", 1.2, (CLOSED, 0)
    )
    it.business("rota-publisher", "nurse has two shifts that overlap", 0.3, level="WARN")
    it.business("rota-texts", lambda d: f"sent {d.randint(1, 4)} texts", 0.8, (CLOSED, 0))
    it.business("rota-texts", "number is not a mobile one, sent a mail", 0.25, (CLOSED, 0), "WARN")
    it.says("rota-publisher", TIMEOUT, 21, CLOSED + 60, level="ERROR")
    it.says(
        "rota-site",
        "PublisherError (POST http://rota-publisher.rotas.internal/changes: 504 Gateway Timeout)",
        29,
        -264,
        level="ERROR",
    )
    it.change(-6100, "deployment", "rota-texts", "rota-texts 0.19.0: shorter texts")
    it.change(-1120, "deployment", "rota-publisher", "rota-publisher 3.5.2: metrics")
    it.change(
        CLOSED,
        "configuration",
        "sqs-endpoint",
        "RevokeSecurityGroupIngress sg-07d1ce52a4b8f3960 (endpoints)",
        "j.marsh",
        {"ingress.tcp/443": {"before": "10.20.0.0/16", "after": "10.20.0.0/22"}},
    )
    it.alarm("rotas-alb-5xx", "rotas-alb", "HTTPCode_Target_5XX_Count", 15, 3)
    it.expects(
        ["confirmed", "likely"],
        "sqs-endpoint",
        ["network", "configuration", "infrastructure"],
        None,
        ["rota-publisher", "rota-changes", "rota-site", "rotas-pg"],
    )
    return it
