"""Builds the Lambda layers without Docker: `python -m infra.build_layers local|real`.

`core` is a copy of the product, `base` what `layers/base/requirements.txt` pins; `connections` and
`llm` are what their `requirements.txt` pins beside that. A package whose bytes have none of its
pin's hashes is not installed. All are compiled to bytecode: Lambda's
file system is read-only, so source that ships uncompiled is compiled again at every cold start
(boto3 takes 1.7 times as long to import that way). A layer whose inputs did not change is left
alone.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from casebook.adapters.clients import SERVICES
from infra import interpreters, pins
from infra.pins import Pin

PROJECT = Path(__file__).resolve().parent.parent
OUTPUT = PROJECT / ".build" / "layers"
CORE_SOURCE = PROJECT / "layers" / "core" / "python"
BASE_REQUIREMENTS = PROJECT / "layers" / "base" / "requirements.txt"
LLM_REQUIREMENTS = PROJECT / "layers" / "llm" / "requirements.txt"
CONNECTIONS_REQUIREMENTS = PROJECT / "layers" / "connections" / "requirements.txt"

# langchain-aws names numpy, 50 MiB of it, and needs it for embeddings and retrieval alone; a test
# holds the models to that (tests/models/test_adapters.py).
LEFT_OUT = frozenset({"numpy"})


@dataclass(frozen=True, kw_only=True)
class Target:
    """For whom layers are built.

    `install` are uv's arguments that choose the wheels. `compiler` is an interpreter of the
    target's Python version, whose bytecode the target reads, or None where there is none.
    """

    kind: str
    install: tuple[str, ...]
    compiler: Path | None


def target_of(kind: str) -> Target:
    """The target of `local` (the emulator's own interpreter) or `real` (Lambda on arm64).

    Raises FileNotFoundError when the emulator was not installed.
    """
    if kind == "local":
        python = PROJECT / ".build" / "emulator" / "bin" / "python"
        if not python.exists():
            raise FileNotFoundError("the local AWS is not installed; run: make env")
        return Target(kind=kind, install=("--python", str(python)), compiler=python)
    return Target(
        kind=kind, install=interpreters.LAMBDA_WHEELS, compiler=interpreters.lambda_like()
    )


def build(target: Target) -> None:
    """Bring the layers of a target up to date."""
    if target.compiler is None:
        print(
            f"No Python {interpreters.RUNTIME} here: the layers ship without bytecode, and cold "
            "starts will be slower. Name one with RUNTIME_PYTHON=/path/to/python."
        )
    _build_layer(target, "core", _copy_core, sorted(CORE_SOURCE.rglob("*")))
    _build_layer(target, "base", _install_base, [BASE_REQUIREMENTS])
    _build_layer(target, "llm", _install_llm, [BASE_REQUIREMENTS, LLM_REQUIREMENTS])
    requirements = [BASE_REQUIREMENTS, CONNECTIONS_REQUIREMENTS]
    _build_layer(target, "connections", _install_connections, requirements)


def _build_layer(
    target: Target,
    name: str,
    fill: Callable[[Target, Path], None],
    inputs: Iterable[Path],
) -> None:
    """Fill a new folder and put it in the old one's place, unless the inputs are the same."""
    layer = OUTPUT / target.kind / name
    stamp = layer.with_suffix(".digest")
    digest = _digest(target, inputs)
    if stamp.exists() and stamp.read_text() == digest and layer.exists():
        return
    fresh = layer.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fill(target, fresh / "python")
    _compile(target, fresh)
    shutil.rmtree(layer, ignore_errors=True)
    fresh.rename(layer)
    stamp.write_text(digest)
    size = sum(file.stat().st_size for file in layer.rglob("*") if file.is_file())
    print(f"{target.kind}/{name}: {size / 2**20:.1f} MiB", file=sys.stderr)


def _copy_core(_target: Target, folder: Path) -> None:
    shutil.copytree(CORE_SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))


def _install_base(target: Target, folder: Path) -> None:
    _install(target, folder, pins.read(BASE_REQUIREMENTS))
    for service in (folder / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)


def _install_connections(target: Target, folder: Path) -> None:
    _install_beside_base(target, folder, CONNECTIONS_REQUIREMENTS)


def _install_llm(target: Target, folder: Path) -> None:
    _install_beside_base(target, folder, LLM_REQUIREMENTS)


def _install_beside_base(target: Target, folder: Path, requirements: Path) -> None:
    """Only what the base layer does not have: at run time both are on the path."""
    elsewhere = {pin.name for pin in pins.read(BASE_REQUIREMENTS)} | LEFT_OUT
    _install(target, folder, (pin for pin in pins.read(requirements) if pin.name not in elsewhere))


def _install(target: Target, folder: Path, wanted: Iterable[Pin]) -> None:
    """Install exactly these and nothing that they depend on."""
    folder.mkdir(parents=True)
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps"]
    into = ["--require-hashes", "--target", str(folder), "--requirements", "-"]
    subprocess.run(
        [*install, *target.install, *into],
        input=pins.text(wanted),
        text=True,
        check=True,
    )
    shutil.rmtree(folder / "bin", ignore_errors=True)
    (folder / ".lock").unlink(missing_ok=True)


def _compile(target: Target, layer: Path) -> None:
    """Write bytecode that is never checked against the source: zipping changes file times.

    The paths inside are those in Lambda, so that the result does not depend on where it is built.
    """
    if target.compiler is None:
        return
    unchecked = ("--invalidation-mode", "unchecked-hash")
    in_lambda = ("-s", str(layer), "-p", "/opt")
    subprocess.run(
        [str(target.compiler), "-m", "compileall", "-q", *unchecked, *in_lambda, str(layer)],
        check=True,
    )


def _digest(target: Target, inputs: Iterable[Path]) -> str:
    """One digest over everything that decides what a layer holds, this program included."""
    made_for = (target.install, interpreters.version(target.compiler), SERVICES)
    digest = hashlib.sha256(repr(made_for).encode())
    digest.update(Path(__file__).read_bytes())
    for file in inputs:
        if file.is_file() and "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(PROJECT)).encode() + b"\0")
            digest.update(file.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Build what the command line names; a product that does not compile is said in a line."""
    parser = argparse.ArgumentParser(description="Builds the Lambda layers without Docker.")
    parser.add_argument("kind", choices=["local", "real"])
    try:
        build(target_of(parser.parse_args().kind))
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        sys.exit(f"The layers were not built: {error}")


if __name__ == "__main__":
    main()
