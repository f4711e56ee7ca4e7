"""What failed at all: new errors, usual errors, and none."""

from collections.abc import Iterator, Sequence

from casebook.analysis.error_lines import essence
from casebook.citing.claims import Citing, clock
from casebook.domain.finding import ErrorPattern, Finding, FindingKind
from casebook.domain.observation import Quiet
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.reading import Reading, read
from casebook.reasoning.sightings import Sighting, by_resource, onset_of
from casebook.reasoning.signs import shown_in, sign_in, sign_of
from casebook.tools.results.logs import LogLines, LogPatterns


def new_errors(case: Case) -> Iterator[Finding]:
    """Errors that were not there before are the symptom, whatever they mean.

    One finding a resource: its patterns usually are one fault told several times, by the code and
    by the runtime around it.
    """
    for resource, sightings in by_resource(case.sightings.news).items():
        worst = sightings[0]
        citing = Citing(*(each.evidence for each in sightings))
        words = quote_of(worst, citing)
        yield case.finding(
            "new-errors",
            FindingKind.SYMPTOM,
            f"{resource} logged a new error {counted(worst.pattern, citing)}"
            + (f": {words}." if words else "."),
            _by_count(Strength.DIRECT, sightings),
            citing,
            resource=resource,
            onset=onset_of(sightings),
            errors=sightings,
        )


def new_warnings(case: Case) -> Iterator[Finding]:
    """A refusal, a poll that timed out, a lock wait: new, and told as a warning or at no level at
    all. A symptom where the resource logs no error that says the same."""
    failing = {each.resource for each in case.sightings.news}
    for resource, sightings in by_resource(case.sightings.warnings).items():
        if resource in failing:
            continue
        citing = Citing(*(each.evidence for each in sightings))
        yield case.finding(
            "new-warnings",
            FindingKind.SYMPTOM,
            f"{resource} logged a new warning {told(sightings, citing)}.",
            _by_count(Strength.STRONG, sightings),
            citing,
            resource=resource,
            onset=onset_of(sightings),
            errors=sightings,
        )


def _by_count(strength: Strength, sightings: Sequence[Sighting]) -> Strength:
    """What came a single time may be a chance."""
    is_single = sum(each.pattern.count for each in sightings) == 1
    return strength.weaker() if is_single else strength


def known_noise(case: Case) -> Iterator[Finding]:
    """An error that is as frequent as in the hour before cannot be what set off an alarm now."""
    for sighting in case.sightings.noise:
        citing = Citing(sighting.evidence)
        words = quote_of(sighting, citing)
        yield case.finding(
            "known-noise",
            FindingKind.RULED_OUT,
            f"{sighting.resource} logged an error as often as in the hour before, which is no news"
            + (f": {words}." if words else "."),
            Strength.STRONG,
            citing,
            errors=[sighting],
        )


def no_new_errors(case: Case) -> Iterator[Finding]:
    """Lines were read and none is a new error: that the workload logs makes the silence telling.
    Where nothing was logged in the hour before, nothing is known to be no news."""
    if not any(has_history(found) for _, found in case.results(LogPatterns)):
        return
    lines = [evidence for evidence, found in case.results(LogLines) if found.lines]
    lines += [evidence for evidence, found in case.results(LogPatterns) if found.total_lines]
    looked = [run for run in case.runs if run.tool == "get_log_patterns"]
    if lines and not case.sightings.telling and all(run.outcome != "error" for run in looked):
        citing = Citing(*lines, *(run.evidence for run in looked))
        yield case.finding(
            "no-new-errors",
            FindingKind.CONTEXT,
            "The logs were read and hold no error that is new since the hour before.",
            Strength.CIRCUMSTANTIAL,
            citing,
            about=Quiet(),
        )


def has_history(found: LogPatterns) -> bool:
    """True if anything was logged before the window."""
    return any(volume.baseline_lines for volume in found.volumes)


def quote_of(sighting: Sighting, citing: Citing) -> str:
    """The error in its own words, as far as the excerpt has them."""
    return quote_words(sighting.pattern, citing)


def quote_words(pattern: ErrorPattern, citing: Citing) -> str:
    """The pattern in its own words, as far as the excerpt has them."""
    telling = _most_telling(read(pattern))
    said = essence(telling)
    words = said if sign_in(said) is sign_in(telling) else telling
    template = pattern.template.replace("<*>", "…")
    plain_template = max(pattern.template.split("<*>"), key=len)
    return citing.quote_error(
        words, telling, template, telling[:80], telling[:40], plain_template.strip()
    )


def counted(pattern: ErrorPattern, citing: Citing) -> str:
    """`12 times since 19:04:11 UTC`: the count with the time since which it was counted, and when
    the errors became frequent where that is another time."""
    first, onset = pattern.first_at, pattern.onset
    if pattern.count == 1:
        return f"once, at {clock(first)}"
    said = f"{citing.times(pattern.count)} since {clock(first)}"
    if onset is None or clock(onset) == clock(first):
        return said
    if onset > first:
        return f"{said}, far more often from {clock(onset)} on"
    return f"{said}, having begun at {clock(onset)}"


def _most_telling(reading: Reading) -> str:
    """Of the parts that an error's message has, the one that shows what it is a sign of: `post
    failed` says less than the throttling that its next field tells of."""
    parts = reading.said.split(" | ")
    sign = sign_of(reading)
    if sign is None or reading.event:
        return parts[0]
    from casebook.citing.quoting import telling_part

    telling = max((part for part in parts if sign_in(part) is sign), key=len, default=parts[0])
    shortened = telling_part(telling)
    return telling if sign_in(shortened) is sign else shown_in(telling, sign)


def told(sightings: list[Sighting], citing: Citing) -> str:
    """`12 times since 19:04:11 UTC: "…"`, the tail of most claims about errors."""
    worst = sightings[0]
    words = [quote_of(worst, citing), *_other_words(sightings[1:], worst, citing)]
    said = " and ".join(filter(None, words[:2]))
    return counted(worst.pattern, citing) + (f": {said}" if said else "")


def _other_words(others: list[Sighting], worst: Sighting, citing: Citing) -> list[str]:
    """How a warning put it that came with the errors: often it says more."""
    warned = [each for each in others if each.only_warns and not worst.only_warns]
    return [quote_of(each, citing) for each in warned[:1]]
