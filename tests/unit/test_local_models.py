"""A document of models and keys of the environment, as a local stack takes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from local.errors import ModelsNotUsable
from local.models import read

KEYS = {"ANTHROPIC_API_KEY": "k3y", "OPENAI_API_KEY": "k4y"}


def written(folder: Path, *providers: dict[str, Any]) -> Path:
    file = folder / "models.json"
    file.write_text(json.dumps({"providers": providers}))
    return file


def test_keys_lie_under_the_names_that_functions_may_read(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        {"provider": "anthropic", "secret": "team/claude"},
        {"provider": "bedrock", "region": "eu-central-1"},
    )

    models = read(file, KEYS)

    assert models.secrets == {"casebook/anthropic": "k3y"}
    assert [each.get("secret") for each in json.loads(models.document)["providers"]] == [
        "casebook/anthropic",
        None,
    ]


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        ({"provider": "openai", "secret": "s"}, "export OPENAI_API_KEY="),
        ({"provider": "openai"}, "providers[0].secret"),
        ({"provider": "acme"}, "providers[0]"),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    tmp_path: Path, provider: dict[str, str], said: str
) -> None:
    file = written(tmp_path, provider)

    with pytest.raises(ModelsNotUsable) as refused:
        read(file, {})

    assert str(file) in refused.value.message
    assert said in refused.value.message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelsNotUsable, match=r"nowhere\.json cannot be read"):
        read(tmp_path / "nowhere.json", {})
