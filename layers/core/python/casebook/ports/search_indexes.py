"""Indexes of documents that a team keeps: Elasticsearch, OpenSearch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from casebook.domain.outside import SearchHits
from casebook.domain.window import Window


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Documents whose time is in the window, that hold the words and have each field's value."""

    index: str
    window: Window
    words: str
    terms: Mapping[str, str]
    fields: tuple[str, ...]
    size: int


class SearchIndex(Protocol):
    def search(self, query: SearchQuery) -> SearchHits:
        """Raises CasebookError: refused, not there, or no answer."""
        ...
