import pytest

from casebook.redaction import redact
from casebook.tools.search_runbooks import SearchRunbooks
from casebook.tools.tool import Found, NoData, Scope
from local.memory.runbooks import MemoryRunbookStore
from tests.fakes.shop import NOW, scope, shop


@pytest.fixture
def store() -> MemoryRunbookStore:
    store = MemoryRunbookStore()
    text = "# Payments\n\n## Provider down\n\nSwitch the provider.\n\n```sh\npayctl switch\n```\n"
    store.write("wkl_1", "payments.md", text)
    return store


def run(store: MemoryRunbookStore, occasion: str = "", **asked: object) -> Found | NoData:  # type: ignore[type-arg]
    tool = SearchRunbooks(store)
    about = Scope(shop(), scope().window, NOW, question=occasion)
    return tool.run(tool.parameters.model_validate(asked), about)


def test_a_section_is_told_with_its_place_and_its_text(store: MemoryRunbookStore) -> None:
    found = run(store, query="the provider is down")

    assert isinstance(found, Found)
    (section,) = found.data.sections
    assert (section.file, section.heading) == ("payments.md", ("Payments", "Provider down"))
    assert section.words == ("provid", "down")
    assert "- payments.md > Payments > Provider down (line 3, score " in found.text
    assert "  payctl switch" in found.text
    assert section.location.endswith("knowledge/wkl_1/payments.md")


def test_without_a_query_the_occasion_is_asked_about(store: MemoryRunbookStore) -> None:
    found = run(store, occasion="payments-provider-errors")

    assert isinstance(found, Found)
    assert found.query == {"query": "payments-provider-errors", "limit": 5}


def test_no_runbook_and_no_match_are_no_data_and_say_so(store: MemoryRunbookStore) -> None:
    without = run(MemoryRunbookStore(), query="provider")
    unlike = run(store, query="kubernetes")

    assert isinstance(without, NoData)
    assert without.text == "There are no runbooks of shop."
    assert isinstance(unlike, NoData)
    assert unlike.text == "No section of the 1 runbooks of shop has any of the words."


def test_what_was_left_out_is_named(store: MemoryRunbookStore) -> None:
    store.write("wkl_1", "all.md", "x" * 200_000)

    assert "Not looked at, too large or too many: all.md." in run(store, query="provider").text


def test_of_a_long_section_the_beginning_is_told(store: MemoryRunbookStore) -> None:
    store.write("wkl_1", "long.md", "# Long\n\n" + "zebra crossing\n" * 150)

    found = run(store, query="zebra")

    assert isinstance(found, Found)
    assert len(found.data.sections[0].excerpt) == 900


def test_secrets_that_a_team_wrote_down_do_not_get_past_the_keeper(
    store: MemoryRunbookStore,
) -> None:
    secret = "AKIA" + "Z7Q3W5E9R1T2Y4U6"
    store.write("wkl_1", "keys.md", f"# Keys\n\nThe provider's key is {secret}.")

    assert secret not in redact(run(store, query="key").text)
