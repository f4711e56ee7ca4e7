"""MCP servers over streamable HTTP, by the protocol's own SDK.

The SDK takes seconds to load, so it is imported when a server is first asked. A session lasts for
one question: functions live too shortly for more.
https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from casebook.adapters.addresses import permitted_address
from casebook.domain.model import Json
from casebook.errors import Forbidden, Unavailable
from casebook.ports.remote_tools import RemoteAnswer, RemoteTool

if TYPE_CHECKING:
    from mcp import Client

_LIST_SECONDS = 6.0
_CALL_SECONDS = 12.0
_TEXT_CHARACTERS = 100_000
_PAGES = 5

Answered = TypeVar("Answered")


class McpHttp:
    """One server."""

    def __init__(
        self, endpoint: str, headers: Mapping[str, str] | None = None, *, local: bool = False
    ) -> None:
        """`local`: a server of this machine may be asked, and over plain HTTP."""
        self._endpoint = endpoint
        self._headers = dict(headers or {})
        self._local = local

    def list(self) -> list[RemoteTool]:
        return self._ask(_listed, _LIST_SECONDS)

    def call(self, tool: str, arguments: Json) -> RemoteAnswer:
        async def called(client: "Client") -> RemoteAnswer:
            return _answer(await client.call_tool(tool, dict(arguments)))

        return self._ask(called, _CALL_SECONDS)

    def _ask(self, question: "Callable[[Client], Awaitable[Answered]]", seconds: float) -> Answered:
        parts = urlsplit(self._endpoint)
        host = parts.hostname or ""
        if parts.scheme != "https" and not self._local:
            raise Forbidden(f"{host}: tools speak https, and plain http on a laptop alone")
        permitted_address(host, parts.port or 443, local=self._local)
        import httpx2
        from mcp import MCPError

        try:
            return asyncio.run(self._within(question, seconds))
        except (OSError, httpx2.HTTPError, MCPError, ExceptionGroup) as error:
            first = _first(error)
            # The same time limits the whole question and each read of it: either may be first.
            if isinstance(first, (TimeoutError, httpx2.TimeoutException)):
                raise Unavailable(f"{host} did not answer within {seconds:g} s") from error
            raise Unavailable(f"{host}: {str(first)[:500] or type(first).__name__}") from error

    async def _within(
        self, question: "Callable[[Client], Awaitable[Answered]]", seconds: float
    ) -> Answered:
        async with asyncio.timeout(seconds), self._session(seconds) as client:
            return await question(client)

    @asynccontextmanager
    async def _session(self, seconds: float) -> "AsyncIterator[Client]":
        import httpx2
        from mcp import Client
        from mcp.client.streamable_http import streamable_http_client

        from casebook.adapters.mcp_transport import GuardedTransport

        http = httpx2.AsyncClient(
            transport=GuardedTransport(local=self._local),
            headers=self._headers,
            timeout=httpx2.Timeout(seconds),
            trust_env=False,  # a proxy of the environment would be asked instead of the address
        )
        async with http, Client(streamable_http_client(self._endpoint, http_client=http)) as client:
            yield client


async def _listed(client: "Client") -> list[RemoteTool]:
    found: list[RemoteTool] = []
    cursor = None
    for _ in range(_PAGES):
        page = await client.list_tools(cursor=cursor)
        found += [RemoteTool(t.name, t.description or "", dict(t.input_schema)) for t in page.tools]
        if (cursor := page.next_cursor) is None:
            break
    return found


def _answer(result: Any) -> RemoteAnswer:
    """All of the text; what is no text (images, sounds, links) is named and left out."""
    parts = [_part(each) for each in result.content]
    if result.structured_content is not None and not parts:
        parts = [json.dumps(result.structured_content, ensure_ascii=False, sort_keys=True)]
    text = "\n".join(parts)
    truncated = len(text) > _TEXT_CHARACTERS
    return RemoteAnswer(text[:_TEXT_CHARACTERS], bool(result.is_error), truncated)


def _part(content: Any) -> str:
    return str(content.text) if content.type == "text" else f"({content.type}: left out)"


def _first(error: BaseException) -> BaseException:
    """The first thing that went wrong; task groups wrap it in groups of groups."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
