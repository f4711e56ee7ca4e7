"""Makes evidence of what a tool answered: redacted, hashed, kept, and shortened to be quoted."""

import hashlib
import json
import threading
from typing import Any

from pydantic import JsonValue

from casebook.domain.evidence import Evidence
from casebook.domain.ids import EVIDENCE, new_id
from casebook.domain.model import Json, Model, encodable
from casebook.errors import CasebookError
from casebook.ports import Clock, EvidenceStore, Outcome
from casebook.redaction import Redactor
from casebook.tools.preview import preview
from casebook.tools.tool import Failed, Found, NoData

Answer = Found[Any] | NoData | Failed

# What agents and models read of one run. The rest of a longer one is read with `read_evidence`.
EXCERPT_CHARACTERS = 6_000


class EvidenceKeeper:
    """Keeps the answers of one stream's tools. Safe to use from several threads."""

    def __init__(self, stream: str, store: EvidenceStore, clock: Clock) -> None:
        self._stream = stream
        self._store = store
        self._clock = clock
        self._redactor = Redactor()
        self._lock = threading.Lock()

    def keep(self, tool: str, answer: Answer) -> tuple[Model | None, Evidence]:
        """The answer's redacted data (None unless it is a success) and the evidence for it.

        The digest is over the bytes as they were stored. When they cannot be stored, the run is an
        error: a claim could not be checked against evidence that nobody can fetch.
        """
        with self._lock:
            data = self._redacted_data(answer.data) if isinstance(answer, Found) else None
            text = encodable(self._redactor.redact(answer.text))
            query = self._redacted(answer.query)
        evidence_id = new_id(EVIDENCE)
        outcome = _outcome(answer)
        raw = _raw(data, outcome, text)
        location = ""
        try:
            if len(text) > EXCERPT_CHARACTERS:
                self._store.put_text(self._stream, evidence_id, text)
            location = self._store.put(self._stream, evidence_id, raw)
        except CasebookError as error:
            data, outcome = None, "error"
            text = f"{tool} answered, but the result could not be kept: {error.detail}"
        return data, Evidence(
            id=evidence_id,
            tool=tool,
            query=query if isinstance(query, dict) else {},
            window=answer.window,
            outcome=outcome,
            sha256=hashlib.sha256(raw).hexdigest(),
            excerpt=preview(text, EXCERPT_CHARACTERS),
            location=location,
            taken_at=self._clock.now(),
        )

    def _redacted_data(self, data: Model) -> Model:
        plain = data.model_dump(mode="json", by_alias=True)
        redacted = self._redacted(plain)
        return data if redacted == plain else type(data).model_validate(redacted)

    def _redacted(self, value: JsonValue) -> JsonValue:
        match value:
            case str():
                return encodable(self._redactor.redact(value))
            case list():
                return [self._redacted(each) for each in value]
            case dict():
                return {encodable(key): self._redacted(each) for key, each in value.items()}
            case _:
                return value


def _outcome(answer: Answer) -> Outcome:
    match answer:
        case Found():
            return "success"
        case NoData():
            return "no-data"
        case Failed():
            return "error"


def _raw(data: Model | None, outcome: Outcome, text: str) -> bytes:
    """What is stored: the data as JSON with sorted keys, or what was said instead of data."""
    said: Json = {"outcome": outcome, "text": text}
    stored = data.model_dump(mode="json", by_alias=True) if data is not None else said
    return json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
