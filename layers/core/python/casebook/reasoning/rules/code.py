"""The workload's own code is wrong, or does not load."""

from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.reasoning.case import Case
from casebook.reasoning.mentions import callee_in
from casebook.reasoning.rules.errors import told
from casebook.reasoning.sightings import by_resource, onset_of
from casebook.reasoning.signs import Sign


def programming_error(case: Case) -> Iterator[Finding]:
    """A KeyError or a null pointer is a mistake that only code can make.

    Alone it is circumstantial: code that did not change and fails now was given something new. A
    stack frame in the workload's own code makes it stronger than one deep in a library.
    """
    mistakes = [each for each in case.sightings.telling if each.sign is Sign.PROGRAMMING]
    for resource, sightings in by_resource(mistakes).items():
        citing = Citing(*(each.evidence for each in sightings))
        frame = next(filter(None, (each.reading.own_frame for each in sightings)), None)
        file = citing.quote(frame.file.rpartition("/")[2]) if frame else ""
        kind = citing.quote(next((e.reading.kind for e in sightings if e.reading.kind), ""))
        yield case.finding(
            "programming-error",
            FindingKind.CAUSE,
            f"The code of {resource}{f' in {file}' if file else ''} raised"
            f" {kind or 'a programming error'} {told(sightings, citing)}.",
            0.6 if frame else 0.55,
            citing,
            resource=resource,
            category="code-defect",
            onset=onset_of(sightings),
            errors=sightings,
        )


def unusable_response(case: Case) -> Iterator[Finding]:
    """A platform's verdict on what a function returned: too large, or not in the form that is asked
    for. The function did not fail, and nobody that it calls did: its answer is wrong."""
    judged = [each for each in case.sightings.telling if each.sign is Sign.RESPONSE]
    for resource, sightings in by_resource(judged).items():
        citing = Citing(*(each.evidence for each in sightings))
        callee = callee_in(case.scope.workload, resource, sightings[0].reading)
        function = callee.name if callee and callee.type == "lambda" else resource
        yield case.finding(
            "unusable-response",
            FindingKind.CAUSE,
            f"What {function} returned could not be passed on {told(sightings, citing)}.",
            0.7,
            citing,
            resource=function,
            category="code-defect",
            onset=onset_of(sightings),
            errors=sightings,
        )


def broken_package(case: Case) -> Iterator[Finding]:
    """Code whose modules or handler are not found was packaged or named wrongly: it never ran."""
    broken = [each for each in case.sightings.telling if each.sign is Sign.PACKAGING]
    for resource, sightings in by_resource(broken).items():
        citing = Citing(*(each.evidence for each in sightings))
        yield case.finding(
            "broken-package",
            FindingKind.CAUSE,
            f"The code of {resource} does not load {told(sightings, citing)}.",
            0.7,
            citing,
            resource=resource,
            category="deployment",
            onset=onset_of(sightings),
            errors=sightings,
        )


def missing_setting(case: Case) -> Iterator[Finding]:
    """A program that does not find a setting of its own was configured or deployed without it."""
    missed = [each for each in case.sightings.telling if each.sign is Sign.SETTING]
    for resource, sightings in by_resource(missed).items():
        citing = Citing(*(each.evidence for each in sightings))
        yield case.finding(
            "missing-setting",
            FindingKind.CAUSE,
            f"{resource} does not find a setting that it needs {told(sightings, citing)}.",
            0.65,
            citing,
            resource=resource,
            category="configuration",
            onset=onset_of(sightings),
            errors=sightings,
        )
