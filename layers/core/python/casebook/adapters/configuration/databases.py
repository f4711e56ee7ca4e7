"""RDS instances and clusters.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
"""

from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.values import Seen, Settings, present
from casebook.errors import NotFound

_MOST_CONNECTIONS = "max_connections"


def read_database(clients: Clients, name: str) -> Seen:
    """The instance of that name, else the cluster."""
    try:
        answer = clients.call("rds", "describe_db_instances", DBInstanceIdentifier=name)
    except NotFound:
        answer = clients.call("rds", "describe_db_clusters", DBClusterIdentifier=name)
        return _cluster(answer["DBClusters"][0])
    found = answer["DBInstances"][0]
    return Seen(
        {**present(_instance(found)), **_parameters(clients, found)}, present(_health(found))
    )


def _instance(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "engine": found.get("Engine"),
        "engineVersion": found.get("EngineVersion"),
        "instanceClass": found.get("DBInstanceClass"),
        "storage.type": found.get("StorageType"),
        "storage.gb": found.get("AllocatedStorage"),
        "storage.mostGb": found.get("MaxAllocatedStorage"),
        "storage.iops": found.get("Iops"),
        "storage.throughput": found.get("StorageThroughput"),
        "multiAz": found.get("MultiAZ"),
        "publiclyAccessible": found.get("PubliclyAccessible"),
        "certificateAuthority": found.get("CACertificateIdentifier"),
        "parameterGroups": [g["DBParameterGroupName"] for g in found.get("DBParameterGroups", [])],
        "vpc.securityGroups": _security_groups(found),
        "backup.retentionDays": found.get("BackupRetentionPeriod"),
        "maintenanceWindow": found.get("PreferredMaintenanceWindow"),
        "iamAuthentication": found.get("IAMDatabaseAuthenticationEnabled"),
        "deletionProtection": found.get("DeletionProtection"),
        "replicaOf": found.get("ReadReplicaSourceDBInstanceIdentifier"),
        "related.cluster": found.get("DBClusterIdentifier"),
    }


def _health(found: dict[str, Any]) -> dict[str, Any]:
    health: dict[str, Any] = {
        "status": found.get("DBInstanceStatus"),
        "certificate.validTill": found.get("CertificateDetails", {}).get("ValidTill"),
        "endpoint": found.get("Endpoint", {}).get("Address"),
        **_pending(found),
    }
    for group in found.get("DBParameterGroups", []):
        path = f"parameterGroup.{group['DBParameterGroupName']}"
        health[path] = group.get("ParameterApplyStatus")
    for info in found.get("StatusInfos", []):
        health[f"replication.{info.get('StatusType')}"] = info.get("Message") or info.get("Status")
    return health


def _parameters(clients: Clients, found: dict[str, Any]) -> Settings:
    """What the team set in its parameter groups, and how many connections there may be: a number,
    or a formula over the class' memory. AWS' own groups hold nothing that anybody set."""
    settings: Settings = {}
    for group in found.get("DBParameterGroups", []):
        name = group["DBParameterGroupName"]
        asked: list[dict[str, Any]] = [
            {"Filters": [{"Name": "parameter-name", "Values": [_MOST_CONNECTIONS]}]}
        ]
        if not name.startswith("default."):
            asked.append({"Source": "user"})
        for only in asked:
            page = clients.call("rds", "describe_db_parameters", DBParameterGroupName=name, **only)
            settings |= {
                f"parameters.{each['ParameterName']}": each["ParameterValue"]
                for each in page.get("Parameters", [])
                if each.get("ParameterValue") is not None
                and ("Source" in only or each["ParameterName"] == _MOST_CONNECTIONS)
            }
    return settings


def _cluster(found: dict[str, Any]) -> Seen:
    scaling = found.get("ServerlessV2ScalingConfiguration", {})
    settings = {
        "engine": found.get("Engine"),
        "engineVersion": found.get("EngineVersion"),
        "instanceClass": found.get("DBClusterInstanceClass"),
        "storage.type": found.get("StorageType"),
        "storage.gb": found.get("AllocatedStorage"),
        "storage.iops": found.get("Iops"),
        "serverless.least": scaling.get("MinCapacity"),
        "serverless.most": scaling.get("MaxCapacity"),
        "multiAz": found.get("MultiAZ"),
        "publiclyAccessible": found.get("PubliclyAccessible"),
        "parameterGroups": found.get("DBClusterParameterGroup"),
        "vpc.securityGroups": _security_groups(found),
        "backup.retentionDays": found.get("BackupRetentionPeriod"),
        "maintenanceWindow": found.get("PreferredMaintenanceWindow"),
        "iamAuthentication": found.get("IAMDatabaseAuthenticationEnabled"),
        "deletionProtection": found.get("DeletionProtection"),
    }
    health: dict[str, Any] = {
        "status": found.get("Status"),
        "endpoint": found.get("Endpoint"),
        "endpoint.reader": found.get("ReaderEndpoint"),
        **_pending(found),
    }
    # Who writes changes by itself when a cluster fails over.
    for member in found.get("DBClusterMembers", []):
        role = "writer" if member.get("IsClusterWriter") else "reader"
        health[f"member.{member['DBInstanceIdentifier']}"] = role
    return Seen(present(settings), present(health))


def _pending(found: dict[str, Any]) -> dict[str, Any]:
    """What was asked for and is not in force yet; AWS hides a new password."""
    pending: dict[str, Any] = found.get("PendingModifiedValues", {})
    return {f"pending.{name}": value for name, value in pending.items()}


def _security_groups(found: dict[str, Any]) -> list[str]:
    return [each["VpcSecurityGroupId"] for each in found.get("VpcSecurityGroups", [])]
