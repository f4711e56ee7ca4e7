"""HTTP of the MCP SDK's client, held to what every tool's connections are held to. Loads httpx2."""

from collections.abc import AsyncIterator

import httpx2

from casebook.adapters.addresses import permitted_address
from casebook.adapters.outside import tls_context
from casebook.errors import Unavailable

MOST_BYTES = 2 * 1024 * 1024


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Connects to the address that was looked at, follows no redirect, and reads no answer without
    end."""

    def __init__(self, *, local: bool) -> None:
        self._local = local
        self._inner = httpx2.AsyncHTTPTransport(verify=tls_context(), trust_env=False)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        port = url.port or (443 if url.scheme == "https" else 80)
        address = permitted_address(url.host, port, local=self._local)
        # The certificate is that of the name, and the Host header has it already.
        request.extensions = {**request.extensions, "sni_hostname": url.host}
        request.url = url.copy_with(host=address)
        try:
            response = await self._inner.handle_async_request(request)
        finally:
            request.url = url
        if 300 <= response.status_code < 400:
            await response.aclose()
            raise httpx2.ProtocolError("it redirects elsewhere, which is not followed")
        response.stream = _Bounded(response.stream)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, inner: object) -> None:
        if not isinstance(inner, httpx2.AsyncByteStream):
            raise Unavailable("the answer is no stream")
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in self._inner:
            seen += len(chunk)
            if seen > MOST_BYTES:
                raise httpx2.ReadError(f"the answer is longer than {MOST_BYTES // 1024**2} MiB")
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()
