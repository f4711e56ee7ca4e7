"""The Lambda layers, found where `make layers` built them.

`core` is the product (`layers/core/python`), `base` its third-party packages. They are apart
because the second is large and changes seldom. `connections` has what the tools need that look
outside of AWS, for the functions that run those; `llm` has the model providers' SDKs, which are
larger still, for the functions that talk to models.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.stage import Stage

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Code:
    """Where the code that is deployed lies; tests point it elsewhere."""

    functions: Path = PROJECT / "functions"
    layers: Path = PROJECT / ".build" / "layers"
    web: Path = Path(os.environ.get("CASEBOOK_WEB_DIR", PROJECT / ".build" / "web"))


class Layers(Construct):
    """The layers that every function carries, and the large ones of some."""

    def __init__(self, scope: Construct, *, stage: Stage, code: Code) -> None:
        super().__init__(scope, "Layers")
        self._stage = stage
        self._built = code.layers / stage.kind
        self._in_place: dict[lambda_.Function, list[str]] = {}

    def add_all(self, function: lambda_.Function) -> None:
        """What no function can do without."""
        self._add(function, "Core", "Casebook itself")
        self._add(function, "Base", "Third-party packages")

    def add_llm(self, function: lambda_.Function) -> None:
        """Let a function talk to models."""
        self._add(function, "Llm", "Model SDKs")

    def add_connections(self, function: lambda_.Function) -> None:
        """Let a function's tools look outside of AWS."""
        self._add(function, "Connections", "What tools reach with")

    def _add(self, function: lambda_.Function, layer_id: str, description: str) -> None:
        if self._stage.has_layers_in_place:
            folders = self._in_place.setdefault(function, [])
            folders.append(str(self._folder(layer_id) / "python"))
            function.add_environment("PYTHONPATH", os.pathsep.join(folders))
            return
        made = self.node.try_find_child(layer_id) or self._version(layer_id, description)
        function.add_layers(cast(lambda_.LayerVersion, made))

    def _version(self, layer_id: str, description: str) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            layer_id,
            code=lambda_.Code.from_asset(str(self._folder(layer_id))),
            description=description,
            compatible_runtimes=[self._stage.runtime],
            compatible_architectures=[self._stage.architecture],
        )

    def _folder(self, layer_id: str) -> Path:
        """Raises FileNotFoundError, saying what to run, when the layer was not built."""
        folder = self._built / layer_id.lower()
        if not (folder / "python").is_dir():
            raise FileNotFoundError(
                f"{folder} holds no layer; run: make layers LAYERS={self._stage.kind}"
            )
        return folder
