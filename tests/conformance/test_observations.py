"""What every store of observed configurations promises."""

from datetime import timedelta

from casebook.ports.changes import Observation
from tests.conformance.conftest import Stores


def seen(stores: Stores, seconds: float, memory: int, resource: str = "fn") -> Observation:
    at = stores.clock.now() + timedelta(seconds=seconds)
    return Observation(resource, at, {"memory": memory, "reserved": None, "traced": True})


def test_the_newest_look_at_every_resource_is_kept(stores: Stores) -> None:
    for each in (seen(stores, 0, 128), seen(stores, 1, 256), seen(stores, 0, 512, "other-fn")):
        stores.observations.keep("wkl_1", each)

    assert stores.observations.latest("wkl_1") == {
        "fn": seen(stores, 1, 256),
        "other-fn": seen(stores, 0, 512, "other-fn"),
    }
    assert stores.observations.latest("wkl_2") == {}


def test_a_late_observer_does_not_put_an_older_look_back(stores: Stores) -> None:
    stores.observations.keep("wkl_1", seen(stores, 1, 256))

    stores.observations.keep("wkl_1", seen(stores, 0, 128))

    assert stores.observations.latest("wkl_1") == {"fn": seen(stores, 1, 256)}


def test_the_same_look_may_be_kept_twice(stores: Stores) -> None:
    for _ in range(2):
        stores.observations.keep("wkl_1", seen(stores, 0, 128))

    assert stores.observations.latest("wkl_1") == {"fn": seen(stores, 0, 128)}
