"""Bedrock's Converse protocol and Azure's addresses in front of llmock's OpenAI endpoint.

llmock speaks neither, and the local AWS' Bedrock cannot be told to fail. So a request is translated
on its way in and the answer on its way out, chunk by chunk, within the same server: whatever llmock
does to a chunk or to the connection happens to Bedrock's client too, and llmock's verdict holds.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
"""

import json
import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any
from urllib.parse import unquote

from tests.models.event_stream import frame

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

CHAT = "/v1/chat/completions"
_AZURE = re.compile(r"^/openai/deployments/[^/]+/chat/completions$")
_CONVERSE = re.compile(r"^/model/(.+)/converse-stream$")
_STOPS = {
    "stop": "end_turn",
    "tool_calls": "tool_use",
    "length": "max_tokens",
    "content_filter": "content_filtered",
}
_ERRORS = {
    400: "ValidationException",
    401: "UnrecognizedClientException",
    403: "AccessDeniedException",
    404: "ResourceNotFoundException",
    408: "ModelTimeoutException",
    422: "ValidationException",
    429: "ThrottlingException",
    500: "InternalServerException",
}


class Dialects:
    """ASGI middleware; put around the whole of llmock."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if _AZURE.match(path):
            await self._app(scope | {"path": CHAT}, receive, send)
        elif match := _CONVERSE.match(path):
            body = _as_openai(json.loads(await _body(receive)), unquote(match[1]))
            answer = _ConverseAnswer(send)
            await self._app(_posting(scope, body), _given(body, receive), answer.send)
        else:
            await self._app(scope, receive, send)


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _posting(scope: MutableMapping[str, Any], body: bytes) -> MutableMapping[str, Any]:
    # A signature differs each time, and llmock would take it for another customer's key.
    dropped = {b"content-length", b"content-type", b"authorization"}
    headers = [(k, v) for k, v in scope["headers"] if k not in dropped]
    headers += [
        (b"content-length", str(len(body)).encode()),
        (b"content-type", b"application/json"),
    ]
    return scope | {"path": CHAT, "raw_path": CHAT.encode(), "headers": headers}


def _given(body: bytes, receive: Receive) -> Receive:
    """The translated body once, then the real channel: a client that leaves is noticed."""
    bodies = iter([body])

    async def give() -> Message:
        for each in bodies:
            return {"type": "http.request", "body": each, "more_body": False}
        return await receive()

    return give


def _as_openai(converse: dict[str, Any], model: str) -> bytes:
    system = [{"role": "system", "content": _texts(converse.get("system", []))}]
    messages = [each for message in converse["messages"] for each in _messages(message)]
    body: dict[str, Any] = {
        "model": model,
        "messages": system + messages,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    specs = [
        t["toolSpec"] for t in converse.get("toolConfig", {}).get("tools", []) if "toolSpec" in t
    ]
    if specs:
        body["tools"] = [
            {
                "type": "function",
                "function": {"name": spec["name"], "parameters": spec["inputSchema"]["json"]},
            }
            for spec in specs
        ]
    return json.dumps(body).encode()


def _messages(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    blocks = message["content"]
    for result in (b["toolResult"] for b in blocks if "toolResult" in b):
        content = _texts(result["content"])
        yield {"role": "tool", "tool_call_id": result["toolUseId"], "content": content}
    calls = [
        {
            "id": use["toolUseId"],
            "type": "function",
            "function": {"name": use["name"], "arguments": json.dumps(use["input"])},
        }
        for use in (b["toolUse"] for b in blocks if "toolUse" in b)
    ]
    if calls or any("text" in block for block in blocks):
        said = {"role": message["role"], "content": _texts(blocks)}
        yield said | ({"tool_calls": calls} if calls else {})


def _texts(blocks: list[dict[str, Any]]) -> str:
    return " ".join(block["text"] for block in blocks if "text" in block)


class _ConverseAnswer:
    """Translates what llmock sends: one message of a stream is one chunk of OpenAI's."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._error = 0
        self._began = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self._error:
            await self._refuse(message)
        else:
            frames = b"".join(self._frames(message.get("body", b"")))
            await self._send({**message, "body": frames})

    async def _start(self, message: Message) -> None:
        headers = [(k, v) for k, v in message["headers"] if k.lower().startswith(b"retry-after")]
        if message["status"] >= 400:
            self._error = message["status"]
            kind = _ERRORS.get(self._error, "ServiceUnavailableException")
            headers.append((b"x-amzn-errortype", kind.encode()))
            headers.append((b"content-type", b"application/json"))
        else:
            headers.append((b"content-type", b"application/vnd.amazon.eventstream"))
        await self._send({**message, "headers": headers})

    async def _refuse(self, message: Message) -> None:
        said = json.loads(message.get("body") or b"{}").get("error", {}).get("message", "")
        await self._send({**message, "body": json.dumps({"message": said}).encode()})

    def _frames(self, event: bytes) -> Iterator[bytes]:
        data = event.decode().removeprefix("data: ").strip()
        if not data or data == "[DONE]":
            return
        try:
            chunk = json.loads(data)
        except json.JSONDecodeError:
            yield frame("contentBlockDelta", {}, broken=True)
            return
        if not self._began:
            self._began = True
            yield frame("messageStart", {"role": "assistant"})
        for choice in chunk["choices"]:
            yield from _choice(choice)
        if usage := chunk.get("usage"):
            counts = {"inputTokens": "prompt_tokens", "outputTokens": "completion_tokens"}
            counted = {ours: usage[theirs] for ours, theirs in counts.items()}
            total = {"totalTokens": usage["total_tokens"]}
            yield frame("metadata", {"usage": counted | total, "metrics": {"latencyMs": 1}})


def _choice(choice: dict[str, Any]) -> Iterator[bytes]:
    delta = choice["delta"]
    if text := delta.get("content"):
        yield frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": text}})
    for call in delta.get("tool_calls") or ():
        index = {"contentBlockIndex": call["index"] + 1}
        if "id" in call:
            start = {"toolUseId": call["id"], "name": call["function"]["name"]}
            yield frame("contentBlockStart", index | {"start": {"toolUse": start}})
        if arguments := call["function"].get("arguments"):
            delta = {"toolUse": {"input": arguments}}
            yield frame("contentBlockDelta", index | {"delta": delta})
    if reason := choice.get("finish_reason"):
        yield frame("messageStop", {"stopReason": _STOPS[reason]})
