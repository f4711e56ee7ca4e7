"""What the layers weigh, with their bytecode. Lambda allows 250 MiB for all of a function's."""

from tests.bench.imports import LAYERS

MIB = 1024 * 1024
TARGET_MIB = 40


def layer_sizes() -> dict[str, float]:
    """MiB by layer."""
    return {
        layer: round(
            sum(f.stat().st_size for f in (LAYERS / layer).rglob("*") if f.is_file()) / MIB, 1
        )
        for layer in ("base", "core")
    } | {"target": TARGET_MIB}
