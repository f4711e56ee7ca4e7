"""The AWS emulator with processes that can be killed; runs in the emulator's own interpreter.

Each process gets an access key of its own, as in an account, by which its requests are known.
Retries of an asynchronous invocation keep its id, as in an account: a turn's retry takes over from
the process that died by that id, and the emulator makes a new one for each try.
"""

import asyncio
import contextlib
import secrets
import subprocess
from contextvars import ContextVar
from typing import Any

from ministack import app as ministack
from ministack.core import lambda_runtime
from ministack.services import lambda_svc, sts

from local.deaths.dying import Mortal, Processes

_KEY = "AccessKeyOfProcess"
_GONE_SECONDS = 5.0

_spawn = lambda_runtime.Worker._spawn
_credentials_of = lambda_runtime.execution_credentials
_invoke_with_retries = lambda_svc.invoke_async_with_retry
_dispatch = lambda_svc._execute_function_dispatch

_workers: dict[str, Any] = {}
_invocation: ContextVar[str | None] = ContextVar("invocation", default=None)


def _spawn_with_own_key(worker: Any) -> None:
    key = f"ASIA{secrets.token_hex(8).upper()}"
    worker.config = {**worker.config, _KEY: key}
    _workers[key] = worker
    _spawn(worker)


def _own_credentials(config: dict[str, Any]) -> dict[str, str]:
    """The function's credentials under the key of the process that is started."""
    credentials: dict[str, str] = _credentials_of(config)
    if key := config.get(_KEY):
        sts.register_session(key, dict(sts._sessions[credentials["AWS_ACCESS_KEY_ID"]]))
        credentials["AWS_ACCESS_KEY_ID"] = key
    return credentials


def _invoke_under_one_id(function: dict[str, Any], event: dict[str, Any]) -> None:
    """Its thread takes the context with it."""
    token = _invocation.set(lambda_svc.new_uuid())
    try:
        _invoke_with_retries(function, event)
    finally:
        _invocation.reset(token)


def _dispatch_under_its_id(
    function: Any, config: Any, event: Any, request_id: str, started: float
) -> Any:
    return _dispatch(function, config, event, _invocation.get() or request_id, started)


def _function_of(access_key: str) -> str | None:
    worker = _workers.get(access_key)
    return str(worker.func_name) if worker else None


async def _kill(access_key: str) -> None:
    worker = _workers.pop(access_key, None)
    if worker is None:  # another request of the same process was its last
        return
    process = worker._proc
    process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        await asyncio.to_thread(process.wait, _GONE_SECONDS)


if __name__ == "__main__":
    lambda_runtime.Worker._spawn = _spawn_with_own_key
    lambda_runtime.execution_credentials = _own_credentials
    lambda_svc.invoke_async_with_retry = _invoke_under_one_id
    lambda_svc._execute_function_dispatch = _dispatch_under_its_id
    ministack.app = Mortal(ministack.app, Processes(_function_of, _kill))
    ministack.main()
