"""Requests fail that nobody made before: who sends them is the news, not who answers."""

from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.knowledge.log_fields import LogField
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.errors import told
from casebook.reasoning.sightings import onset_of
from casebook.tools.results.logs import ComparedField, FieldContrast, LogPatterns

_NEARLY_ALL = 0.9
_FEWEST = 10
# One path that always fails may be a new part of the service; whoever searches asks for many.
_FEWEST_PATHS = 3
_SHOWN = 3


def unfamiliar_requests(case: Case) -> Iterator[Finding]:
    """Nearly all requests that fail ask for a host, or for several paths, for which none succeeded,
    neither meanwhile nor in the hour before, and what was asked for then is answered as before.

    So the ones that scan the internet for open doors look in an access log: a proxy answers them
    with the error of whatever it could not find, and nobody whom it calls is at fault.
    """
    for evidence, found in case.results(LogPatterns):
        known = {each.resource for each in found.volumes if each.baseline_lines}
        for contrast in found.contrasts:
            field = next(filter(None, (_new_in(each, contrast) for each in contrast.fields)), None)
            errors = [e for e in case.sightings.news if e.resource == contrast.resource]
            if field is None or not errors or contrast.resource not in known:
                continue
            citing = Citing(evidence, *(each.evidence for each in errors))
            new = [citing.quote(each.value) for each in field.values if not each.others]
            named = ", ".join(list(filter(None, new))[:_SHOWN])
            yield case.finding(
                "unfamiliar-requests",
                FindingKind.CAUSE,
                f"The requests that fail at {contrast.resource} ask for what was served to nobody,"
                f" neither now nor in the hour before{f' ({field.name} {named})' if named else ''};"
                f" what was served before goes on to be. They failed {told(errors, citing)}.",
                Strength.CIRCUMSTANTIAL,
                citing,
                resource=contrast.resource,
                category="bad-input",
                onset=onset_of(errors),
                errors=errors,
            )


def _new_in(field: ComparedField, contrast: FieldContrast) -> ComparedField | None:
    """The field, if it says that these requests are of a new kind."""
    new = [each for each in field.values if not each.others]
    is_path = field.name in LogField.PATH.names
    is_of_many = field.name in LogField.HOST.names or (is_path and len(new) >= _FEWEST_PATHS)
    enough = min(contrast.failing, contrast.others) >= _FEWEST
    is_new = enough and is_of_many and field.unshared >= _NEARLY_ALL * contrast.failing
    return field if is_new else None
