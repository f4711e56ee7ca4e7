"""Elasticsearch and OpenSearch, by `_search`, which both speak.

https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-search
https://docs.opensearch.org/latest/api-reference/search-apis/search/
"""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from casebook.adapters.outside import Outside
from casebook.adapters.secrets import ConnectionSecret
from casebook.domain.model import Instant, iso
from casebook.domain.outside import SearchHit, SearchHits
from casebook.errors import Unavailable
from casebook.ports.search_indexes import SearchQuery

_SERVER_TIMEOUT = "5s"
# Documents that one shard looks at: a search over a year of logs ends instead of loading a cluster.
_TERMINATE_AFTER = 100_000
_COUNTED = 10_000
_DOCUMENT_CHARACTERS = 4_000
# No regular expressions, no wildcards in front, no fields: what is left cannot be slow or stray.
_OPERATORS = "AND|OR|NOT|PHRASE|PRECEDENCE|ESCAPE|WHITESPACE|PREFIX"

# The headers of a request, given its method, address and body: what lets it in.
Authorise = Callable[[str, str, bytes], Mapping[str, str]]


def nobody(method: str, url: str, body: bytes) -> Mapping[str, str]:
    """A cluster that lets anybody read."""
    return {}


def with_secret(secret: ConnectionSecret, auth: str) -> Authorise:
    """An API key, or a user and password (`basic`)."""
    pair = base64.b64encode(f"{secret.username}:{secret.password}".encode()).decode()
    said = f"Basic {pair}" if auth == "basic" else f"ApiKey {secret.token}"
    return lambda method, url, body: {"authorization": said}


class Elasticsearch:
    """One cluster. Requests are built here; nobody's JSON is passed on."""

    def __init__(self, server: Outside, time_field: str, authorise: Authorise = nobody) -> None:
        self._server = server
        self._time_field = time_field
        self._authorise = authorise

    def search(self, query: SearchQuery) -> SearchHits:
        target = f"/{quote(query.index, safe='*')}/_search"
        body = json.dumps(self._body(query)).encode()
        headers = {"content-type": "application/json"}
        headers |= self._authorise("GET", self._server.url(target), body)
        # With a body, as both document it: GET is an action in IAM that cannot write.
        answer = self._server.json("GET", target, headers, body)
        try:
            return _hits(answer, self._time_field)
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable("the answer is not that of a _search") from error

    def _body(self, query: SearchQuery) -> dict[str, Any]:
        window = {"gte": iso(query.window.start), "lt": iso(query.window.end)}
        filters: list[Any] = [{"range": {self._time_field: window}}]
        filters += [{"term": {field: {"value": value}}} for field, value in query.terms.items()]
        if query.words:
            words = {"query": query.words, "default_operator": "and", "flags": _OPERATORS}
            filters.append({"simple_query_string": {**words, "lenient": True}})
        return {
            "query": {"bool": {"filter": filters}},
            "sort": [{self._time_field: {"order": "desc"}}],
            "size": query.size,
            "_source": list(query.fields) or True,
            "timeout": _SERVER_TIMEOUT,
            "terminate_after": _TERMINATE_AFTER,
            "track_total_hits": _COUNTED,
        }


def _hits(answer: Any, time_field: str) -> SearchHits:
    hits = answer["hits"]
    total = hits["total"]
    return SearchHits(
        hits=tuple(_hit(each, time_field) for each in hits["hits"]),
        total=int(total["value"]),
        total_is_exact=total.get("relation", "eq") == "eq",
        incomplete=_incomplete(answer),
    )


def _incomplete(answer: Any) -> str | None:
    failed = answer.get("_shards", {}).get("failed", 0)
    if answer.get("timed_out"):
        return f"the cluster stopped after {_SERVER_TIMEOUT}; ask for a shorter time"
    if answer.get("terminated_early"):
        return f"a shard stopped after {_TERMINATE_AFTER:,} documents; ask for less"
    return f"{failed} shards failed" if failed else None


def _hit(hit: Any, time_field: str) -> SearchHit:
    source = hit.get("_source") or {}
    text = json.dumps(source, ensure_ascii=False, sort_keys=True)
    if len(text) > _DOCUMENT_CHARACTERS:
        text = f"{text[:_DOCUMENT_CHARACTERS]} … {len(text) - _DOCUMENT_CHARACTERS} more characters"
    at = _time(source.get(time_field))
    return SearchHit(index=str(hit["_index"]), id=str(hit["_id"]), at=at, document=text)


def _time(said: Any) -> datetime | None:
    """The document's time, if it is one that can be read: mappings allow many."""
    try:
        return TypeAdapter(Instant).validate_python(said, strict=False)
    except ValidationError:
        return None
