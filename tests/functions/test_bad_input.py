"""What can never work is refused, with a problem body that says what is wrong."""

import gzip
import json

import pytest

from cli.docs.operations import OPERATIONS, Operation
from tests.functions.api import Api, asked_for, each_operation

pytestmark = pytest.mark.xdist_group("schema")

TOO_LONG = "x" * 3_000


@each_operation()
def test_an_id_that_can_be_none_is_not_found(api: Api, operation: Operation) -> None:
    for name in operation.path_parameters:
        answer = api.ask(operation, **{name: TOO_LONG})

        assert (answer.status_code, answer.json()["retryable"]) == (404, False), name


@each_operation()
def test_the_id_of_another_kind_is_not_found(api: Api, operation: Operation) -> None:
    """Sessions and diagnoses are kept in the same place, and neither may be taken for the other."""
    other = {"sessionId": api.known["diagnosisId"], "diagnosisId": api.known["sessionId"]}
    for name in other.keys() & (set(operation.path_parameters) | asked_for(operation)):
        answer = api.ask(operation, **{name: other[name]})

        assert (answer.status_code, answer.json()["retryable"]) == (404, False), name


@each_operation()
def test_a_body_that_is_no_text_is_refused(api: Api, operation: Operation) -> None:
    if operation.request is None:
        return
    answer = api.ask(operation, body=b'{"sessionId":"\xff"}')

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["body"]


@pytest.mark.parametrize("said", ["9" * 5_000, "9" * 11, "-1", "1.5", "abc", "²"])
@pytest.mark.parametrize("id", ["openStream", "readEvents"])
def test_a_last_event_that_is_no_number_is_refused_by_its_name(
    api: Api, id: str, said: str
) -> None:
    operation = next(each for each in OPERATIONS if each.id == id)
    headers = {"Accept": "text/event-stream", "Last-Event-ID": said}

    answer = api.ask(operation, headers=headers)

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["Last-Event-ID"]


@pytest.mark.parametrize("said", ["", " ", "\n\t", "\x00\x1b", "\u00a0\u2003"])
def test_a_message_without_a_word_is_refused(api: Api, said: str) -> None:
    operation = next(each for each in OPERATIONS if each.id == "sendMessage")
    message = {
        "sessionId": api.known["sessionId"],
        "message": said,
        "clientMessageId": "c1",
    }

    answer = api.ask(operation, body=json.dumps(message).encode())

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["message"]


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", 0, "0", "2026-11-21", None]
)
def test_a_time_that_cannot_be_reckoned_with_is_refused(api: Api, at: object) -> None:
    operation = next(each for each in OPERATIONS if each.id == "reportChange")
    change = {"at": at, "kind": "deployment", "resource": "checkout"}

    answer = api.ask(operation, body=json.dumps(change).encode())

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["at"]


def test_an_answer_that_is_too_large_says_so_and_goes_out_packed(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The raw result of a search in logs may have more than Lambda answers with."""
    operation = next(each for each in OPERATIONS if each.id == "fetchEvidence")
    raw = json.dumps({"lines": ["x" * 1_000] * 6_000}).encode()
    monkeypatch.setattr("casebook.adapters.s3.S3EvidenceStore.get", lambda *_: raw)

    refused = api.ask(operation, headers={"Accept-Encoding": "identity"})
    packed = api.ask(operation, headers={"Accept-Encoding": "gzip, br"})

    assert (refused.status_code, refused.json()["retryable"]) == (413, False)
    assert packed.headers["content-encoding"] == ["gzip"]
    assert len(packed.content) < 100_000
    assert len(json.loads(gzip.decompress(packed.content))["raw"]["lines"]) == 6_000
