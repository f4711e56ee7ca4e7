"""Makes evidence of what a tool answered: redacted, hashed, kept, and shortened to be quoted."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from casebook.domain.evidence import Evidence, Outcome
from casebook.domain.ids import EVIDENCE, new_id
from casebook.domain.model import Json, Model, encodable
from casebook.errors import CasebookError
from casebook.ports.clock import Clock
from casebook.ports.evidence import ResultStore
from casebook.redaction import Redactor
from casebook.tools.preview import preview
from casebook.tools.tool import Failed, Found, NoData

Answer = Found[Any] | NoData | Failed

# What agents and models read of one run. The rest of a longer one is read with `read_evidence`.
EXCERPT_CHARACTERS = 6_000

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_NUMBERS = frozenset({int, float, bool, type(None)})


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was kept: its redacted data (None unless it is a success), the evidence that
    stands for it, and how many bytes were stored."""

    data: Model | None
    evidence: Evidence
    raw_bytes: int


class EvidenceKeeper:
    """Keeps the answers of one stream's tools. Safe to use from several threads.

    Placeholders are numbered within one answer. What is stored, and so its digest, then follows
    from the data alone, and not from which other queries ran before: a recheck depends on it.
    """

    def __init__(self, stream: str, store: ResultStore, clock: Clock) -> None:
        self._stream = stream
        self._store = store
        self._clock = clock

    def keep(self, tool: str, answer: Answer) -> Kept:
        """Redact the answer, store it, and make evidence of it.

        The digest is over the bytes as they were stored. When they cannot be stored, the run is an
        error: a claim could not be checked against evidence that nobody can fetch.
        """
        redactor = Redactor()
        data: Model | None = None
        stored: Json | None = None
        if isinstance(answer, Found):
            data, stored = _redacted_data(answer.data, redactor)
        text = encodable(redactor.redact(answer.text))
        query = _redacted(answer.query, redactor)
        evidence_id = new_id(EVIDENCE)
        outcome = _outcome(answer)
        raw = _raw({"outcome": outcome, "text": text} if stored is None else stored)
        location = ""
        try:
            if len(text) > EXCERPT_CHARACTERS:
                self._store.put_text(self._stream, evidence_id, text)
            location = self._store.put(self._stream, evidence_id, raw)
        except CasebookError as error:
            data, outcome = None, "error"
            text = f"{tool} answered, but the result could not be kept: {error.detail}"
        evidence = Evidence(
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
        return Kept(data, evidence, len(raw))


def _redacted_data(data: Model, redactor: Redactor) -> tuple[Model, Json]:
    """The data without secrets, and as they are stored."""
    plain = data.to_payload()
    redacted = _redacted(plain, redactor)
    if redacted == plain:
        return data, plain
    cleaned = type(data).model_validate(redacted)
    return cleaned, cleaned.to_payload()


def _redacted(value: JsonValue, redactor: Redactor) -> JsonValue:
    match value:
        case str() if _INSTANT.fullmatch(value):
            return value  # most texts of a result are its times
        case str():
            return encodable(redactor.redact(value))
        case list():
            if _NUMBERS.issuperset(map(type, value)):
                return value  # a day of datapoints
            return [_redacted(each, redactor) for each in value]
        case dict():
            return {encodable(key): _redacted(each, redactor) for key, each in value.items()}
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


def _raw(stored: Json) -> bytes:
    """What is stored, the data or what was said instead of data, as JSON with sorted keys."""
    return json.dumps(stored, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
