"""What an SDK's exception means, in the port's words, and what a stream without an end means.

The two SDKs that speak HTTP (`anthropic`, `openai`) are made by the same generator: their
exceptions have the same names and attributes, and both raise those of `httpx2` in the middle of a
stream. AWS' are in `bedrock.py`.
"""

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from typing import Any

from casebook.models.errors import (
    BadKey,
    BadRequest,
    ContentFiltered,
    ContextTooLong,
    CutOff,
    ModelError,
    ProviderUnavailable,
    RateLimited,
    TimedOut,
    UnknownModel,
    WrongEndpoint,
)
from casebook.models.port import Part, Stopped, TextDelta, Usage

# The meaning of an exception; None for one that is no failure of the provider's.
Translate = Callable[[Exception], ModelError | None]

_TOO_LONG = (
    "context_length_exceeded",
    "maximum context length",
    "prompt is too long",
    "input is too long",
    "exceeds the context window",
    "input tokens exceed",
)
_FILTERED = ("content_filter", "content management policy")


def heard(parts: Iterator[Part | None], translate: Translate) -> Generator[Part, None, None]:
    """Pass on an SDK's stream; end in a ModelError where it ends otherwise than it should. A None
    is a sign that the answer began, when there is nothing to tell of it yet.

    A failure after the beginning is a `CutOff` whatever its cause, unless it was a time-out or the
    provider says what it was.
    """
    said: list[str] = []
    usage: Usage | None = None
    began = stopped = False
    try:
        for part in parts:
            began = True
            match part:
                case TextDelta(text):
                    said.append(text)
                case Usage():
                    usage = part
                case Stopped():
                    stopped = True
                case None:
                    continue
            yield part
        if not stopped:
            raise CutOff("the stream ended without a reason to stop", said="".join(said))
    except CutOff as cut_off:
        cut_off.usage = usage
        raise
    except Exception as raised:
        failure = translate(raised)
        if failure is None:
            raise
        if began and isinstance(failure, ProviderUnavailable):
            failure = CutOff(failure.detail, said="".join(said))
        failure.usage = usage
        raise failure from raised


def of_http_sdk(raised: Exception) -> ModelError | None:
    """What an exception of `anthropic` or `openai` means, or of the transport beneath them."""
    import httpx2

    name = type(raised).__name__
    status = getattr(raised, "status_code", None)
    if isinstance(status, int):
        headers = getattr(getattr(raised, "response", None), "headers", {})
        return of_status(status, _words(raised), retry_after(headers))
    names = {each.__name__ for each in type(raised).__mro__}
    if isinstance(raised, httpx2.TimeoutException) or "APITimeoutError" in names:
        return TimedOut("the provider was silent for too long")
    if any(isinstance(each, httpx2.ConnectError) for each in _causes(raised)):
        return WrongEndpoint("no connection to the provider's address")
    if isinstance(raised, httpx2.TransportError) or "APIConnectionError" in names:
        return ProviderUnavailable(f"the connection broke ({name})")
    if isinstance(raised, json.JSONDecodeError):
        return ProviderUnavailable("a broken chunk was received")
    if "APIError" in names:  # an error that came as an event of the stream
        return ProviderUnavailable(_words(raised))
    return None


def of_status(status: int, words: str, wait: float | None) -> ModelError:
    """What an HTTP status means, with the provider's own words about it."""
    detail, lower = f"HTTP {status}: {words}", words.lower()
    if status == 413 or any(mark in lower for mark in _TOO_LONG):
        return ContextTooLong(detail)
    if status < 500 and any(mark in lower for mark in _FILTERED):
        return ContentFiltered(detail)
    match status:
        case 401 | 403:
            return BadKey(detail)
        case 404:
            return UnknownModel(detail)
        case 408:
            return TimedOut(detail)
        case 429:
            return RateLimited(detail, retry_after=wait)
        case 409:
            return ProviderUnavailable(detail, retry_after=wait)
        case _ if status < 500:
            # A status of 200 is an error that came as an event of the stream.
            return ProviderUnavailable(detail) if status < 400 else BadRequest(detail)
    return ProviderUnavailable(detail, retry_after=wait)


def retry_after(headers: Mapping[str, Any]) -> float | None:
    """How long the provider asks to wait, in seconds. `retry-after-ms` is the finer one of the two;
    a date, which HTTP allows as well, no provider sends."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        with suppress(KeyError, ValueError):
            return max(0.0, float(headers[name]) / unit)
    return None


def _causes(raised: BaseException) -> Iterator[BaseException]:
    """The exception and those that it was raised from; LangChain wraps the SDK's."""
    cause: BaseException | None = raised
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _words(raised: Exception) -> str:
    """What the provider said, in short, with the code by which it may be recognised."""
    body = getattr(raised, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else None
    code = inner.get("code") or inner.get("type") if isinstance(inner, dict) else None
    message = (inner or {}).get("message") if isinstance(inner, dict) else None
    said = message or getattr(raised, "message", None) or str(raised)
    return f"{code}: {said}"[:500] if code else str(said)[:500]
