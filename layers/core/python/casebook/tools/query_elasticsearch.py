"""The tool that searches a workload's indices in Elasticsearch or OpenSearch."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated

from pydantic import Field, StringConstraints

from casebook.domain.model import iso
from casebook.domain.outside import SearchHit, SearchHits
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.errors import Forbidden
from casebook.ports.search_indexes import SearchIndex, SearchQuery
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

FieldName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_@][\w@.-]*$", max_length=128)]


class Request(Parameters):
    """Which documents to find."""

    words: str = Field(
        "",
        max_length=1024,
        description='Words that a document must have: `timeout "connection refused" -debug`, '
        "`|` for or; empty for all.",
    )
    terms: dict[FieldName, Annotated[str, StringConstraints(max_length=256)]] = Field(
        default_factory=dict, max_length=10, description='Exact values, e.g. {"level": "error"}.'
    )
    index: str | None = Field(
        None, max_length=255, description="One of the workload's indices; none means the first."
    )
    fields: tuple[FieldName, ...] = Field(
        (), max_length=30, description="Fields to bring back; none means all."
    )
    lookback_minutes: int = Field(
        0, ge=0, le=10_080, description="How long before the incident began to look, in minutes."
    )
    size: int = Field(20, ge=1, le=100, description="How many documents at most, newest first.")


class QueryElasticsearch(Tool[Request, SearchHits]):
    """Asks for documents of the window and nothing else; the query is built by the adapter."""

    name = "query_elasticsearch"
    description = (
        "Documents of the workload's Elasticsearch or OpenSearch indices since the incident began, "
        "newest first, by words and exact values. Use it for logs that are not in CloudWatch."
    )
    timeout_seconds = 12.0
    parameters = Request
    data = SearchHits
    connection = "search"

    def __init__(self, opened: Callable[[Workload], SearchIndex]) -> None:
        self._opened = opened

    def run(self, parameters: Request, scope: Scope) -> Found[SearchHits] | NoData:
        index = _index_within(scope.workload, parameters.index)
        window = Window(
            start=scope.window.start - timedelta(minutes=parameters.lookback_minutes),
            end=scope.window.reaching(scope.now).end,
        )
        asked = SearchQuery(
            index,
            window,
            parameters.words,
            parameters.terms,
            parameters.fields,
            parameters.size,
        )
        found = self._opened(scope.workload).search(asked)
        query = {**parameters.model_dump(mode="json"), "index": index}
        what = f"in {index} with {parameters.words!r} and {parameters.terms}"
        note = f"\nDocuments may be missing: {found.incomplete}." if found.incomplete else ""
        if not found.hits:
            return NoData(f"No documents {what}.{note}", query, window)
        total = f"{found.total}" if found.total_is_exact else f"more than {found.total}"
        head = f"{len(found.hits)} of {total} documents {what}, newest first{note}"
        return Found(found, "\n".join([head, *map(_line, found.hits)]), query, window)


def _line(hit: SearchHit) -> str:
    return f"{iso(hit.at) if hit.at else 'no time'} {hit.index}: {hit.document}"


def _index_within(workload: Workload, name: str | None) -> str:
    """The index to search.

    Raises:
        Forbidden: it is none of the workload's.
    """
    indices = workload.search.indices if workload.search else ()
    if name is None and indices:
        return indices[0]
    if name in indices or any(_matches(name or "", each) for each in indices):
        return name or ""
    raise Forbidden(
        f"index {name!r} does not belong to workload {workload.name!r}; "
        f"its indices are: {', '.join(indices) or 'none'}"
    )


def _matches(name: str, pattern: str) -> bool:
    """Whether a name without wildcards, lists or date arithmetic is one that the pattern means."""
    meant = re.escape(pattern).replace(r"\*", ".*")
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9._-]*", name) and re.fullmatch(meant, name))
