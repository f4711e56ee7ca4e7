"""What was applied to a table, and how far a migration that is under way has come.

The ledger is written by updates alone, so that its items carry no version: whatever code a table is
rolled back to can read them.
"""

from dataclasses import dataclass, replace

from casebook.adapters.dynamodb.migrations.migration import Migration
from casebook.adapters.dynamodb.table import Delete, Key, Table, Update
from casebook.domain.model import iso
from casebook.ports.clock import Clock

PARTITION = "MIGRATIONS"
_RUN = (PARTITION, "RUN")


@dataclass(frozen=True, slots=True)
class Run:
    """A walk over the table towards the version `to`; `after` is the last item that it has seen."""

    to: int
    after: Key | None = None
    scanned: int = 0
    changed: int = 0

    def further(self, scanned: int, changed: int, after: Key | None) -> "Run":
        """The run after one more page."""
        return replace(
            self, after=after, scanned=self.scanned + scanned, changed=self.changed + changed
        )


@dataclass(frozen=True, slots=True)
class Applied:
    number: int
    sentence: str
    at: str
    changed: int


class Ledger:
    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def applied(self) -> list[Applied]:
        """The migrations that the table has been through, in their order."""
        found = self._table.query(
            "#pk = :pk AND begins_with(#sk, :applied)", {"pk": PARTITION, "applied": "APPLIED#"}
        )
        return [
            Applied(
                number=int(str(item["sk"]).partition("#")[2]),
                sentence=str(item["sentence"]),
                at=str(item["applied_at"]),
                changed=int(item["changed"]),
            )
            for item in found
        ]

    def interrupted(self, to: int) -> Run | None:
        """The run towards `to` that did not get to its end, if there is one."""
        item = self._table.get(*_RUN)
        if item is None or int(item["to"]) != to:
            return None
        return Run(
            to=to,
            after=(str(item["after_pk"]), str(item["after_sk"])),
            scanned=int(item["scanned"]),
            changed=int(item["changed"]),
        )

    def keep(self, run: Run) -> None:
        """Remember how far a run has come; it is not over, so it has an `after`."""
        pk, sk = run.after or ("", "")
        self._table.write(
            Update(
                _RUN,
                "SET #to = :to, #after_pk = :pk, #after_sk = :sk, "
                "#scanned = :scanned, #changed = :changed",
                values={
                    "to": run.to,
                    "pk": pk,
                    "sk": sk,
                    "scanned": run.scanned,
                    "changed": run.changed,
                },
            )
        )

    def finish(self, run: Run, migrations: tuple[Migration, ...]) -> None:
        """Note what the table has been through now, and forget the run."""
        for step in migrations:
            key = (PARTITION, f"APPLIED#{step.number:04d}")
            if step.number > run.to:
                self._table.write(Delete(key))
                continue
            self._table.write(
                Update(
                    key,
                    "SET #sentence = :sentence, #applied_at = if_not_exists(#applied_at, :now) "
                    "ADD #changed :changed",
                    values={
                        "sentence": step.sentence,
                        "now": iso(self._clock.now()),
                        "changed": run.changed,
                    },
                )
            )
        self._table.write(Delete(_RUN))
