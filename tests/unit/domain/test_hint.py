"""What counts of a person's hint: what it names."""

import pytest

from casebook.domain.hint import hinted
from casebook.domain.workload import Metric, Resource, Workload, with_standard_telemetry
from tests.fakes.shop import shop


@pytest.mark.parametrize(
    ("hint", "resources"),
    [
        ("the orders-table is slow", ("orders-table",)),
        ("ORDERS-TABLE, then checkout-fn.", ("checkout-fn", "orders-table")),
        ("not checkout-fn-2 nor my-orders-table", ()),
        ("", ()),
    ],
)
def test_resources_are_named_as_whole_words(hint: str, resources: tuple[str, ...]) -> None:
    assert hinted(hint, shop()).resources == resources


def test_a_metric_is_meant_of_the_resource_that_is_named_with_it() -> None:
    two = [with_standard_telemetry(Resource(name=f"{n}-fn", type="lambda")) for n in "ab"]
    workload: Workload = shop().model_copy(update={"resources": tuple(two)})

    assert hinted("Throttles of b-fn", workload).metrics == (("b-fn", "Throttles"),)
    assert hinted("throttles?", workload).metrics == (("a-fn", "Throttles"), ("b-fn", "Throttles"))


@pytest.mark.parametrize(
    ("hint", "terms"),
    [
        ("someone changed PAYMENTS_URL yesterday", ("PAYMENTS_URL",)),
        ("see db.pool.size and maxConnections", ("db.pool.size", "maxConnections")),
        ('it says "connection reset" a lot', ("connection reset",)),
        ("HTTP on /v2/orders since v1.4.2", ("HTTP", "v2/orders", "v1.4.2")),
        ("I think it is the database", ()),
        ("a_a b_b c_c d_d", ("a_a", "b_b", "c_c")),
    ],
)
def test_terms_are_words_as_code_and_logs_have_them(hint: str, terms: tuple[str, ...]) -> None:
    assert hinted(hint, shop()).terms == terms


def test_a_name_with_signs_is_no_expression() -> None:
    odd = Resource(name="a+(b", metrics=(Metric(namespace="N", name="x.*"),))
    workload: Workload = shop().model_copy(update={"resources": (odd,)})

    named = hinted("x.* of a+(b", workload)

    assert (named.resources, named.metrics) == (("a+(b",), (("a+(b", "x.*"),))
