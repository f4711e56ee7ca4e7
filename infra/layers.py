"""The Lambda layers, found where `make layers` built them.

`core` is the product (`layers/core/python`), `base` its third-party packages. They are apart
because the second is large and changes seldom. `connections` has what the tools need that look
outside of AWS, for the functions that run those; `llm` has the model providers' SDKs, which are
larger still, for the functions that talk to models.
"""

from dataclasses import dataclass
from pathlib import Path

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.stage import Stage

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Code:
    """Where the code that is deployed lies; tests point it elsewhere."""

    functions: Path = PROJECT / "functions"
    layers: Path = PROJECT / ".build" / "layers"


class Layers(Construct):
    """The layer versions that every function carries (`all`), and those that some do."""

    def __init__(self, scope: Construct, *, stage: Stage, code: Code) -> None:
        super().__init__(scope, "Layers")
        self.all = [
            self._layer("Core", code.layers / stage.kind / "core", "Casebook itself", stage),
            self._layer("Base", code.layers / stage.kind / "base", "Third-party packages", stage),
        ]
        self.llm = self._layer("Llm", code.layers / stage.kind / "llm", "Model SDKs", stage)
        self.connections = self._layer(
            "Connections", code.layers / stage.kind / "connections", "What tools reach with", stage
        )

    def _layer(
        self, layer_id: str, folder: Path, description: str, stage: Stage
    ) -> lambda_.LayerVersion:
        """Raises FileNotFoundError, saying what to run, when the layer was not built."""
        if not (folder / "python").is_dir():
            raise FileNotFoundError(
                f"{folder} holds no layer; run: make layers LAYERS={stage.kind}"
            )
        return lambda_.LayerVersion(
            self,
            layer_id,
            code=lambda_.Code.from_asset(str(folder)),
            description=description,
            compatible_runtimes=[stage.runtime],
            compatible_architectures=[stage.architecture],
        )
