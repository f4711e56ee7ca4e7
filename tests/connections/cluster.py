"""A cluster that speaks `_search`: enough of Elasticsearch to be asked real questions."""

import fnmatch
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from tests.connections.http_server import Asked, Said

_KNOWN = {"query", "sort", "size", "_source", "timeout", "terminate_after", "track_total_hits"}


class Cluster:
    """Documents by index, searched by range, term and simple_query_string. Any other question is
    refused as Elasticsearch refuses it."""

    def __init__(self) -> None:
        self.documents: list[tuple[str, dict[str, Any]]] = []
        self.extra: dict[str, Any] = {}

    def index(self, index: str, **source: Any) -> None:
        self.documents.append(
            (index, {("@timestamp" if k == "at" else k): v for k, v in source.items()})
        )

    def __call__(self, asked: Asked) -> Said:
        found = re.fullmatch(r"/([^/]+)/_search", asked.path)
        if found is None or asked.method != "GET" or not set(asked.body) <= _KNOWN:
            return Said({"error": {"type": "parsing_exception"}, "status": 400}, 400)
        pattern = unquote(found[1])
        matching = [
            (name, source)
            for name, source in self.documents
            if fnmatch.fnmatchcase(name, pattern)
            and all(_matches(each, source) for each in asked.body["query"]["bool"]["filter"])
        ]
        if "*" not in pattern and pattern not in {name for name, _ in self.documents}:
            return Said({"error": {"type": "index_not_found_exception"}, "status": 404}, 404)
        ((time_field, _),) = asked.body["sort"][0].items()
        matching.sort(key=lambda each: each[1][time_field], reverse=True)
        return Said(self._found(matching, asked.body))

    def _found(self, matching: list[tuple[str, dict[str, Any]]], body: Any) -> dict[str, Any]:
        hits = [
            {"_index": name, "_id": str(place), "_source": _fields(source, body["_source"])}
            for place, (name, source) in enumerate(matching)
        ]
        total = {"value": len(matching), "relation": "eq"}
        shards = {"total": 1, "successful": 1, "failed": 0}
        answer = {"took": 1, "timed_out": False, "_shards": shards}
        return {**answer, "hits": {"total": total, "hits": hits[: body["size"]]}, **self.extra}


def _matches(clause: dict[str, Any], source: dict[str, Any]) -> bool:
    ((kind, given),) = clause.items()
    match kind:
        case "range":
            ((field, bounds),) = given.items()
            return bool(bounds["gte"] <= source[field] < bounds["lt"])
        case "term":
            ((field, wanted),) = given.items()
            return bool(source.get(field) == wanted["value"])
        case "simple_query_string":
            text = " ".join(map(str, source.values())).lower()
            return all(word.lower() in text for word in _words(given["query"]))
    raise AssertionError(f"a clause that is not spoken here: {kind}")


def _words(query: str) -> Iterable[str]:
    return (quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', query))


def _fields(source: dict[str, Any], wanted: Any) -> dict[str, Any]:
    return source if wanted is True else {k: v for k, v in source.items() if k in wanted}
