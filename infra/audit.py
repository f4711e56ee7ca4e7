"""Asks for known advisories about what a release ships: `python -m infra.audit FOLDER`.

pip-audit asks OSV about the packages of the layers, npm its registry about those of the console.
FOLDER/audit.json gets what they answered. A package that nobody answered for was not audited,
which is neither clean nor a finding; the exit status tells the three apart (`Status`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from infra import pins, sbom

CONSOLE = "the web console"


class Status(IntEnum):
    """The exit status; 2 is argparse's and make's own."""

    CLEAN = 0
    ADVISORIES = 1
    NOT_AUDITED = 3


@dataclass(frozen=True)
class Advisory:
    """What is known against a package, where to read of it, and which versions are rid of it."""

    package: str
    title: str
    see: str
    fixed_in: str


@dataclass(frozen=True)
class Audit:
    """The answers about one set of packages; `unanswered` says for which nobody answered."""

    advisories: tuple[Advisory, ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        if self.advisories:
            return Status.ADVISORIES
        return Status.NOT_AUDITED if self.unanswered else Status.CLEAN


def of_layers(shipped: Iterable[pins.Pin]) -> Audit:
    """What OSV, or the service that PIP_AUDIT_VULNERABILITY_SERVICE names, says of the pins."""
    packages = {pin.name: pin for pin in shipped}
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(pins.text(packages.values()))
        file.flush()
        command = [sys.executable, "-m", "pip_audit", "--requirement", file.name]
        options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
        answer = _answer([*command, *options], {"PIP_AUDIT_VULNERABILITY_SERVICE": "osv"})
    answered = [each for each in answer.get("dependencies", ()) if "vulns" in each]
    names = {each["name"] for each in answered}
    return Audit(
        tuple(_of_osv(each, vuln) for each in answered for vuln in each["vulns"]),
        tuple(sorted(packages.keys() - names)),
    )


def of_console() -> Audit:
    """What npm's registry says of the packages that the console is built of."""
    command = ["npm", "--prefix", str(sbom.CONSOLE), "audit", "--json", "--package-lock-only"]
    answer = _answer([*command, "--omit", "dev"], {})
    if "vulnerabilities" not in answer:
        return Audit(unanswered=(CONSOLE,))
    return Audit(
        tuple(
            Advisory(package["name"], via["title"], via["url"], f"outside of {via['range']}")
            for package in answer["vulnerabilities"].values()
            for via in package["via"]
            if isinstance(via, dict)  # a text names the package that brings the advisory
        )
    )


def _of_osv(package: Mapping[str, Any], vuln: Mapping[str, Any]) -> Advisory:
    return Advisory(
        f"{package['name']} {package['version']}",
        vuln["description"],
        f"https://osv.dev/vulnerability/{vuln['id']}",
        ", ".join(vuln["fix_versions"]) or "no version yet",
    )


def _answer(command: list[str], defaults: Mapping[str, str]) -> dict[str, Any]:
    """A program's document, empty if it wrote none: both exit with 1 for findings and failures."""
    done = subprocess.run(
        command, env={**defaults, **os.environ}, capture_output=True, text=True, check=False
    )
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError:
        answer = {}
    return answer


def report(audit: Audit) -> str:
    """The result for a person."""
    found = [
        f"{each.package}: {each.title}\n  {each.see}; fixed in {each.fixed_in}"
        for each in audit.advisories
    ]
    if audit.unanswered:
        first, *others = audit.unanswered
        more = f" and {len(others)} more (audit.json names them)" if others else ""
        found.append(
            f"NOT AUDITED: {first}{more}. OSV or npm's registry did not answer for them; repeat "
            "this where both can be reached."
        )
    return "\n".join(found) or "No advisory is known about what ships."


def main() -> None:
    """Audit what was built; the exit status is one of `Status`."""
    parser = argparse.ArgumentParser(description="Asks for advisories about what a release ships.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    layers = of_layers(pin for layer in sbom.LAYERS for pin in sbom.shipped(layer))
    console = of_console()
    audit = Audit(layers.advisories + console.advisories, layers.unanswered + console.unanswered)
    document = {"status": audit.status.name.lower().replace("_", "-"), **asdict(audit)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "audit.json").write_text(json.dumps(document, indent=2) + "\n")
    print(report(audit))
    sys.exit(audit.status)


if __name__ == "__main__":
    main()
