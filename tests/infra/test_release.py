"""A release tells what it ships, and what is known against it, with the tools that do so for real.

The services of advisories are this process' own, on the machine: they answer as OSV and npm do.
"""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from infra import audit, pins, sbom
from infra.audit import Status
from infra.build_layers import PROJECT

REACT = json.loads((PROJECT / "web" / "package.json").read_text())["dependencies"]["react"]
OSV = {
    "id": "PYSEC-1",
    "summary": "reads too much",
    "affected": [
        {
            "package": {"name": "pg8000", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}
NPM = {
    "id": 7,
    "url": "https://github.com/advisories/GHSA-1",
    "title": "renders too much",
    "severity": "high",
    "vulnerable_versions": f"<={REACT}",
    "cwe": [],
    "cvss": {"score": 7, "vectorString": None},
}
Answers = dict[str, Any]


@pytest.fixture
def layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], Path]:
    """Builds a layer `connections` that has these packages and versions."""
    monkeypatch.setattr(sbom, "OUTPUT", tmp_path)

    def build(packages: dict[str, str]) -> Path:
        folder = tmp_path / "real" / "connections" / "python"
        for name, version in packages.items():
            about = folder / f"{name}-{version}.dist-info"
            about.mkdir(parents=True)
            (about / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
        return folder

    return build


@pytest.fixture
def pinned() -> dict[str, str]:
    file = PROJECT / "layers" / "connections" / "requirements.txt"
    return {pin.name: pin.version for pin in pins.read(file)}


def test_the_document_of_a_layer_has_what_was_built_with_its_hashes_and_nothing_else(
    layer: Callable[[dict[str, str]], Path], pinned: dict[str, str]
) -> None:
    layer({"pg8000": pinned["pg8000"], "rpds_py": pinned["rpds-py"]})

    first, second = sbom.of_layer("connections"), sbom.of_layer("connections")

    document = json.loads(first)
    assert first == second
    assert document["bomFormat"] == "CycloneDX"
    assert document["metadata"]["component"]["name"] == "casebook"
    assert [component["purl"] for component in document["components"]] == [
        f"pkg:pypi/pg8000@{pinned['pg8000']}",
        f"pkg:pypi/rpds-py@{pinned['rpds-py']}",
    ]
    (distribution,) = document["components"][0]["externalReferences"]
    assert distribution["hashes"]


@pytest.mark.parametrize("packages", [{"surprise": "1.0"}, {"pg8000": "0.0.1"}])
def test_a_layer_that_has_what_nothing_pins_is_not_released(
    layer: Callable[[dict[str, str]], Path], packages: dict[str, str]
) -> None:
    layer(packages)

    with pytest.raises(ValueError, match="has what nothing pins"):
        sbom.shipped("connections")


def test_a_layer_that_was_not_built_is_not_released(
    layer: Callable[[dict[str, str]], Path],
) -> None:
    layer({})

    with pytest.raises(ValueError, match="make layers LAYERS=real"):
        sbom.shipped("connections")


def test_the_document_of_the_console_has_what_is_not_for_development_alone() -> None:
    lock = json.loads((PROJECT / "web" / "package-lock.json").read_text())["packages"]
    document = json.loads(sbom.of_console())

    assert {component["name"] for component in document["components"]} == {
        path.rpartition("node_modules/")[2]
        for path, entry in lock.items()
        if path and not entry.get("dev")
    }
    told = {each["ref"] for each in document["dependencies"]}
    assert {ref for each in document["dependencies"] for ref in each["dependsOn"]} <= told


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """What each path answers; those that are not there are not found."""
    answers: Answers = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            answer = answers.get(self.path, lambda _: None)(asked)
            body = json.dumps(answer).encode()
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
        monkeypatch.setenv("PIP_AUDIT_OSV_URL", f"{address}/v1/query")
        monkeypatch.setenv("npm_config_registry", address)
        monkeypatch.setenv("npm_config_fetch_retries", "0")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield answers
        server.shutdown()


@pytest.fixture
def connections() -> list[pins.Pin]:
    file = PROJECT / "layers" / "connections" / "requirements.txt"
    return [pin for pin in pins.read(file) if pin.name in ("pg8000", "scramp")]


def test_advisories_of_a_layers_packages_are_named_with_the_version_that_is_rid_of_them(
    services: Answers, connections: list[pins.Pin]
) -> None:
    services["/v1/query"] = lambda asked: {"vulns": [OSV]} if b'"pg8000"' in asked else {}

    found = audit.of_layers(connections)

    assert found.status is Status.ADVISORIES
    assert [each.fixed_in for each in found.advisories] == ["99.1"]
    assert "pg8000" in audit.report(found)
    assert "reads too much" in audit.report(found)


def test_packages_that_nothing_is_known_against_are_clean(
    services: Answers, connections: list[pins.Pin]
) -> None:
    services["/v1/query"] = lambda _: {}

    found = audit.of_layers(connections)

    assert found.status is Status.CLEAN
    assert audit.report(found) == "No advisory is known about what ships."


def test_a_service_that_does_not_answer_is_neither_clean_nor_a_finding(
    services: Answers, connections: list[pins.Pin]
) -> None:
    layers, console = audit.of_layers(connections), audit.of_console()

    assert layers.unanswered == ("pg8000", "scramp")
    assert layers.status is console.status is Status.NOT_AUDITED
    assert "NOT AUDITED" in audit.report(layers)


def test_packages_that_the_service_does_not_know_were_not_audited(
    services: Answers, connections: list[pins.Pin], monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip-audit skips these, says that it found nothing, and exits with 0."""
    answer = {"dependencies": [{"name": "pg8000", "skip_reason": "not found"}], "fixes": []}
    monkeypatch.setattr(audit, "_answer", lambda command, defaults: answer)

    assert audit.of_layers(connections).unanswered == ("pg8000", "scramp")


def test_advisories_of_the_consoles_packages_are_named(services: Answers) -> None:
    bulk = "/-/npm/v1/security/advisories/bulk"
    services[bulk] = lambda _: {"react": [NPM]}

    (advisory,) = audit.of_console().advisories

    assert advisory == audit.Advisory(
        "react", "renders too much", NPM["url"], f"outside of <={REACT}"
    )


def test_one_advisory_outweighs_what_was_not_audited() -> None:
    advisory = audit.Advisory("a 1", "t", "s", "2")

    assert audit.Audit((advisory,), ("b",)).status is Status.ADVISORIES
