"""A region of whose lines two thirds are kept, for the size of the files."""

from __future__ import annotations

from tests.evals._generate.exam.estate import FAULT_SHARE, USUAL_SHARE
from tests.evals._generate.third_exam.region import Region


class Borough(Region):
    """`share`: of all lines, those that are kept."""

    def __init__(self, name: str, project: str, title: str, share: float = 0.67) -> None:
        super().__init__(name, project, title)
        self._kept = (share / USUAL_SHARE, share / FAULT_SHARE)
