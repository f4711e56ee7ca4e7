"""The state of a very long diagnosis still fits into one answer."""

import json

import pytest

from casebook.diagnosis.state import as_answer, as_json
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.event import sent_bytes
from casebook.domain.evidence import Evidence
from tests.fakes.shop import NOW, scope


def of(pieces: int) -> Diagnosis:
    evidence = (
        Evidence(
            id=f"evd_{place}", tool="search_logs", query={}, window=scope().window,
            outcome="success", sha256="0" * 64, excerpt='"é' * 3_000, location="x", taken_at=NOW,
        )
        for place in range(pieces)
    )  # fmt: skip
    return Diagnosis("dgn_1", seq=1, evidence=tuple(evidence))


def test_a_state_that_fits_is_told_as_it_is() -> None:
    assert as_answer(of(3)) == as_json(of(3))


@pytest.mark.parametrize("share", [0.9, 0.3, 0.1, 0.05])
def test_one_that_does_not_fit_has_all_its_evidence_with_shorter_excerpts(share: float) -> None:
    most = int(sent_bytes(as_json(of(20))) * share)

    text = as_answer(of(20), most)

    told = json.loads(text)["evidence"]
    assert sent_bytes(text) <= most
    assert len(told) == 20
    assert all(each["excerpt"] < '"é' * 3_000 or not each["excerpt"] for each in told)
    assert [each["id"] for each in told] == [f"evd_{place}" for place in range(20)]
