"""Makes evidence of what a tool answered: taken in, hashed, kept, and shortened to be quoted."""

import hashlib
import json
from typing import Any, NamedTuple, cast

from casebook.domain.evidence import Evidence, Outcome
from casebook.domain.ids import EVIDENCE, new_id
from casebook.domain.model import Json, Model
from casebook.errors import CasebookError
from casebook.ports.clock import Clock
from casebook.ports.evidence import ResultStore
from casebook.redaction import Redactor
from casebook.redaction.intake import fitted, whole
from casebook.redaction.recalling import ELSEWHERE, Recollection
from casebook.tools.preview import preview
from casebook.tools.tool import Failed, Found, NoData

Answer = Found[Any] | NoData | Failed

# What agents and models read of one run. The rest of a longer one is read with `read_evidence`.
EXCERPT_CHARACTERS = 6_000


class Kept(NamedTuple):
    """An answer that was kept: its redacted data (None unless it is a success), the evidence that
    stands for it, and how many bytes were stored."""

    data: Model | None
    evidence: Evidence
    raw_bytes: int


class EvidenceKeeper:
    """Keeps the answers of one stream's tools. Safe to use from several threads.

    Placeholders are numbered within one answer. What is stored, and so its digest, then follows
    from the data alone, and not from which other queries ran before: a recheck depends on it. The
    exception is a value that nothing but another answer gives away: it becomes `<known-1>`, and
    `says_the_same` allows for it. Such values are remembered as long as the keeper lives.
    """

    def __init__(self, stream: str, store: ResultStore, clock: Clock) -> None:
        self._stream = stream
        self._store = store
        self._clock = clock
        self._known = Recollection()

    def keep(self, tool: str, answer: Answer) -> Kept:
        """Take the answer in, store it, and make evidence of it.

        The digest is over the bytes as they were stored. When they cannot be stored, the run is an
        error: a claim could not be checked against evidence that nobody can fetch.
        """
        data, stored, text, query = self._taken_in(answer)
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
            query=query,
            window=answer.window,
            outcome=outcome,
            sha256=hashlib.sha256(raw).hexdigest(),
            excerpt=preview(text, EXCERPT_CHARACTERS),
            location=location,
            taken_at=self._clock.now(),
        )
        return Kept(data, evidence, len(raw))

    def _taken_in(self, answer: Answer) -> tuple[Model | None, Json | None, str, Json]:
        """The data, the same as they are stored, the text and the query."""
        data: Model | None = answer.data if isinstance(answer, Found) else None
        plain = data.to_payload() if data else None
        redactor = Redactor(self._known)
        said: Json = {"data": plain, "text": answer.text, "query": answer.query}
        clean = cast("Json", whole(said, redactor))
        if redactor.found:
            self._known.add_all(redactor.found, ELSEWHERE)
        stored = cast("Json | None", clean["data"])
        if data and stored != plain:
            data = fitted(type(data), plain, stored)
            stored = data.to_payload()
        return data, stored, str(clean["text"]), cast("Json", clean["query"])


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
