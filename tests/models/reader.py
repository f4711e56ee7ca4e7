"""A model of llmock's that reads what it is sent: it calls a tool, and cites what came back.

llmock says what it was told to say before. What an agent must cite is not known then, so this
stands in front of it, reads each request of whatever provider, and tells llmock what to answer.
"""

import asyncio
import re
from collections.abc import MutableMapping
from functools import partial
from typing import Any

from llmock.pytest_plugin import LLMock
from llmock.scenarios import Reply, StreamFault, ToolCall

from casebook.agents.with_model.findings_form import NAME as REPORT
from tests.models.converse import App, Message, Receive, Send

LOOKED_FOR = "error"
CLAIM = "The lines that were found belong to the incident."
STORY = "It began with the errors in the logs [{evidence}]. It failed 98765 times [{evidence}]."
_EVIDENCE = re.compile(r"evidence=\W*(evd_\w+)")
_OFFERED = re.compile(r'"name":\s*"search_logs"')
_LOOKED = re.compile(r'"role":\s*"tool"|tool_result|toolResult')


class Reader:
    """Decides for one server, one request at a time, until its answer begins: by then llmock has
    taken what it was told. With `dies_after`, every stream after that many breaks off in the middle
    of it."""

    def __init__(self) -> None:
        self.mock: LLMock | None = None
        self.dies_after: int | None = None
        self.read = 0
        self._deciding = asyncio.Lock()

    def around(self, app: App) -> App:
        """The server with this in front of it."""
        return partial(self._serve, app)

    async def _serve(
        self, app: App, scope: MutableMapping[str, Any], receive: Receive, send: Send
    ) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or self.mock is None:
            await app(scope, receive, send)
            return
        body = await _body(receive)
        await self._deciding.acquire()
        self._decide(self.mock, body.decode())

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._deciding.release()
            await send(message)

        await app(scope, _given(body, receive), sending)

    def _decide(self, mock: LLMock, asked: str) -> None:
        self.read += 1
        if self.dies_after is not None and self.read > self.dies_after:
            mock.add(StreamFault("disconnect", after_chunks=4))
        mock.add(_answer(asked))


def _answer(asked: str) -> Reply:
    newest = _EVIDENCE.findall(asked)[-1:]
    if _OFFERED.search(asked) and not _LOOKED.search(asked):
        return Reply(tool_calls=(ToolCall("search_logs", {"pattern": LOOKED_FOR}),))
    if REPORT not in asked:
        return Reply(text=STORY.format(evidence=newest[0] if newest else "evd_none"))
    finding = {"kind": "context", "claim": CLAIM, "evidence": newest, "strength": 0.5}
    return Reply(tool_calls=(ToolCall(REPORT, {"findings": [finding]}),))


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _given(body: bytes, receive: Receive) -> Receive:
    bodies = iter([body])

    async def give() -> Message:
        for each in bodies:
            return {"type": "http.request", "body": each, "more_body": False}
        return await receive()

    return give
