"""Measures everything and writes bench.json. `python -m tests.bench [imports turn posts …]`."""

import json
import sys
from collections.abc import Callable
from typing import Any

from rich.console import Console

from tests.bench.analysers import redaction_figures, scored, template_figures
from tests.bench.context import cache_figures, context_figures
from tests.bench.demand import demand_figures
from tests.bench.imports import PROJECT, import_costs, with_first_client
from tests.bench.large import large_figures
from tests.bench.layers import layer_sizes
from tests.bench.models import cold_start, model_imports, overhead
from tests.bench.pages import page_figures
from tests.bench.posts import post_costs
from tests.bench.replays import diagnosis_costs, replay_costs
from tests.bench.secret_kinds import secret_kinds
from tests.bench.turn import turn_costs


def _stack() -> dict[str, Any]:
    from tests.bench.stack import diagnoses

    return diagnoses(CONSOLE)


CONSOLE = Console(stderr=True)
BOARDS: dict[str, Callable[[], Any]] = {
    "layersMiB": layer_sizes,
    "turn": lambda: turn_costs(None),
    "turnAt80DeltasASecond": lambda: turn_costs(80.0),
    "demand": demand_figures,
    "posts": post_costs,
    "imports": import_costs,
    "importsWithFirstBotocoreClient": with_first_client,
    "modelOverhead": overhead,
    "modelColdStart": cold_start,
    "modelImports": model_imports,
    "templates": template_figures,
    "redaction": redaction_figures,
    "secretKinds": secret_kinds,
    "causes": lambda: scored("causes"),
    "anomalies": lambda: scored("anomalies"),
    "context": context_figures,
    "cache": cache_figures,
    "replay": replay_costs,
    "diagnosis": diagnosis_costs,
    "large": large_figures,
    "diagnoses": _stack,
    "pages": page_figures,
}


def main() -> None:
    """Run the boards that are named, or all; the others keep their last figures."""
    wanted = sys.argv[1:] or list(BOARDS)
    path = PROJECT / "bench.json"
    figures = json.loads(path.read_text()) if path.exists() else {}
    for name in wanted:
        CONSOLE.print(f"[bold]{name}[/]")
        figures[name] = BOARDS[name]()
        CONSOLE.print_json(data=figures[name])
        path.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
