"""Writes what a release ships as CycloneDX documents: `python -m infra.sbom FOLDER`.

FOLDER/sbom gets one for each third-party layer as it was built for Lambda (a pin for another
platform is in no layer), and one for the web console, as its lock file has it.
https://cyclonedx.org/specification/overview/
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from infra import pins
from infra.build_layers import OUTPUT, PROJECT
from infra.pins import Pin

LAYERS = ("base", "connections", "llm")
CONSOLE = PROJECT / "web"


def shipped(layer: str) -> list[Pin]:
    """The pins of the packages that a layer built for Lambda has.

    Raises ValueError when the layer was not built, or was built of something else.
    """
    folder = OUTPUT / "real" / layer / "python"
    found = {
        (canonicalize_name(each.name), each.version) for each in distributions(path=[str(folder)])
    }
    if not found:
        raise ValueError(f"{folder} has no packages; run: make layers LAYERS=real")
    pinned = pins.read(PROJECT / "layers" / layer / "requirements.txt")
    unknown = found - {(pin.name, pin.version) for pin in pinned}
    if unknown:
        names = ", ".join(f"{name} {version}" for name, version in sorted(unknown))
        raise ValueError(f"the layer {layer} has what nothing pins: {names}; build it anew")
    return [pin for pin in pinned if (pin.name, pin.version) in found]


def of_layer(layer: str) -> str:
    """A layer's document, with the hashes of its pins; the same for the same pins."""
    # It warns that it knows no graph of dependencies; pins are a flat list.
    program = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements"]
    options = ["--output-reproducible", "--pyproject", "pyproject.toml", "-"]
    return _output([*program, *options], pins.text(shipped(layer)))


def of_console() -> str:
    """The document of the packages that the web console is built of.

    What is for development alone is taken out here: `npm sbom --omit dev` leaves out whatever
    development needs too, React among it.
    """
    program = ["npm", "--prefix", str(CONSOLE), "sbom"]
    document = json.loads(_output([*program, "--package-lock-only", "--sbom-format", "cyclonedx"]))
    document["components"] = [each for each in document["components"] if not _is_dev(each)]
    kept = {document["metadata"]["component"]["bom-ref"]}
    kept |= {each["bom-ref"] for each in document["components"]}
    document["dependencies"] = [
        {**each, "dependsOn": [ref for ref in each["dependsOn"] if ref in kept]}
        for each in document["dependencies"]
        if each["ref"] in kept
    ]
    return json.dumps(document, indent=2)


def _is_dev(component: Mapping[str, Any]) -> bool:
    return any(each["name"] == "cdx:npm:package:development" for each in component["properties"])


def write(folder: Path) -> None:
    """Write all documents into `folder`/sbom."""
    folder = folder / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    for layer in LAYERS:
        (folder / f"{layer}.cdx.json").write_text(of_layer(layer))
    (folder / "web.cdx.json").write_text(of_console())
    print(f"SBOM: {folder}")


def _output(command: list[str], given: str = "") -> str:
    done = subprocess.run(
        command, input=given, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def main() -> None:
    """Write the documents of what was built."""
    parser = argparse.ArgumentParser(description="Writes the SBOM of what a release ships.")
    parser.add_argument("folder", type=Path)
    try:
        write(parser.parse_args().folder)
    except (ValueError, subprocess.CalledProcessError) as error:
        sys.exit(f"No SBOM was written: {error}")


if __name__ == "__main__":
    main()
