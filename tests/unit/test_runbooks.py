"""The library of a workload's runbooks: what is found, and what is read to find it."""

import pytest

from casebook import runbooks
from casebook.errors import AwsCallFailed
from casebook.runbooks import MOST_BYTES_A_FILE, MOST_FILES, Hits
from local.memory.runbooks import MemoryRunbookStore
from tests.fakes.shop import shop

SHOP = shop()


@pytest.fixture
def store() -> MemoryRunbookStore:
    store = MemoryRunbookStore()
    store.write("wkl_1", "payments.md", "# Payments\n\nSwitch the provider when it is down.")
    store.write("wkl_1", "queue.md", "# Queue\n\nA backlog grows when consumers stop.")
    store.write("projects/team", "tls.md", "# Certificates\n\nRenew the expired certificate.")
    return store


def search(store: MemoryRunbookStore, query: str) -> Hits:
    return runbooks.search(store, SHOP, query, 5)


def files(hits: Hits) -> list[str]:
    return [part.file for part, _ in hits.found]


def test_a_section_is_found_by_its_words_wherever_it_lies(store: MemoryRunbookStore) -> None:
    assert files(search(store, "the payment provider")) == ["payments.md"]
    assert files(search(store, "certificate has expired")) == ["team/tls.md"]
    assert search(store, "certificate").found[0][0].location.endswith("projects/team/tls.md")


def test_a_file_is_found_by_its_name(store: MemoryRunbookStore) -> None:
    store.write("wkl_1", "disk-full.md", "Call Bob.")

    assert files(search(store, "DiskFull")) == ["disk-full.md"]


SKILL = """\
---
name: ledger-replay
description: Use when bookings are missing after a failover.
---
## Steps

Run the replay.

## Afterwards

Tell finance.
"""


def test_a_skill_is_found_by_what_it_says_that_it_is_for(store: MemoryRunbookStore) -> None:
    store.write("wkl_1", "skills/ledger/SKILL.md", SKILL)

    found = search(store, "bookings missing since the failover")

    steps, _ = found.found[0]
    assert steps.heading == ("ledger-replay", "Steps")
    assert steps.text == "Run the replay."
    assert SKILL.splitlines()[steps.line - 1] == "## Steps"
    assert [part.heading[-1] for part, _ in found.found] == ["Steps", "Afterwards"]


def test_front_matter_that_cannot_be_read_is_text_like_any_other(
    store: MemoryRunbookStore,
) -> None:
    store.write("wkl_1", "ledger.md", SKILL.replace("Use when", "Use: when"))

    assert files(search(store, "bookings failover")) == ["ledger.md"]
    assert search(store, "run the replay").found[0][0].heading == ("Steps",)


def test_only_the_first_search_reads_the_runbooks(store: MemoryRunbookStore) -> None:
    first = search(store, "provider")
    store.reads.clear()

    assert search(store, "provider") == first
    assert store.reads == []


def test_a_changed_an_added_and_a_removed_runbook_are_noticed(store: MemoryRunbookStore) -> None:
    search(store, "provider")

    store.write("wkl_1", "payments.md", "# Payments\n\nCall the bank.")
    assert files(search(store, "call the bank")) == ["payments.md"]
    store.write("wkl_1", "disk.md", "# Disk\n\nDelete core dumps.")
    assert files(search(store, "core dumps")) == ["disk.md"]
    del store.texts["knowledge/wkl_1/queue.md"]
    assert files(search(store, "backlog consumers")) == []


def test_an_index_that_cannot_be_read_or_kept_costs_time_and_no_answer(
    store: MemoryRunbookStore,
) -> None:
    store.index_failure = AwsCallFailed("GetObject", "InternalError", "no")

    assert files(search(store, "provider")) == ["payments.md"]


@pytest.mark.parametrize("rubbish", ["", "{", "[]", '{"parts": [], "words": {"a": 1}}', "null"])
def test_an_index_that_is_broken_is_built_again(store: MemoryRunbookStore, rubbish: str) -> None:
    search(store, "provider")
    store.indexes = dict.fromkeys(store.indexes, rubbish)

    assert files(search(store, "provider")) == ["payments.md"]


def test_an_index_does_not_stand_for_a_version_that_it_does_not_hold(
    store: MemoryRunbookStore,
) -> None:
    class Changing(MemoryRunbookStore):
        """Somebody changes a runbook right after it was listed."""

        def runbooks(self, workload):  # type: ignore[no-untyped-def]
            found = super().runbooks(workload)
            self.write("wkl_1", "payments.md", "# Payments\n\nCall the bank.")
            return found

    changing = Changing(**store.texts)

    assert files(search(changing, "consumers")) == ["queue.md"]
    assert changing.indexes == {}


def test_runbooks_that_cannot_be_listed_are_an_error(store: MemoryRunbookStore) -> None:
    store.failure = AwsCallFailed("ListObjectsV2", "AccessDenied", "no", 403)

    with pytest.raises(AwsCallFailed):
        search(store, "provider")


def test_what_is_too_large_or_too_many_is_left_out_by_name(store: MemoryRunbookStore) -> None:
    store.write("wkl_1", "huge.md", "provider " * MOST_BYTES_A_FILE)
    for number in range(MOST_FILES):
        store.write("wkl_1", f"zz{number:03}.md", f"note {number}")

    hits = search(store, "provider")

    assert files(hits) == ["payments.md"]
    assert hits.files == MOST_FILES
    assert hits.left_out[0] == "huge.md"
    assert len(hits.left_out) == 1 + MOST_FILES + 3 - MOST_FILES


def test_no_runbooks_are_no_hits() -> None:
    assert search(MemoryRunbookStore(), "provider") == Hits((), 0, ())


def test_bytes_that_are_no_text_do_no_harm(store: MemoryRunbookStore) -> None:
    store.write("wkl_1", "binary.md", "\0\ud7ff�provider\x1b[31m" * 10)

    assert "payments.md" in files(search(store, "provider"))
