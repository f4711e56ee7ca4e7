"""Every source of text of others, as it arrives in every sink."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.security.journey import Arrived, Journey, answered
from tests.security.obedient import READ_BACK
from tests.security.places import PLACES, Place
from tests.security.world import Scene
from tests.unit.bad_input.world import dead_address

# These are refused when they are registered; see tests/unit/workloads/test_requests.py.
_REGISTERED = {"a resource's name", "the workload's name"}


@dataclass(frozen=True)
class Source:
    """`arrives` takes the text from there to every sink."""

    name: str
    arrives: Callable[[str], Arrived]


def _from(place: Place) -> Source:
    looks = [
        calls for calls in place.looks if not any(READ_BACK in each.values() for _, each in calls)
    ]
    return Source(place.name, lambda text: Journey(place.scene(text), "ok").go(looks))


def _environment(text: str) -> Arrived:
    scene = Scene(dead_address())
    scene.world.configuration.settings["checkout-fn"] = {"environment.CONNECTION": text}
    return Journey(scene, "ok").go([[("get_workload_state", {})]])


def _alarm(**fields: str) -> Arrived:
    return Journey(Scene(dead_address()), "ok", **fields).go([])


SOURCES = (
    *(_from(place) for place in PLACES if place.name not in _REGISTERED),
    Source("an environment variable", _environment),
    Source("an alarm's description", lambda text: _alarm(AlarmDescription=text)),
    Source("an alarm's reason", lambda text: _alarm(NewStateReason=text)),
    Source("a person's feedback", lambda text: Journey(Scene(dead_address()), text).go([])),
    Source("an answer of a model", answered),
)
