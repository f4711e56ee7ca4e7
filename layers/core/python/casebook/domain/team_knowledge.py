"""What a project's team has written down of its own software."""

from casebook.domain.model import Instant, Model


class TeamDocument(Model):
    """One version of a project's document, in TOML (`knowledge/team_rows.py` reads it). Versions
    count from 1; version 0 is that of a project whose team has written nothing."""

    project: str
    version: int = 0
    document: str = ""
    written_at: Instant | None = None
    written_by: str | None = None
