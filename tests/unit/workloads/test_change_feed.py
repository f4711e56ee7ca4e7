"""What is reported and what is observed of changes is taken in before it is kept."""

import string
from random import Random

from casebook.observation import observe
from casebook.ports.connections import Identity
from casebook.workloads.registration import ChangeFeed
from casebook.workloads.requests import ReportChange
from local.memory.clock import FakeClock
from local.memory.history import MemoryChangeStore, MemoryObservationStore
from local.memory.telemetry import MemoryConfiguration
from local.memory.workloads import MemoryWorkloadStore
from tests.fakes.shop import NOW, shop

# Made when the tests run; it opens nothing.
SECRET = "".join(Random(2).choices(string.ascii_letters + string.digits, k=14)) + "7"
ANN = Identity(user="ann", projects=("team",))


def test_a_reported_change_is_kept_and_answered_without_its_secrets_and_harmless() -> None:
    changes = MemoryChangeStore()
    feed = ChangeFeed(MemoryWorkloadStore(shop()), changes, FakeClock(NOW))
    patch = f"DB_PASSWORD: old{SECRET} -> {SECRET}\nHOST: a.internal -> b\x1b[2J"

    feed.report(
        ANN,
        "wkl_1",
        ReportChange(
            at=NOW, kind="deployment", resource="checkout-fn", actor="ci\u202e",
            summary=f"password={SECRET}", url=f"https://ci:{SECRET}@ci.example/1", diff=patch,
        ),
    )  # fmt: skip

    (kept,) = feed.recent(ANN, "wkl_1").changes
    assert SECRET not in kept.to_json()
    assert "\x1b" not in kept.to_json()
    assert kept.actor == r"ci\u202e"
    assert [field.path for field in kept.diff] == ["DB_PASSWORD", "HOST"]
    assert kept.diff[0].before != kept.diff[0].after, "that it was rotated still shows"
    assert kept.diff[1].before == "a.internal"


def test_what_is_observed_is_kept_without_its_secrets_and_digests_stay() -> None:
    configuration = MemoryConfiguration(FakeClock(NOW))
    digest = "".join(Random(4).choices(string.ascii_letters + string.digits + "+/", k=43)) + "="
    configuration.settings |= {"orders-table": {}, "payments": None}
    configuration.settings["checkout-fn"] = {
        "description": f"password: {SECRET} \x07",
        "tags.apiKey": SECRET,
        "codeSha256": digest,
    }
    observations = MemoryObservationStore()

    observe(shop(), configuration, observations, MemoryChangeStore(), FakeClock(NOW))

    seen = observations.latest("wkl_1")["checkout-fn"]
    assert seen.settings["description"] == r"password: <password-1> \x07"
    assert seen.settings["tags.apiKey"] == "<secret-1>"
    assert seen.settings["codeSha256"] == digest
