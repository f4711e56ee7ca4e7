from typing import Any

import pytest

from casebook.adapters.clients import Clients
from casebook.adapters.configuration import AwsConfiguration
from casebook.domain.workload import Metric, Resource
from casebook.ports.changes import Observation
from local.memory.clock import FakeClock
from tests.fakes.aws_clients import ScriptedClients
from tests.fakes.shop import NOW


def seen(clients: Clients, resource: Resource) -> Observation:
    found = AwsConfiguration(clients, FakeClock(NOW)).observe(resource)
    assert found is not None
    return found


SHOP = Resource(name="shop-api", type="apigateway")


def test_a_rest_api_is_told_with_where_its_routes_lead(clients: Clients) -> None:
    api = clients.call("apigateway", "create_rest_api", name="shop-api")["id"]
    root = clients.call("apigateway", "get_resources", restApiId=api)["items"][0]["id"]
    where = {"restApiId": api, "resourceId": root, "httpMethod": "GET"}
    clients.call("apigateway", "put_method", **where, authorizationType="NONE")
    clients.call(
        "apigateway",
        "put_integration",
        **where,
        type="HTTP",
        integrationHttpMethod="GET",
        uri="http://app:correcthorse9@orders.internal/",
        timeoutInMillis=3000,
    )
    deployment = clients.call("apigateway", "create_deployment", restApiId=api, stageName="prod")

    settings = seen(clients, SHOP).settings

    assert settings["code.prod"] == deployment["id"]
    assert "@orders.internal/" in str(settings["route.GET /.target"])
    assert "correcthorse9" not in str(settings)
    assert settings["route.GET /.timeoutMs"] == 3000


@pytest.mark.parametrize("registered", ["by name", "by dimension"])
def test_an_http_api_is_told_with_its_routes(clients: Clients, registered: str) -> None:
    api = clients.call("apigatewayv2", "create_api", Name="shop-api", ProtocolType="HTTP")["ApiId"]
    integration = clients.call(
        "apigatewayv2",
        "create_integration",
        ApiId=api,
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="ANY",
        IntegrationUri="http://orders.internal",
        PayloadFormatVersion="1.0",
        TimeoutInMillis=5000,
    )["IntegrationId"]
    clients.call(
        "apigatewayv2",
        "create_route",
        ApiId=api,
        RouteKey="GET /orders",
        Target=f"integrations/{integration}",
    )
    metric = Metric(namespace="AWS/ApiGateway", name="5xx", dimensions={"ApiId": api})
    by_dimension = Resource(name="front", type="apigateway", metrics=(metric,))

    settings = seen(clients, SHOP if registered == "by name" else by_dimension).settings

    assert settings["route.GET /orders.target"] == "http://orders.internal"
    assert settings["route.GET /orders.timeoutMs"] == 5000


def test_the_throttling_of_every_stage_is_told() -> None:
    answers: dict[str, dict[str, Any]] = {
        "get_rest_apis": {},
        "get_apis": {"Items": [{"ApiId": "a1", "Name": "shop-api", "ProtocolType": "HTTP"}]},
        "get_stages": {
            "Items": [
                {
                    "StageName": "live",
                    "DeploymentId": "d7",
                    "DefaultRouteSettings": {
                        "ThrottlingBurstLimit": 10,
                        "ThrottlingRateLimit": 5.0,
                    },
                    "RouteSettings": {"GET /orders": {"ThrottlingBurstLimit": 1}},
                    "StageVariables": {"API_TOKEN": "abc12345"},
                    "LastDeploymentStatusMessage": "Successfully deployed",
                }
            ]
        },
        "get_routes": {"Items": [{"RouteKey": "GET /orders"}]},
        "get_integrations": {},
    }

    found = seen(ScriptedClients(lambda operation, asked: answers[operation]), SHOP)

    assert found.settings["stage.live.default.throttling.rate"] == 5.0
    assert found.settings["stage.live.GET /orders.throttling.burst"] == 1
    assert str(found.settings["stage.live.variables.API_TOKEN"]).startswith("<secret-1>")
    assert found.health == {"stage.live.lastDeployment": "Successfully deployed"}
