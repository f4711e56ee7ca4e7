"""Runbooks in memory. A version is the text's digest, as an ETag is."""

import hashlib

from casebook.domain.workload import Workload
from casebook.errors import CasebookError, NotFound
from casebook.ports.runbooks import Runbook
from casebook.runbooks import prefix_of_project, prefix_of_workload

_HOME = "memory://"


class MemoryRunbookStore:
    """`texts` by key, as they lie in the bucket. With `failure`, nothing can be listed or read;
    with `index_failure`, no index. `reads` are the keys of the runbooks that were read."""

    def __init__(self, **texts: str) -> None:
        self.texts: dict[str, str] = dict(texts)
        self.indexes: dict[tuple[str, str], str] = {}
        self.reads: list[str] = []
        self.failure: CasebookError | None = None
        self.index_failure: CasebookError | None = None

    def write(self, owner: str, name: str, text: str) -> None:
        """`owner` is a workload's id, or `projects/<project>`."""
        self.texts[f"knowledge/{owner}/{name}"] = text

    def runbooks(self, workload: Workload) -> list[Runbook]:
        if self.failure:
            raise self.failure
        return [
            *self._under(prefix_of_workload(workload.workload_id), ""),
            *self._under(prefix_of_project(workload.project), f"{workload.project}/"),
        ]

    def read(self, runbook: Runbook) -> str:
        if self.failure:
            raise self.failure
        key = runbook.location.removeprefix(_HOME)
        if key not in self.texts or _version(self.texts[key]) != runbook.version:
            raise NotFound(f"{runbook.name} was changed or removed meanwhile")
        self.reads.append(key)
        return self.texts[key]

    def index(self, workload: Workload, digest: str) -> str | None:
        if self.index_failure:
            raise self.index_failure
        return self.indexes.get((workload.workload_id, digest))

    def keep_index(self, workload: Workload, digest: str, index: str) -> None:
        if self.index_failure:
            raise self.index_failure
        self.indexes.setdefault((workload.workload_id, digest), index)

    def _under(self, prefix: str, named: str) -> list[Runbook]:
        return [
            Runbook(
                name=named + key.removeprefix(prefix),
                location=_HOME + key,
                version=_version(text),
                size=len(text.encode()),
            )
            for key, text in sorted(self.texts.items())
            if key.startswith(prefix) and key.endswith(".md")
        ]


def _version(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()}"'
