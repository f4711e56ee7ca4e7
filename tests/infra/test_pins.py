"""What is installed is pinned to the byte, and no lock file says where it was fetched."""

import hashlib
import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from infra import build_layers, pins
from infra.build_layers import Target
from infra.pins import Pin

ROOT = build_layers.PROJECT
SOURCES = sorted([*ROOT.glob("requirements/*.in"), *ROOT.glob("layers/*/requirements.in")])
NPM_LOCKS = (ROOT / "package-lock.json", ROOT / "web" / "package-lock.json")


def of(source: Path) -> str:
    return str(source.relative_to(ROOT))


@pytest.fixture(params=SOURCES, ids=of)
def source(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_every_pin_names_one_version_and_has_hashes(source: Path) -> None:
    found = pins.read(source.with_suffix(".txt"))

    assert found
    for pin in found:
        assert re.match(rf"{re.escape(pin.name)}=={re.escape(pin.version)}(?: ;| --)", pin.line)
        assert pin.hashes
        assert all(re.fullmatch("--hash=sha256:[0-9a-f]{64}", each) for each in pin.hashes)


def test_a_file_of_pins_says_how_it_was_compiled_and_names_no_registry(source: Path) -> None:
    compiled = source.with_suffix(".txt")
    _, command, *rest = compiled.read_text().splitlines()
    options = "--universal --python-version=3.11 --exclude-newer=P7D --generate-hashes"

    assert command == f"#    uv pip compile {options} --output-file={of(compiled)} {of(source)}"
    assert not [line for line in rest if "://" in line or line.startswith(("-", "#", "/"))]


def test_the_bot_keeps_every_file_of_pins() -> None:
    patterns = json.loads((ROOT / "renovate.json").read_text())["pip-compile"]
    kept = [re.compile(each.strip("/")) for each in patterns["managerFilePatterns"]]
    compiled = [of(source.with_suffix(".txt")) for source in SOURCES]

    assert [name for name in compiled if not any(each.search(name) for each in kept)] == []


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=of)
def test_every_npm_package_has_its_digest_and_no_registry(lock: Path) -> None:
    packages = json.loads(lock.read_text())["packages"]
    # What is in a bundle comes with the package that it is in, and is of its digest.
    fetched = {
        path: entry for path, entry in packages.items() if path and not entry.get("inBundle")
    }

    assert fetched
    assert not [path for path, entry in packages.items() if "resolved" in entry]
    assert not [
        path
        for path, entry in fetched.items()
        if not re.fullmatch("sha512-[A-Za-z0-9+/]{86}==", entry.get("integrity", ""))
    ]


def test_nothing_is_installed_but_by_hash() -> None:
    recipes = (ROOT / "Makefile").read_text().replace("$(INSTALL)", _variable("INSTALL"))
    installs = [line for line in recipes.splitlines() if "pip install" in line and "\t" in line]

    assert len(installs) == 4
    # The fourth is this project itself, from the folder that it is in.
    assert [line for line in installs if "--require-hashes" not in line] == [
        "\t$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation "
        "--editable ."
    ]


def _variable(name: str) -> str:
    found = re.search(rf"^{name} := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A package of one module, in the least that a wheel may have."""
    file = tmp_path / "wheels" / "sample-1.0-py3-none-any.whl"
    file.parent.mkdir()
    about = "sample-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("sample.py", "")
        archive.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: sample\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return file


def test_a_package_whose_bytes_are_not_the_pinned_ones_is_in_no_layer(
    wheel: Path, tmp_path: Path
) -> None:
    found_here = ("--no-index", "--find-links", str(wheel.parent), "--no-cache")
    target = Target(kind="real", install=found_here, compiler=None)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()

    build_layers._install(target, tmp_path / "right", [_pin(digest)])
    with pytest.raises(subprocess.CalledProcessError):
        build_layers._install(target, tmp_path / "wrong", [_pin(digest[::-1])])
    with pytest.raises(subprocess.CalledProcessError):
        build_layers._install(target, tmp_path / "none", [Pin("sample", "sample==1.0")])

    assert (tmp_path / "right" / "sample.py").is_file()
    assert not list(tmp_path.glob("wrong/*.py"))
    assert not list(tmp_path.glob("none/*.py"))


def _pin(digest: str) -> Pin:
    return Pin("sample", f"sample==1.0 --hash=sha256:{digest}")
