from datetime import UTC, datetime, timedelta
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.cloudwatch import CloudWatchMetrics
from casebook.domain.window import Window
from casebook.domain.workload import Metric
from tests.fakes.aws_clients import ScriptedClients
from tests.fakes.shop import NOW

WINDOW = Window(start=NOW - timedelta(minutes=10), end=NOW)


def errors_of(function: str) -> Metric:
    return Metric(namespace="AWS/Lambda", name="Errors", dimensions={"FunctionName": function})


def test_series_come_in_the_order_asked_for_with_a_value_a_period(clients: Clients) -> None:
    # moto forgets datapoints that are weeks away from its own clock.
    end = datetime.now(UTC).replace(second=0, microsecond=0)
    window = Window(start=end - timedelta(minutes=10), end=end)
    for minutes, value in ((5, 3.0), (5, 1.0), (4, 2.0)):
        clients.call(
            "cloudwatch",
            "put_metric_data",
            Namespace="AWS/Lambda",
            MetricData=[
                {
                    "MetricName": "Errors",
                    "Dimensions": [{"Name": "FunctionName", "Value": "checkout-fn"}],
                    "Timestamp": end - timedelta(minutes=minutes),
                    "Value": value,
                }
            ],
        )
    asked = [(errors_of("refund-fn"), "Sum"), (errors_of("checkout-fn"), "Sum")]

    refund, checkout = CloudWatchMetrics(clients).query(asked, window, 60)

    assert refund.values == ()
    assert checkout.metric == errors_of("checkout-fn")
    assert checkout.values == (4.0, 2.0)
    assert checkout.times == (end - timedelta(minutes=5), end - timedelta(minutes=4))


def test_many_metrics_take_several_calls_and_pages_are_joined() -> None:
    def answer(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        first = asked["MetricDataQueries"][0]["Id"]
        second = "NextToken" in asked
        result = {"Id": first, "Timestamps": [NOW + timedelta(minutes=second)], "Values": [1.0]}
        more = {} if second else {"NextToken": "more"}
        return {"MetricDataResults": [result], **more}

    clients = ScriptedClients(answer)
    asked = [(errors_of(f"f{number}"), "Sum") for number in range(501)]

    series = CloudWatchMetrics(clients).query(asked, WINDOW, 60)

    assert [len(each["MetricDataQueries"]) for each in clients.asked] == [500, 500, 1, 1]
    assert len(series) == 501
    assert series[0].times == (NOW, NOW + timedelta(minutes=1))
    assert series[500].values == (1.0, 1.0)


def test_nothing_asked_is_nothing_called() -> None:
    clients = ScriptedClients(lambda operation, asked: {})

    assert CloudWatchMetrics(clients).query([], WINDOW, 60) == []
    assert clients.asked == []
