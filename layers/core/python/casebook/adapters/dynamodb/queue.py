"""Which diagnoses are under way and which wait, in DynamoDB.

One item names all that are under way: a set of strings, and of each project's another. A diagnosis
is put into both under the condition that both are below their caps, which DynamoDB decides on the
item itself, so that writers side by side cannot pass them. Sets are facts, not counters: put in or
taken out twice is as once, and a set that becomes empty is gone.
"""

from casebook.adapters.dynamodb import keys
from casebook.adapters.dynamodb.table import Delete, Key, Put, Table, Update, strings
from casebook.domain.diagnosis_queue import Caps, DiagnosisQueue, Entry

_QUEUE = "QUEUE"
_UNDER_WAY: Key = (_QUEUE, "UNDERWAY")


class QueueItems:
    """Reads the queue, and makes the writes that change it."""

    def __init__(self, table: Table, caps: Caps) -> None:
        self._table = table
        self._caps = caps

    def read(self) -> DiagnosisQueue:
        """In one request, unless very many wait: a workload has one diagnosis open at a time, so
        that no more wait than there are workloads."""
        under_way: list[Entry] = []
        waiting: list[Entry] = []
        for item in self._table.query("#pk = :queue", {"queue": _QUEUE}):
            if item["sk"] == _UNDER_WAY[1]:
                under_way = [_entry(member) for member in strings(item, "under_way")]
            else:
                waiting.append(Entry(str(item["sk"]), str(item["project"])))
        return DiagnosisQueue(self._caps, tuple(sorted(under_way)), tuple(waiting))

    def enter(self, entry: Entry) -> Update:
        """Takes a place; refused where there is none."""
        own = keys.under_way_of(entry.project)
        return Update(
            _UNDER_WAY,
            f"ADD #under_way :entry, #{own} :entry",
            f"{_below('under_way', 'account')} AND {_below(own, 'project')}",
            {"entry": _member(entry), **self._caps._asdict()},
        )

    @staticmethod
    def leave(entry: Entry) -> Update:
        """Gives the place back, if it has one."""
        own = keys.under_way_of(entry.project)
        return Update(
            _UNDER_WAY,
            f"DELETE #under_way :entry, #{own} :entry",
            values={"entry": _member(entry)},
        )

    @staticmethod
    def wait(entry: Entry) -> Put:
        return Put({"pk": _QUEUE, "sk": entry.diagnosis_id, "project": entry.project})

    @staticmethod
    def stop_waiting(entry: Entry, condition: str = "") -> Delete:
        return Delete((_QUEUE, entry.diagnosis_id), condition)


def _below(members: str, cap: str) -> str:
    return f"(attribute_not_exists(#{members}) OR size(#{members}) < :{cap})"


def _member(entry: Entry) -> frozenset[str]:
    return frozenset({f"{entry.diagnosis_id}#{entry.project}"})


def _entry(member: str) -> Entry:
    diagnosis_id, _, project = member.partition("#")
    return Entry(diagnosis_id, project)
