"""How items of an earlier shape become items of today's, and back. docs/migrations.md says how to
write one; only the `casebook migrate` command loads this package."""

from casebook.adapters.dynamodb.migrations.diagnoses_are_listed_by_project import (
    DiagnosesAreListedByProject,
)
from casebook.adapters.dynamodb.migrations.items_carry_their_version import ItemsCarryTheirVersion
from casebook.adapters.dynamodb.migrations.migration import Migration
from casebook.adapters.dynamodb.migrations.sessions_are_listed import SessionsAreListed

# In order, numbered from 1 without a gap. The last number is `table.VERSION`.
MIGRATIONS: tuple[Migration, ...] = (
    ItemsCarryTheirVersion(),
    SessionsAreListed(),
    DiagnosesAreListedByProject(),
)
