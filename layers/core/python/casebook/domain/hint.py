"""What a person's hint names: resources and metrics of the workload, and words as settings have.

A hint is data. Only names that occur in it count, each as a whole word, and only what is registered
with the workload is looked at; the rest of it is words to search for.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from casebook.domain.workload import Workload

_MOST_TERMS = 3
_LONGEST_TERM = 80
_QUOTED = r"[`\"\u201c\u201e\u00ab]([^`\"\u201c\u201d\u00bb]{3,80})[`\"\u201d\u00bb]"
# What stands in code and logs and not in a sentence: PAYMENTS_URL, maxConnections, db.pool, 0x1f,
# /v2/orders, HTTP.
_WORD = r"[\w./:@-]+"
_IN_CODE = r"_|\w[./:@]\w|[a-z][A-Z]|[A-Za-z]-?\d|\d[A-Za-z]|^[A-Z]{3,}$|^/\w"


class Hinted(NamedTuple):
    """In the order of the workload's registration; `terms` in that of the hint. A metric is named
    with its resource."""

    resources: tuple[str, ...] = ()
    metrics: tuple[tuple[str, str], ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that was named, each once."""
        metrics = (metric for _, metric in self.metrics)
        return tuple(dict.fromkeys((*self.resources, *metrics, *self.terms)))


def hinted(hint: str, workload: Workload) -> Hinted:
    """What the hint names; nothing for an empty one."""
    if not hint:
        return Hinted()
    resources = tuple(each.name for each in workload.resources if _occurs(each.name, hint))
    metrics = [
        (resource.name, metric.name)
        for resource in workload.resources
        for metric in resource.metrics
        if _occurs(metric.name, hint)
    ]
    # A metric that several resources have is meant of those that are named, if any of them is.
    of_named = [each for each in metrics if each[0] in resources]
    known = {each.casefold() for each in (*resources, *(name for _, name in metrics))}
    terms = [each for each in _terms(hint) if each.casefold() not in known]
    return Hinted(
        resources,
        tuple(dict.fromkeys(of_named or metrics)),
        tuple(dict.fromkeys(terms))[:_MOST_TERMS],
    )


def _occurs(name: str, hint: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", hint, re.IGNORECASE) is not None


def _terms(hint: str) -> Iterable[str]:
    yield from (each.strip() for each in re.findall(_QUOTED, hint))
    for word in re.findall(_WORD, hint):
        plain = word.strip("./:@-")
        if 3 <= len(plain) <= _LONGEST_TERM and re.search(_IN_CODE, plain):
            yield plain
