from datetime import timedelta
from typing import Any

import pytest

from casebook.adapters.clients import Clients
from casebook.adapters.configuration import AwsConfiguration
from casebook.analysis.configuration import differences
from casebook.domain.workload import Metric, Resource
from casebook.errors import AwsCallFailed, NotFound
from casebook.ports.changes import Observation
from local.memory.clock import FakeClock
from tests.fakes.aws_clients import ScriptedClients
from tests.fakes.shop import NOW

ARN = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop"


def seen(clients: Clients, resource: Resource) -> Observation:
    found = AwsConfiguration(clients, FakeClock(NOW)).observe(resource)
    assert found is not None
    return found


@pytest.fixture
def shop(clients: Clients) -> Clients:
    """The service `orders` in the cluster `shop`, with one container."""
    clients.call("ecs", "create_cluster", clusterName="shop")
    clients.call(
        "ecs",
        "register_task_definition",
        family="orders",
        cpu="256",
        memory="512",
        containerDefinitions=[
            {
                "name": "web",
                "image": "registry.example/orders:7",
                "cpu": 128,
                "memory": 256,
                "essential": True,
                "command": ["serve", "--password=hunter2hunter2"],
                "environment": [
                    {"name": "PAYMENTS_URL", "value": "http://payments:8080"},
                    {"name": "API_TOKEN", "value": "abc12345"},
                ],
            }
        ],
    )
    clients.call(
        "ecs",
        "create_service",
        cluster="shop",
        serviceName="orders",
        taskDefinition="orders",
        desiredCount=2,
    )
    return clients


@pytest.mark.parametrize(
    "resource",
    [
        Resource(name="shop/orders", type="ecs"),
        Resource(name="orders", type="ecs"),
        Resource(
            name="orders",
            type="ecs",
            metrics=(Metric(namespace="AWS/ECS", name="CPU", dimensions={"ClusterName": "shop"}),),
        ),
    ],
)
def test_a_service_is_found_in_its_cluster(shop: Clients, resource: Resource) -> None:
    found = seen(shop, resource)

    assert found.settings["code.taskDefinition"] == "orders:1"
    assert found.settings["code.image.web"] == "registry.example/orders:7"
    assert (found.settings["cpu"], found.settings["memoryMb"]) == ("256", "512")
    assert found.settings["desiredCount"] == 2


def test_a_containers_secrets_are_not_told(shop: Clients) -> None:
    settings = seen(shop, Resource(name="shop/orders", type="ecs")).settings

    assert settings["environment.web.PAYMENTS_URL"] == "http://payments:8080"
    assert str(settings["environment.web.API_TOKEN"]).startswith("<secret-1> (digest ")
    assert "hunter2" not in str(settings)


def test_a_cluster_that_is_not_there_is_not_found(shop: Clients) -> None:
    with pytest.raises(NotFound):
        seen(shop, Resource(name="other/orders", type="ecs"))


def answered(**service: Any) -> ScriptedClients:
    """An account with one service in one cluster; `service` is what it says of itself."""
    told = {"status": "ACTIVE", "taskDefinition": f"{ARN}:7", "desiredCount": 2, **service}
    answers = {
        "list_clusters": {"clusterArns": ["shop"]},
        "describe_services": {"services": [told]},
        "describe_task_definition": {"taskDefinition": {}},
    }
    return ScriptedClients(lambda operation, asked: answers[operation])


def test_what_moves_by_itself_is_health_and_no_change() -> None:
    resource = Resource(name="orders", type="ecs")
    deployment = {"id": "ecs-svc/1", "status": "PRIMARY", "taskDefinition": f"{ARN}:7",
                  "desiredCount": 2, "createdAt": NOW}  # fmt: skip
    event = {"createdAt": NOW - timedelta(minutes=1), "message": "(service orders) is unhealthy"}
    steady = {**deployment, "runningCount": 2, "rolloutState": "COMPLETED"}
    failing = {**deployment, "runningCount": 0, "failedTasks": 3, "rolloutState": "IN_PROGRESS",
               "rolloutStateReason": "tasks failed to start"}  # fmt: skip

    before = seen(answered(runningCount=2, deployments=[steady], events=[]), resource)
    after = seen(answered(runningCount=0, deployments=[failing], events=[event] * 9), resource)

    assert differences(before.settings, after.settings) == ()
    assert after.health["tasks.running"] == 0
    assert after.health["deployment.ecs-svc/1"] == (
        "PRIMARY IN_PROGRESS shop:7, desired 2, running 0, failed 3: tasks failed to start"
    )
    assert after.health["event.1"] == "2026-11-21T18:59:00.000Z (service orders) is unhealthy"
    assert len([path for path in after.health if path.startswith("event.")]) == 5


def test_how_a_service_is_rolled_out_is_told() -> None:
    breaker = {"enable": True, "rollback": False}
    rollout = {"deploymentCircuitBreaker": breaker, "minimumHealthyPercent": 50}

    found = seen(answered(deploymentConfiguration=rollout), Resource(name="orders", type="ecs"))

    assert {path: v for path, v in found.settings.items() if path.startswith("deployment.")} == {
        "deployment.circuitBreaker": True,
        "deployment.rollback": False,
        "deployment.minimumHealthyPercent": 50,
    }


def test_a_deleted_service_is_not_found() -> None:
    with pytest.raises(NotFound):
        seen(answered(status="INACTIVE"), Resource(name="orders", type="ecs"))


def test_in_too_many_clusters_the_cluster_must_be_named() -> None:
    clusters = {"clusterArns": [f"cluster-{n}" for n in range(30)]}
    clients = ScriptedClients(lambda operation, asked: clusters if "list" in operation else {})

    with pytest.raises(AwsCallFailed, match="register it as <cluster>/orders"):
        seen(clients, Resource(name="orders", type="ecs"))

    assert len(clients.asked) == 21
