"""`python -m local.scale` says how far quotas reach at rates that somebody names."""

import sys

import pytest

from local.scale.__main__ import main


def test_it_prints_each_quota_with_each_rate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "argv", ["scale", "50", "20000"])

    main()

    printed = capsys.readouterr().out
    assert "50 an hour" in printed
    assert "20,000 an hour" in printed
    row = next(line for line in printed.splitlines() if "LookupEvents" in line)
    assert "not enough" in row


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "inf", "100001"])
def test_a_rate_that_is_none_is_refused_with_what_it_may_be(
    rate: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["scale", "--", rate])

    with pytest.raises(SystemExit):
        main()

    assert "above 0 and up to 100,000" in capsys.readouterr().err
