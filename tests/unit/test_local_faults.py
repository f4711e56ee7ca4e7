"""The faults are what they say, and their reverse brings the workload back."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from local import faults
from local.errors import LocalError
from local.faults import bad_deploy
from local.faults.bad_deploy import CODE, DEFECTS, BadDeploy
from local.faults.fault import Target

PLAIN = {"items": [{"price": 6.5, "quantity": 2}]}
COUPON = PLAIN | {"coupon": {"code": "WELCOME10"}}


def load(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def released(monkeypatch: pytest.MonkeyPatch) -> list[zipfile.ZipFile]:
    packages: list[zipfile.ZipFile] = []

    def release(package: bytes, target: Target) -> None:
        packages.append(zipfile.ZipFile(io.BytesIO(package)))

    monkeypatch.setattr(bad_deploy, "_release", release)
    return packages


def test_the_defective_release_fails_for_orders_without_a_coupon_only() -> None:
    price: Callable[[dict[str, Any]], Decimal] = load(DEFECTS["shop/pricing.py"]).price

    assert price(COUPON) == Decimal("11.700")
    with pytest.raises(KeyError, match="coupon"):
        price(PLAIN)


def test_the_release_before_takes_both() -> None:
    price = load(CODE / "shop" / "pricing.py").price

    assert price(PLAIN) == price(COUPON) == Decimal("13.0")


def test_a_bad_deploy_replaces_one_file_and_its_reverse_brings_it_back(
    released: list[zipfile.ZipFile], target: Target
) -> None:
    BadDeploy().inject(target)
    BadDeploy().revert(target)

    bad, good = released
    assert bad.namelist() == good.namelist()
    assert [n for n in bad.namelist() if bad.read(n) != good.read(n)] == ["shop/pricing.py"]
    assert good.read("shop/pricing.py") == (CODE / "shop" / "pricing.py").read_bytes()


def test_an_unknown_fault_is_answered_with_the_names_of_the_known_ones() -> None:
    with pytest.raises(LocalError) as raised:
        faults.find("dead-adress")

    assert "dead-address" in raised.value.fix


@pytest.fixture
def target() -> Target:
    return Target(aws=None, payments_url="http://payments")  # type: ignore[arg-type]
