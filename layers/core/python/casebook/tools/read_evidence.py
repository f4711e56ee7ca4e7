"""The tool that reads on where an excerpt leaves off."""

import json

from pydantic import Field

from casebook.domain.model import Json
from casebook.errors import NotFound
from casebook.ports.evidence import EvidenceStore
from casebook.tools.preview import last_line_end
from casebook.tools.results.pages import EvidencePage
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

# A page with its head line fits into the excerpt of its own evidence: all of it can be quoted.
MOST_CHARACTERS = 5_000
_LONGEST_LINE = 500


class Request(Parameters):
    """Which evidence to read, and which part of it."""

    evidence_id: str = Field(
        pattern=r"^evd_[0-9A-HJKMNP-TV-Z]{26}$",
        description="The id of evidence of this investigation, e.g. of an excerpt that was cut.",
    )
    offset: int = Field(0, ge=0, description="How many characters into the result to begin.")
    limit: int = Field(
        4_000, ge=1, le=MOST_CHARACTERS, description="How many characters to read at most."
    )
    contains: str | None = Field(
        None,
        min_length=1,
        max_length=200,
        description="Read only the lines from `offset` on that contain this text (in capitals or"
        " not), each after its own offset.",
    )


class ReadEvidence(Tool[Request, EvidencePage]):
    """Reads the whole text of a result or, where the excerpt has that, the raw result as JSON.

    It finds evidence by the stream in hand and by its id together, so that no id, wherever it was
    read, leads into another investigation.
    """

    name = "read_evidence"
    description = (
        "Reads evidence that this investigation gathered: the part that its excerpt leaves out, or"
        " its raw data. Go on at `next_offset`, or look for a text with `contains`."
    )
    cost = "free"
    parameters = Request
    data = EvidencePage

    def __init__(self, evidence: EvidenceStore) -> None:
        self._evidence = evidence

    def run(self, parameters: Request, scope: Scope) -> Found[EvidencePage] | NoData:
        """Raises NotFound."""
        stream = _stream_of(parameters.evidence_id, scope)
        text = self._whole(stream, parameters.evidence_id)
        query = parameters.model_dump(mode="json")
        if parameters.offset >= len(text) > 0:
            said = f"It has {len(text)} characters; there is nothing at {parameters.offset}."
            return NoData(said, query, scope.window)
        page = _page(text, parameters) if parameters.contains is None else _hits(text, parameters)
        if not page.text:
            what = f" that contains {parameters.contains!r}" if parameters.contains else ""
            said = f"There is no line{what} from {parameters.offset} on, of {len(text)} characters."
            return NoData(said, query, scope.window)
        return Found(page, _told(page), query, scope.window)

    def _whole(self, stream: str, evidence_id: str) -> str:
        try:
            return self._evidence.text(stream, evidence_id)
        except NotFound:
            pass  # it was short, or it is not of this stream: the raw result tells
        try:
            raw = self._evidence.find(stream, evidence_id)
        except NotFound as error:
            raise NotFound(
                f"this investigation has no evidence {evidence_id}, or it has expired"
            ) from error
        return _spelled(json.loads(raw))


def _stream_of(evidence_id: str, scope: Scope) -> str:
    """The stream in hand, or the one whose evidence it has taken over: where that lies says so
    (`evidence/<stream>/<id>.json`)."""
    taken = next((each for each in scope.evidence if each.id == evidence_id), None)
    return taken.location.rpartition("/")[0].rpartition("/")[2] if taken else scope.stream


def _spelled(raw: Json) -> str:
    """A raw result as lines; of one without data, what was said instead."""
    if raw.keys() == {"outcome", "text"}:
        return str(raw["text"])
    return json.dumps(raw, indent=1, ensure_ascii=False)


def _page(text: str, asked: Request) -> EvidencePage:
    end = last_line_end(text, asked.offset, asked.offset + asked.limit)
    return _as_page(text, asked, text[asked.offset : end], end)


def _hits(text: str, asked: Request) -> EvidencePage:
    """As many of the lines that contain the text as there is room for, and one at least."""
    wanted = (asked.contains or "").lower()
    found, size, place = list[str](), 0, asked.offset
    for line in text[asked.offset :].splitlines(keepends=True):
        if wanted in line.lower():
            told = f"{place}: {_around(line.rstrip(), wanted)}"
            if found and size + len(told) > asked.limit:
                break
            found.append(told)
            size += len(told) + 1
        place += len(line)
    return _as_page(text, asked, "\n".join(found), place)


def _around(line: str, wanted: str) -> str:
    """The line or, of a long one, what stands around the text that was looked for."""
    if len(line) <= _LONGEST_LINE:
        return line
    start = max(0, line.lower().find(wanted) - _LONGEST_LINE // 2)
    return line[start : start + _LONGEST_LINE]


def _as_page(text: str, asked: Request, part: str, end: int) -> EvidencePage:
    return EvidencePage(
        evidence_id=asked.evidence_id,
        offset=asked.offset,
        text=part,
        next_offset=end if end < len(text) else None,
        total_characters=len(text),
        contains=asked.contains,
    )


def _told(page: EvidencePage) -> str:
    which = f"lines with {page.contains!r}" if page.contains else "characters"
    more = f"next_offset {page.next_offset}" if page.next_offset else "this is the end"
    head = f"{which} of {page.evidence_id} from offset {page.offset}; {more}"
    return f"{head}\n{page.text}"
