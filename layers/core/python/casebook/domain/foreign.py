"""What a workload names and its project does not own, and what an operator can do about it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from casebook.domain.workload import Metric

_SHOWN = 20  # what a refusal names one by one
# `/aws/lambda/Casebook-prod-turn`, `arn:…:function:Casebook-prod-turn`, `Casebook-prod-Table…`.
_CASEBOOKS = re.compile(r"(?:^|[/:])Casebook-")
OPTIONS = {
    "names": "name",
    "log_groups": "log-group",
    "namespaces": "namespace",
    "alarms": "alarm",
    "clones": "clone",
    "hosts": "host",
}
"""The options of `casebook projects own` by the field of an `Owned` that each adds to."""


class Foreign(NamedTuple):
    """Something that a workload names and its project does not own. `kind` is the field of an
    `Owned` that would have to list it, empty for what no project can own."""

    field: str
    kind: str
    name: str


def foreign_metric(field: str, metric: Metric) -> Foreign:
    """A namespace of AWS' has the metrics of all, so there the name in a dimension is what one can
    own: most often the longest, beside such as `prod` or `GET`."""
    if metric.namespace.startswith("AWS/") and metric.dimensions:
        return foreign_name(field, "names", max(metric.dimensions.values(), key=len))
    return Foreign(field, "namespaces", metric.namespace)


def foreign_name(field: str, kind: str, name: str) -> Foreign:
    return Foreign(field, "" if is_casebooks_own(name) else kind, name)


def is_casebooks_own(name: str) -> bool:
    """Whether a resource or log group, by its name or ARN, is part of a Casebook deployment: what
    its functions log and keep is of every project."""
    return _CASEBOOKS.search(name) is not None


def refusal(project: str, foreign: Iterable[Foreign], table: str = "") -> str:
    """What is not owned, and the one command by which an operator allows all of it."""
    every = list(dict.fromkeys(foreign))
    named = ", ".join(f"{each.field} ({each.name!r})" for each in every[:_SHOWN])
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    said = f"{named}{more}: project {project!r} does not own this"
    if any(not each.kind for each in every):
        return f"{said}. Casebook's own resources and log groups are never watched: leave them out"
    return f"{said}. An operator allows it with: {command(project, every, table)}"


def command(project: str, foreign: Iterable[Foreign], table: str = "") -> str:
    """Names come from whoever registers: an operator's shell must read each as one word, and what
    cannot be printed, or is a pattern, is left to an operator's own words. `table` is that of a
    deployed stack."""
    import shlex

    options = dict.fromkeys(
        f"--{OPTIONS[each.kind]}={shlex.quote(each.name)}"
        for each in foreign
        if each.kind and each.name.isprintable() and "*" not in each.name
    )
    on = [f"--table {shlex.quote(table)}"] if table else []
    return " ".join(["casebook projects own", shlex.quote(project), *options, *on])
