"""Both kinds of stage, synthesised once: jsii takes seconds to start."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20")

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

from infra.layers import Code
from infra.stack import CasebookStack
from infra.stage import Stage
from tests.infra.deployment import Deployment

ENDPOINT = "http://127.0.0.1:4566"
ORIGINS = ("https://casebook.example", "https://dev.casebook.example")
LOCAL_ORIGINS = ("http://127.0.0.1:8474", "http://localhost:5173")
# How policies are written depends on it: statements that fit together become one.
CONTEXT = json.loads((Path(__file__).parents[2] / "cdk.json").read_text())["context"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one worker, so that it alone pays for jsii."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("infra"))


@pytest.fixture(scope="session")
def code(tmp_path_factory: pytest.TempPathFactory) -> Code:
    """The real handlers, with stand-ins for the layers and the console: what is in those does
    not matter here."""
    layers = tmp_path_factory.mktemp("layers")
    for kind in ("local", "real"):
        for layer in ("core", "base", "connections", "llm"):
            module = layers / kind / layer / "python" / f"{layer}.py"
            module.parent.mkdir(parents=True)
            module.write_text("")
    web = tmp_path_factory.mktemp("web")
    for name in ("index.html", "assets/index-1a2b.js", ".vite/manifest.json"):
        file = web / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("<head></head>")
    return Code(layers=layers, web=web)


@pytest.fixture(scope="session")
def real(code: Code, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A deployment into an account, with cdk-nag's report beside the template."""
    out = tmp_path_factory.mktemp("real")
    app = cdk.App(outdir=str(out), context=CONTEXT)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    CasebookStack(app, Stage(name="prod", web_origins=ORIGINS), code=code)
    try:
        app.synth()
    except RuntimeError as error:
        # A failed validation has written the template all the same; the test of the rules
        # reads the report and says which.
        if "ValidationFailed" not in str(error):
            raise
    return Deployment(out, "Casebook-prod")


@pytest.fixture(scope="session")
def local(code: Code, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A deployment to the local AWS."""
    out = tmp_path_factory.mktemp("local")
    app = cdk.App(outdir=str(out), context=CONTEXT)
    CasebookStack(app, Stage(name="local", endpoint=ENDPOINT, web_origins=LOCAL_ORIGINS), code=code)
    app.synth()
    return Deployment(out, "Casebook-local")


@pytest.fixture(scope="session", params=["real", "local"])
def either(request: pytest.FixtureRequest) -> Deployment:
    """What holds for every stage."""
    deployment: Deployment = request.getfixturevalue(request.param)
    return deployment


@pytest.fixture(scope="session")
def definition() -> dict[str, object]:
    """The state machine's file."""
    file = Path(__file__).parents[2] / "statemachines" / "diagnosis.asl.json"
    loaded: dict[str, object] = json.loads(file.read_text())
    return loaded
