"""DynamoDB tables.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
"""

from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.values import Seen, latest, present
from casebook.analysis.configuration import LAST_MODIFIED


def read_table(clients: Clients, name: str) -> Seen:
    table = clients.call("dynamodb", "describe_table", TableName=name)["Table"]
    throughput = table.get("ProvisionedThroughput", {})
    on_demand = table.get("OnDemandThroughput", {})
    billing = table.get("BillingModeSummary", {})
    settings: dict[str, Any] = {
        "billingMode": billing.get("BillingMode", "PROVISIONED"),
        "throughput.read": throughput.get("ReadCapacityUnits"),
        "throughput.write": throughput.get("WriteCapacityUnits"),
        "throughput.mostReads": on_demand.get("MaxReadRequestUnits"),
        "throughput.mostWrites": on_demand.get("MaxWriteRequestUnits"),
        "stream": table.get("StreamSpecification", {}).get("StreamViewType"),
        "deletionProtection": table.get("DeletionProtectionEnabled"),
        "tableClass": table.get("TableClassSummary", {}).get("TableClass"),
        LAST_MODIFIED: latest(
            throughput.get("LastIncreaseDateTime"),
            throughput.get("LastDecreaseDateTime"),
            billing.get("LastUpdateToPayPerRequestDateTime"),
        ),
    }
    health = {"status": table.get("TableStatus"), "items": table.get("ItemCount")}
    for index in table.get("GlobalSecondaryIndexes", []):
        path, own = f"index.{index['IndexName']}", index.get("ProvisionedThroughput", {})
        settings |= {
            f"{path}.exists": True,
            f"{path}.throughput.read": own.get("ReadCapacityUnits"),
            f"{path}.throughput.write": own.get("WriteCapacityUnits"),
        }
        health[f"{path}.status"] = index.get("IndexStatus")
    return Seen(present(settings), present(health))
