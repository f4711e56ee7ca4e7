"""Runs the CDK command line against the emulator and says plainly what went wrong."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local import aws, paths
from local.errors import DeployFailed

LAST_LINES = 15
TIMEOUT_SECONDS = 600


@dataclass(frozen=True)
class App:
    """A CDK app: the script that defines it and where its assembly goes."""

    name: str
    script: Path
    assembly: Path

    @property
    def outputs_file(self) -> Path:
        return self.assembly.with_suffix(".outputs.json")


CASEBOOK = App("Casebook", paths.ROOT / "app.py", paths.LOCAL / "casebook.out")
SHOP = App("the shop", paths.ROOT / "local" / "workload" / "app.py", paths.LOCAL / "shop.out")


def bootstrap(endpoint: str) -> None:
    """Prepares the account for assets; run outside the project, so that no app is synthesised."""
    environment = f"aws://{aws.ACCOUNT}/{aws.REGION}"
    _run("prepare the account", ["bootstrap", environment], endpoint, paths.LOCAL)


def synthesise(app: App, endpoint: str, context: Mapping[str, str] | None = None) -> None:
    """Writes the app's cloud assembly; most of its time goes into loading jsii."""
    command = ["synth", "--quiet", "--app", shlex.join([sys.executable, str(app.script)])]
    values = {"stage": "local", "endpoint": endpoint, **(context or {})}
    options = [option for name, value in values.items() for option in ("-c", f"{name}={value}")]
    _run(
        f"synthesise {app.name}",
        [*command, "--output", str(app.assembly), *options],
        endpoint,
        paths.ROOT,
    )


def deploy(app: App, endpoint: str, parameters: Sequence[str] = ()) -> None:
    """Deploys a synthesised app; its outputs are in `app.outputs_file` afterwards."""
    command = ["deploy", "--all", "--app", str(app.assembly), "--require-approval", "never"]
    options = [option for parameter in parameters for option in ("--parameters", parameter)]
    _run(
        f"deploy {app.name}",
        [*command, "--outputs-file", str(app.outputs_file), *options],
        endpoint,
        paths.LOCAL,
    )


def _run(what: str, arguments: list[str], endpoint: str, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    command = [str(paths.cdk()), "--ci", "--no-color", "--no-notices", "--no-version-reporting"]
    done = subprocess.run(
        [*command, *arguments],
        cwd=directory,
        env=aws.environment(endpoint),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise DeployFailed(
            f"The CDK could not {what}.",
            f"Its last lines are above; the emulator's own log is {paths.EMULATOR_LOG}.",
            done.stdout.strip().splitlines()[-LAST_LINES:],
        )
