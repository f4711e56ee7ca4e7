from dataclasses import replace

import pytest
from pydantic import ValidationError

from casebook.citing.claims import Citing
from casebook.domain.ids import EVIDENCE, new_id
from casebook.errors import NotFound
from casebook.tools.keeper import EXCERPT_CHARACTERS, EvidenceKeeper
from casebook.tools.read_evidence import MOST_CHARACTERS, ReadEvidence
from casebook.tools.results.logs import LogLines
from casebook.tools.results.pages import EvidencePage
from casebook.tools.tool import Found, NoData, Scope
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from tests.fakes.shop import NOW, scope, shop

LINES = [f"order {number} failed: ConnectTimeoutError" for number in range(2_000)]
WHOLE = "\n".join(LINES)


@pytest.fixture
def store() -> MemoryEvidenceStore:
    return MemoryEvidenceStore()


def of(stream: str) -> Scope:
    return Scope(shop(), scope().window, NOW, stream=stream)


def kept(store: MemoryEvidenceStore, text: str, stream: str = "dgn_1") -> str:
    """The id of evidence with this text, as the toolbox keeps it."""
    answer = Found(LogLines(lines=(), truncated=False), text, {}, scope().window)
    return EvidenceKeeper(stream, store, FakeClock(NOW)).keep("search_logs", answer).evidence.id


def page_of(store: MemoryEvidenceStore, **asked: object) -> EvidencePage:
    found = ReadEvidence(store).run(ReadEvidence.parameters.model_validate(asked), of("dgn_1"))
    assert isinstance(found, Found)
    return found.data


def test_pages_put_together_are_the_whole_text(store: MemoryEvidenceStore) -> None:
    evidence_id = kept(store, WHOLE)
    text, offset = "", 0
    while True:
        page = page_of(store, evidence_id=evidence_id, offset=offset)
        text += page.text
        if page.next_offset is None:
            break
        offset = page.next_offset

    assert text == WHOLE
    assert page.total_characters == len(WHOLE)


def test_the_excerpt_says_where_to_read_on(store: MemoryEvidenceStore) -> None:
    answer = Found(LogLines(lines=(), truncated=False), WHOLE, {}, scope().window)
    evidence = EvidenceKeeper("dgn_1", store, FakeClock(NOW)).keep("search_logs", answer).evidence
    offset = int(evidence.excerpt.split("reads on at offset ")[1].split(" ")[0])

    page = page_of(store, evidence_id=evidence.id, offset=offset)

    assert WHOLE[:offset] + page.text == WHOLE[: offset + len(page.text)]
    assert WHOLE[:offset] == evidence.excerpt[:offset]


def test_lines_that_contain_a_text_are_found_with_their_offsets(store: MemoryEvidenceStore) -> None:
    evidence_id = kept(store, WHOLE)

    page = page_of(store, evidence_id=evidence_id, contains="ORDER 1999 ")

    place = WHOLE.index("order 1999 ")
    assert page.text == f"{place}: order 1999 failed: ConnectTimeoutError"
    assert page.next_offset is None


def test_a_search_with_many_hits_goes_on_at_the_next_offset(store: MemoryEvidenceStore) -> None:
    evidence_id = kept(store, WHOLE)
    found, offset = list[str](), 0
    while True:
        page = page_of(store, evidence_id=evidence_id, contains="timeout", offset=offset)
        found += [line.split(": ", 1)[1] for line in page.text.splitlines()]
        if page.next_offset is None:
            break
        offset = page.next_offset

    assert found == LINES


def test_a_page_of_any_size_can_be_quoted_whole(store: MemoryEvidenceStore) -> None:
    evidence_id = kept(store, WHOLE)
    asked = ReadEvidence.parameters(evidence_id=evidence_id, limit=MOST_CHARACTERS)
    answer = ReadEvidence(store).run(asked, of("dgn_1"))
    evidence = EvidenceKeeper("dgn_1", store, FakeClock(NOW)).keep("read_evidence", answer).evidence

    assert isinstance(answer, Found)
    assert len(answer.text) <= EXCERPT_CHARACTERS
    last = answer.data.text.splitlines()[-1]
    assert Citing(evidence).quote(last) == f"`{last}`"


def test_of_a_short_result_the_raw_data_are_read(store: MemoryEvidenceStore) -> None:
    page = page_of(store, evidence_id=kept(store, "short"))

    assert page.text == '{\n "lines": [],\n "truncated": false\n}'


def test_of_a_failure_what_was_said_is_read(store: MemoryEvidenceStore) -> None:
    answer = NoData("There is nothing.", {}, scope().window)
    evidence = EvidenceKeeper("dgn_1", store, FakeClock(NOW)).keep("search_logs", answer).evidence

    assert page_of(store, evidence_id=evidence.id).text == "There is nothing."


@pytest.mark.parametrize("text", ["short", WHOLE])
def test_evidence_of_another_investigation_is_not_found(
    store: MemoryEvidenceStore, text: str
) -> None:
    evidence_id = kept(store, text, stream="dgn_2")
    asked = ReadEvidence.parameters(evidence_id=evidence_id)

    for stream in ("dgn_1", "ses_1", "", "dgn_1/../dgn_2"):
        with pytest.raises(NotFound, match=f"this investigation has no evidence {evidence_id}"):
            ReadEvidence(store).run(asked, of(stream))


@pytest.mark.parametrize("stranger", ["evd_1", "../dgn_2/x", "evd_" + "A" * 25 + "/", "", "a b"])
def test_what_is_no_evidence_id_is_refused(stranger: str) -> None:
    with pytest.raises(ValidationError):
        ReadEvidence.parameters(evidence_id=stranger)


def test_beyond_the_end_and_without_a_hit_there_is_no_data(store: MemoryEvidenceStore) -> None:
    evidence_id = kept(store, WHOLE)
    for asked in ({"offset": len(WHOLE)}, {"contains": "no such text"}):
        parameters = ReadEvidence.parameters.model_validate({"evidence_id": evidence_id, **asked})
        assert isinstance(ReadEvidence(store).run(parameters, of("dgn_1")), NoData)


def test_an_id_that_nobody_gave_out_is_not_found(store: MemoryEvidenceStore) -> None:
    with pytest.raises(NotFound):
        page_of(store, evidence_id=new_id(EVIDENCE))


def test_a_line_of_a_megabyte_is_shown_around_the_hit(store: MemoryEvidenceStore) -> None:
    evidence_id = kept(store, "x" * 500_000 + "needle" + "y" * 500_000)

    page = page_of(store, evidence_id=evidence_id, contains="needle")

    assert "needle" in page.text
    assert len(page.text) < 600


def test_evidence_that_was_taken_over_is_read_where_it_lies(store: MemoryEvidenceStore) -> None:
    answer = Found(LogLines(lines=(), truncated=False), WHOLE, {}, scope().window)
    old = EvidenceKeeper("dgn_old", store, FakeClock(NOW)).keep("search_logs", answer).evidence
    stranger = kept(store, WHOLE, "dgn_other")
    asked = ReadEvidence.parameters.model_validate({"evidence_id": old.id})
    mine = replace(of("dgn_1"), evidence=(old,))

    found = ReadEvidence(store).run(asked, mine)

    assert isinstance(found, Found)
    assert found.data.total_characters == len(WHOLE)
    with pytest.raises(NotFound):
        ReadEvidence(store).run(asked.model_copy(update={"evidence_id": stranger}), mine)
