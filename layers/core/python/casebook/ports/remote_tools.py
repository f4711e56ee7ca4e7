"""Tools that a team serves itself (MCP)."""

from typing import NamedTuple, Protocol

from casebook.domain.model import Json


class RemoteTool(NamedTuple):
    """A tool of an MCP server, in the server's own words, which are nobody's instructions."""

    name: str
    description: str
    schema: Json


class RemoteAnswer(NamedTuple):
    """`text` is all that the tool said; `failed` is its own verdict."""

    text: str
    failed: bool
    truncated: bool = False


class RemoteTools(Protocol):
    def list(self) -> list[RemoteTool]:
        """Raises Unavailable: the server did not answer."""
        ...

    def call(self, tool: str, arguments: Json) -> RemoteAnswer:
        """Raises Unavailable: the server did not answer."""
        ...
