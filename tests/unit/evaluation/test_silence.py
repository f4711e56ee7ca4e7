"""What evaluation keeps quiet while it runs is heard again afterwards."""

from __future__ import annotations

import sys

import pytest

from casebook.observability import logger
from cli.evaluation.silence import silence


def test_nothing_is_logged_or_printed_within(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with silence():
        logger.error("unheard")
        sys.stdout.write("unseen")

    assert not caplog.records
    assert capsys.readouterr().out == ""


def test_all_is_heard_again_after_an_error_too(caplog: pytest.LogCaptureFixture) -> None:
    level = logger.log_level
    with pytest.raises(ZeroDivisionError), silence():
        raise ZeroDivisionError

    logger.info("heard")

    assert logger.log_level == level
    assert [record.getMessage() for record in caplog.records] == ["heard"]
