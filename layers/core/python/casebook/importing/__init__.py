"""Sessions of an earlier product, from its SQLite file into the event log, and out again.
docs/migrations.md says what such a file holds; only `casebook import-sessions` loads this package.
"""
