"""A workload with a database whose metrics a test names."""

from casebook.domain.workload import Metric, Resource, Workload
from tests.unit.agents.builders import workload


def with_database(*names: str, namespace: str = "AWS/RDS") -> Workload:
    """`checkout-fn` calls `db`, which has metrics of these names."""
    metrics = tuple(Metric(namespace=namespace, name=name, dimensions={"DB": "db"})
                    for name in names)  # fmt: skip
    base = workload([("checkout-fn", "lambda")], [("checkout-fn", "db")])
    database = Resource(name="db", type="rds", metrics=metrics)
    return base.model_copy(update={"resources": (*base.resources, database)})
