"""What a workload as large as Casebook takes consists of, and who calls whom: twenty domains of
eight functions, a table and a queue each, which are 200 resources with 1,000 metrics.
"""

from collections.abc import Iterator, Sequence

from cli.evaluation.scenario import Alarm, Metric, Resource

DOMAINS = (
    "orders", "carts", "offers", "stock", "prices", "returns", "parcels", "drivers", "routes",
    "depots", "invoices", "ledgers", "payouts", "refunds", "accounts", "consents", "reviews",
    "images", "search", "mails",
)  # fmt: skip
ROLES = ("http", "quote", "rules", "lookup", "export", "audit", "import", "notify")
_OF_A_FUNCTION = ("Errors", "Invocations", "Throttles", "Duration", "ConcurrentExecutions")
_OF_A_TABLE = (
    "ReadThrottleEvents", "WriteThrottleEvents", "SystemErrors", "UserErrors",
    "ConsumedReadCapacityUnits",
)  # fmt: skip
_OF_A_QUEUE = (
    "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "NumberOfMessagesSent",
    "NumberOfMessagesReceived", "NumberOfMessagesDeleted",
)  # fmt: skip


def resources() -> Iterator[Resource]:
    for domain in DOMAINS:
        for role in ROLES:
            yield _resource(f"{domain}-{role}", "lambda", "FunctionName", _OF_A_FUNCTION)
        yield _resource(f"{domain}-items", "dynamodb", "TableName", _OF_A_TABLE)
        yield _resource(f"{domain}-jobs", "sqs", "QueueName", _OF_A_QUEUE)


def _resource(name: str, type: str, dimension: str, metrics: Sequence[str]) -> Resource:
    namespace = {"lambda": "AWS/Lambda", "dynamodb": "AWS/DynamoDB", "sqs": "AWS/SQS"}[type]
    return Resource(
        name=name,
        type=type,
        log_groups=(f"/aws/lambda/{name}",) if type == "lambda" else (),
        metrics=tuple(
            Metric(namespace=namespace, name=metric, dimensions={dimension: name})
            for metric in metrics
        ),
    )


def calls() -> Iterator[tuple[str, str]]:
    """Within a domain, and from one to the next."""
    within = ("http > quote", "quote > rules", "rules > items", "http > lookup", "lookup > items",
              "export > items", "audit > items", "import > jobs", "notify > jobs")  # fmt: skip
    for domain, following in zip(DOMAINS, (*DOMAINS[1:], DOMAINS[0]), strict=True):
        for call in within:
            caller, callee = call.split(" > ")
            yield f"{domain}-{caller}", f"{domain}-{callee}"
        yield f"{domain}-export", f"{following}-lookup"


def alarm_on(resource: str) -> Alarm:
    return Alarm.model_validate({
        "AlarmName": f"{resource}-errors",
        "AWSAccountId": "418295736104",
        "NewStateValue": "ALARM",
        "NewStateReason": "Threshold Crossed: 3 datapoints were greater than the threshold (5).",
        "StateChangeTime": 0,
        "Region": "US East (N. Virginia)",
        "OldStateValue": "OK",
        "Trigger": {
            "MetricName": "Errors",
            "Namespace": "AWS/Lambda",
            "Statistic": "SUM",
            "Dimensions": [{"name": "FunctionName", "value": resource}],
            "Period": 60,
            "EvaluationPeriods": 3,
            "DatapointsToAlarm": 3,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 5,
            "TreatMissingData": "missing",
        },
    })  # fmt: skip
