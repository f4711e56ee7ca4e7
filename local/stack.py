"""Brings the whole local stack up and takes it down again."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from local import accounts, attendant, cdk, console, emulator, pages, paths, state
from local.aws import Aws
from local.emulator import Emulator
from local.errors import ConsoleNotServed, StackNotUp
from local.faults import Target
from local.faults.throttled import Throttled
from local.state import CasebookOutputs, ShopOutputs, Stack

# Called when a part of the work begins, with what it is in a few words.
Progress = Callable[[str], None]


def up(
    progress: Progress,
    web_origins: Sequence[str] = (),
    start: Callable[[], Emulator] = emulator.start,
) -> Stack:
    """A fresh stack that later commands find, until `down`; see `deploy_afresh`."""
    stack = deploy_afresh(progress, web_origins, start)
    state.write(stack)
    return stack


def deploy_afresh(
    progress: Progress,
    web_origins: Sequence[str] = (),
    start: Callable[[], Emulator] = emulator.start,
) -> Stack:
    """Starts an emulator, deploys Casebook and the shop on it, and serves the web console.

    Pages of `web_origins` may call the API, besides those that always may. `start` starts the
    emulator. Whatever goes wrong on the way, or Ctrl-C, stops it again.
    """
    progress("checking the tools")
    paths.cdk()
    paths.web()
    progress("starting the AWS emulator")
    started = start()
    try:
        with console.listen() as listening:
            stack = _deploy(started, listening, progress, web_origins)
        _complete(stack)
        attendant.start(started.endpoint)
    except BaseException:
        emulator.stop(started)
        raise
    return stack


def down() -> bool:
    """Stops what `up` started; False when nothing was up."""
    try:
        stack = state.read()
    except StackNotUp:
        return False
    console.stop(stack.console_pid)
    emulator.stop(stack.emulator)
    state.remove()
    return True


def serve_again(stack: Stack) -> Stack:
    """The stack with its console served, also when the server's process had ended.

    Raises ConsoleNotServed when somebody else has its port by now.
    """
    if console.is_running(stack.console_pid):
        return stack
    with console.listen(console.port(stack.console)) as listening:
        if console.origin(listening) != stack.console:
            raise ConsoleNotServed(stack.console)
        pid = console.start(listening, stack.casebook, stack.pid)
    served = stack.model_copy(update={"console_pid": pid})
    state.write(served)
    return served


def _deploy(
    started: Emulator, listening: socket.socket, progress: Progress, web_origins: Sequence[str]
) -> Stack:
    endpoint = started.endpoint
    origin = console.origin(listening)
    allowed = pages.allowed(origin, web_origins)
    account = Aws(endpoint)
    progress("synthesising Casebook and the shop, preparing the account")
    # Both apps load jsii, which is most of their time, so they do it side by side.
    with ThreadPoolExecutor() as pool:
        work = [
            pool.submit(
                cdk.synthesise, cdk.CASEBOOK, endpoint, {"webOrigins": json.dumps(allowed)}
            ),
            pool.submit(cdk.synthesise, cdk.SHOP, endpoint),
            pool.submit(cdk.bootstrap, endpoint),
        ]
        for one in work:
            one.result()
    progress("deploying Casebook")
    cdk.deploy(cdk.CASEBOOK, endpoint)
    casebook = CasebookOutputs.model_validate(_outputs(cdk.CASEBOOK))
    progress("deploying the shop")
    cdk.deploy(cdk.SHOP, endpoint, [f"AlarmTopicArn={casebook.alarm_topic_arn}"])
    progress("creating a user and the shop's release robot")
    return Stack(
        pid=started.pid,
        port=started.port,
        console=origin,
        console_pid=console.start(listening, casebook, started.pid),
        web_origins=allowed,
        casebook=casebook,
        shop=ShopOutputs.model_validate(_outputs(cdk.SHOP)),
        person=accounts.create_person(account, casebook.user_pool_id),
        release_bot=accounts.create_release_bot(account),
    )


def _complete(stack: Stack) -> None:
    """Does what the emulator's CloudFormation leaves out.

    Like the rest that CloudFormation does here, it is no recorded change of the workload.
    """
    emulator.record_calls(stack.emulator, on=False)
    Throttled().revert(Target(stack.aws, stack.shop.payments_url))  # payments-fn's concurrency
    _let_pages_in(stack)
    emulator.record_calls(stack.emulator, on=True)


def _let_pages_in(stack: Stack) -> None:
    """Gives the HTTP API its CORS settings again.

    The emulator's CloudFormation stores them under its own names (`AllowOrigins`), where its API
    Gateway does not find them (`allowOrigins`), and answers every page's preflight with 403.
    """
    (template,) = cdk.CASEBOOK.assembly.glob("*.template.json")
    (settings,) = (
        resource["Properties"]["CorsConfiguration"]
        for resource in json.loads(template.read_text())["Resources"].values()
        if resource["Type"] == "AWS::ApiGatewayV2::Api"
        and "CorsConfiguration" in resource["Properties"]
    )
    stack.aws.client("apigatewayv2").update_api(
        ApiId=stack.casebook.http_api_id, CorsConfiguration=settings
    )


def _outputs(app: cdk.App) -> dict[str, str]:
    """The outputs of the app's only stack, whatever its name."""
    (outputs,) = json.loads(app.outputs_file.read_text()).values()
    return dict(outputs)
