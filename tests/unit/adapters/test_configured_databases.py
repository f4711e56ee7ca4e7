from typing import Any

import pytest

from casebook.adapters.clients import Clients
from casebook.adapters.configuration import AwsConfiguration
from casebook.analysis.configuration import differences
from casebook.domain.workload import Resource
from casebook.errors import NotFound
from casebook.ports.changes import Observation
from local.memory.clock import FakeClock
from tests.fakes.aws_clients import ScriptedClients
from tests.fakes.shop import NOW


def seen(clients: Clients) -> Observation:
    found = AwsConfiguration(clients, FakeClock(NOW)).observe(
        Resource(name="orders-db", type="rds")
    )
    assert found is not None
    return found


def test_an_instance_is_told_with_what_it_may_hold(clients: Clients) -> None:
    clients.call(
        "rds",
        "create_db_instance",
        DBInstanceIdentifier="orders-db",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="admin",
        MasterUserPassword="correct horse",
        PubliclyAccessible=True,
    )

    found = seen(clients)

    assert found.settings["instanceClass"] == "db.t3.micro"
    assert found.settings["storage.gb"] == 20
    assert found.settings["publiclyAccessible"] is True
    assert found.health["status"] == "available"
    assert "correct horse" not in str(found)


def test_a_cluster_is_found_when_no_instance_has_the_name(clients: Clients) -> None:
    clients.call(
        "rds",
        "create_db_cluster",
        DBClusterIdentifier="orders-db",
        Engine="aurora-postgresql",
        MasterUsername="admin",
        MasterUserPassword="correct horse",
    )

    found = seen(clients)

    assert found.settings["engine"] == "aurora-postgresql"
    assert found.health["status"] == "available"


def answered(*parameters: dict[str, str], group: str = "orders", **more: Any) -> ScriptedClients:
    instance = {
        "DBInstanceStatus": "available",
        "DBParameterGroups": [{"DBParameterGroupName": group, "ParameterApplyStatus": "in-sync"}],
        **more,
    }

    def answer(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        if operation == "describe_db_instances":
            return {"DBInstances": [instance]}
        set_by_team = [each for each in parameters if "Source" not in asked or each.get("set")]
        return {"Parameters": set_by_team}

    return ScriptedClients(answer)


LIMIT = {"ParameterName": "max_connections", "ParameterValue": "LEAST({DBInstanceClassMemory},9)"}


def test_the_limit_of_connections_and_what_the_team_set_are_told() -> None:
    own = {"ParameterName": "statement_timeout", "ParameterValue": "500", "set": "yes"}

    settings = seen(answered(LIMIT, own)).settings

    assert settings["parameters.max_connections"] == "LEAST({DBInstanceClassMemory},9)"
    assert settings["parameters.statement_timeout"] == "500"


def test_of_aws_own_group_only_the_limit_is_asked_for() -> None:
    clients = answered(LIMIT, group="default.postgres16")

    seen(clients)

    assert [each for each in clients.asked if "Source" in each] == []


def test_what_is_pending_is_health_and_becomes_a_change_when_it_is_in_force() -> None:
    pending = {"PendingModifiedValues": {"DBInstanceClass": "db.r6g.large"}}
    before = seen(answered(DBInstanceClass="db.t3.micro"))
    asked_for = seen(answered(DBInstanceClass="db.t3.micro", **pending))
    in_force = seen(answered(DBInstanceClass="db.r6g.large"))

    assert differences(before.settings, asked_for.settings) == ()
    assert asked_for.health["pending.DBInstanceClass"] == "db.r6g.large"
    assert [each.path for each in differences(before.settings, in_force.settings)] == [
        "instanceClass"
    ]


def test_a_failover_is_no_change_of_configuration() -> None:
    def cluster(writer: str) -> ScriptedClients:
        members = [
            {"DBInstanceIdentifier": name, "IsClusterWriter": name == writer} for name in ("a", "b")
        ]

        def answer(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
            if operation == "describe_db_instances":
                raise NotFound("no instance")
            return {"DBClusters": [{"Status": "available", "DBClusterMembers": members}]}

        return ScriptedClients(answer)

    before, after = seen(cluster("a")), seen(cluster("b"))

    assert differences(before.settings, after.settings) == ()
    assert (before.health["member.a"], after.health["member.a"]) == ("writer", "reader")


@pytest.mark.parametrize("state", ["storage-full", "incompatible-parameters"])
def test_an_instance_in_trouble_says_so(state: str) -> None:
    assert seen(answered(DBInstanceStatus=state)).health["status"] == state
