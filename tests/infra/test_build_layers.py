"""The layer builder: what it compiles, what it leaves out, and when it does nothing."""

import sys
from pathlib import Path

import pytest

from infra import build_layers
from infra.build_layers import Target

# PEP 552: bytecode whose flags are 0b01 is hash-based and never checked against its source.
UNCHECKED_HASH = (0b01).to_bytes(4, "little")


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Target:
    """A target of this interpreter whose third-party layers need no network."""
    product = tmp_path / "product"
    (product / "casebook").mkdir(parents=True)
    (product / "casebook" / "__init__.py").write_text("")
    (product / "casebook" / "prompt.md").write_text("You are on call.")
    (tmp_path / "requirements.txt").write_text("")
    monkeypatch.setattr(build_layers, "PROJECT", tmp_path)
    monkeypatch.setattr(build_layers, "OUTPUT", tmp_path / "out")
    monkeypatch.setattr(build_layers, "CORE_SOURCE", product)
    monkeypatch.setattr(build_layers, "BASE_REQUIREMENTS", tmp_path / "requirements.txt")
    for name in ("CONNECTIONS_REQUIREMENTS", "LLM_REQUIREMENTS"):
        monkeypatch.setattr(build_layers, name, tmp_path / "requirements.txt")
    for install in ("_install_base", "_install_connections", "_install_llm"):
        monkeypatch.setattr(build_layers, install, lambda _, folder: folder.mkdir(parents=True))
    return Target(kind="local", install=(), compiler=Path(sys.executable))


def test_the_core_layer_is_the_product_with_bytecode_that_zipping_cannot_spoil(
    target: Target, tmp_path: Path
) -> None:
    build_layers.build(target)

    layer = tmp_path / "out" / "local" / "core" / "python" / "casebook"
    (bytecode,) = (layer / "__pycache__").glob("*.pyc")
    assert (layer / "prompt.md").read_text() == "You are on call."
    assert bytecode.read_bytes()[4:8] == UNCHECKED_HASH


def test_what_the_product_reads_as_data_is_in_its_layer(tmp_path: Path) -> None:
    core = build_layers.CORE_SOURCE
    data = [*core.rglob("*.toml"), *core.rglob("*.md")]

    build_layers._copy_core(Target(kind="local", install=(), compiler=None), tmp_path / "python")

    assert core / "casebook" / "knowledge" / "metrics.toml" in data
    assert all((tmp_path / "python" / file.relative_to(core)).is_file() for file in data)


def test_a_layer_is_left_alone_until_its_inputs_change(target: Target, tmp_path: Path) -> None:
    layer = tmp_path / "out" / "local" / "core"
    build_layers.build(target)
    first = layer.stat().st_ino

    build_layers.build(target)
    assert layer.stat().st_ino == first

    (tmp_path / "product" / "casebook" / "prompt.md").write_text("You are not.")
    build_layers.build(target)
    assert (layer / "python" / "casebook" / "prompt.md").read_text() == "You are not."


def test_without_an_interpreter_of_lambdas_version_it_says_that_bytecode_is_missing(
    target: Target, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build_layers.build(Target(kind="real", install=target.install, compiler=None))

    assert "without bytecode" in capsys.readouterr().out
    assert not list((tmp_path / "out" / "real").rglob("*.pyc"))


def test_the_models_layer_has_nothing_that_the_base_layer_has_and_no_numpy(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(build_layers, "BASE_REQUIREMENTS", tmp_path / "requirements.txt")
    monkeypatch.setattr(build_layers, "LLM_REQUIREMENTS", tmp_path / "llm.txt")
    (tmp_path / "requirements.txt").write_text("pydantic==2.14.3\n")
    (tmp_path / "llm.txt").write_text("anthropic==2.12.0\nnumpy==2.5.5\npydantic==2.14.3\n")
    installed = []
    monkeypatch.setattr(build_layers, "_install", lambda *given: installed.append(given[2]))

    build_layers._install_llm(target, tmp_path / "llm")

    assert [[pin.line for pin in wanted] for wanted in map(list, installed)] == [
        ["anthropic==2.12.0"]
    ]
