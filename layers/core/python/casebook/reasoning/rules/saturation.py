"""Something came to its end, as its metric tells: capacity, connections, a replica's pace."""

from collections.abc import Iterator
from datetime import datetime
from statistics import fmean, median

from casebook.analysis.limits import holds_connections, stock_of, whole_of_shares
from casebook.citing.claims import Citing, span
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.domain.observation import MetricShift
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import traits_of
from casebook.reasoning.rules.latency import shows_harm
from casebook.reasoning.rules.series import (
    begin_of_rise,
    by_history,
    is_usual,
    known_before,
    long_before,
    longest_run,
    rose,
    summaries,
    usual_of,
)
from casebook.tools.results.metrics import Metrics, MetricSummary

_FULL, _ROOM, _BRIM = 0.9, 0.75, 0.97
_CLIMBED_FROM = 0.85
_LEFT = 0.1
_FEWEST_CONNECTIONS = 20
_HALF_MORE = 1.5
_BREAKS = frozenset({"memory", "disk space", "inodes"})
# So many periods on the usual side end an excursion; one alone is a hiccup of it.
_BACK_FOR = 3
# Ten times the usual, and never less than five: seconds or milliseconds, the name does not say.
_FAR_BEHIND, _NO_LAG = 10, 0.5


def saturated(case: Case) -> Iterator[Finding]:
    """A share near the whole, or a stock near nothing, and not long before: no room to work.

    Memory and disks that run full break what uses them. A processor that is busy while nothing in
    the workload is slow or fails only works.
    """
    for evidence, found in case.results(Metrics):
        harms = any(shows_harm(each, found.summaries) for each in found.summaries)
        for each in found.summaries:
            stock = stock_of(each.namespace, each.name)
            if stock is None or not (begin := saturated_since(each)):
                continue
            citing = Citing(evidence)
            level = citing.amount(_level(each, stock.is_free))
            breaks = stock.what in _BREAKS
            has = "has hardly any" if stock.is_free else "is at the limit of its"
            yield case.finding(
                "saturated",
                FindingKind.CAUSE,
                f"{each.resource} {has} {stock.what}{' left' if stock.is_free else ''}: its metric"
                f" {each.name} {f'came to {level}' if level else 'tells so'}, on its way since"
                f" {span(begin, each.period_seconds)}.",
                Strength.STRONG
                if breaks
                else by_history(each, Strength.STRONG if harms else Strength.WEAK),
                citing,
                resource=each.resource,
                category="resource-exhaustion",
                onset=begin,
            )


def connections_climbed(case: Case) -> Iterator[Finding]:
    """Twice as many connections as usual are held: somebody takes them and does not give back.

    Where the limit lies no metric tells, so it is circumstantial until somebody is refused.
    """
    for evidence, each in summaries(case):
        usual, values = long_before(each), [point.value for point in each.points]
        if (
            not holds_connections(each.namespace, each.name)
            or not usual
            or not values
            or is_usual(each)
        ):
            continue
        if fmean(values) < max(2 * usual, _FEWEST_CONNECTIONS):
            continue
        citing = Citing(evidence)
        held, least = citing.amount(each.window_max), citing.amount(min(known_before(each)))
        amounts = f": up to {held} are open, and {least} were before" if held and least else ""
        yield case.finding(
            "connections-climbed",
            FindingKind.CAUSE,
            f"{each.resource} has far more connections open than usual{amounts} ({each.name}).",
            by_history(each, Strength.CIRCUMSTANTIAL),
            citing,
            resource=each.resource,
            category="resource-exhaustion",
            onset=_first_beyond(each, _HALF_MORE * usual, 1),
            about=MetricShift(of="connections"),
        )


def work_refused(case: Case) -> Iterator[Finding]:
    """A queue or a pool that rejects is full. Beside a processor or a heap at its limit it is full
    because of that, and either way it ran out of room; it is no quota that somebody set."""
    for evidence, found in case.results(Metrics):
        full = {e.resource for e in found.summaries if saturated_since(e)}
        for each in found.summaries:
            if traits_of(each).subject != "room for work" or not rose(each):
                continue
            citing = Citing(evidence)
            total = citing.amount(each.window_total)
            beside = ", beside a capacity at its limit" if each.resource in full else ""
            yield case.finding(
                "work-refused",
                FindingKind.CAUSE,
                f"{each.resource} has no room for more work{beside}: its metric {each.name} rose"
                f" above the usual{f', to a total of {total}' if total else ''}.",
                Strength.STRONG if each.resource in full else Strength.CIRCUMSTANTIAL,
                citing,
                resource=each.resource,
                category="resource-exhaustion",
                onset=begin_of_rise(each),
            )


def replica_behind(case: Case) -> Iterator[Finding]:
    """A replica that falls behind serves what is no longer true; that is its own doing, or that of
    who loads it, and of nobody who reads it. Where the alarm is about what it follows, that has
    trouble of its own, and the lag is as likely what comes of it."""
    for evidence, found in case.results(Metrics):
        full = {e.resource for e in found.summaries if saturated_since(e)}
        for each in found.summaries:
            is_far = each.window_max >= _FAR_BEHIND * max(usual_of(each), _NO_LAG)
            if not (traits_of(each).subject == "replica" and is_far and rose(each)):
                continue
            citing = Citing(evidence)
            most = citing.amount(each.window_max)
            category: Category = (
                "resource-exhaustion" if each.resource in full else "infrastructure"
            )
            yield case.finding(
                "replica-behind",
                FindingKind.CAUSE,
                f"{each.resource} falls behind what it follows: its metric {each.name} rose far"
                f" above the usual{f', to {most}' if most else ''}.",
                Strength.CIRCUMSTANTIAL if _follows_alarmed(case, each) else Strength.STRONG,
                citing,
                resource=each.resource,
                category=category,
                onset=begin_of_rise(each),
                about=MetricShift(of="replica-lag"),
            )


def _follows_alarmed(case: Case, replica: MetricSummary) -> bool:
    """Whether the alarm is about what a replica copies: one of its type that sends to it."""
    workload, source = case.scope.workload, case.scope.alarmed
    copy = workload.resource(replica.resource)
    return bool(
        source
        and copy
        and source.type == copy.type
        and copy.name in workload.callees_of(source.name)
    )


def saturated_since(summary: MetricSummary) -> datetime | None:
    """When the metric came to its end; None if it did not, or is there every so often."""
    stock = stock_of(summary.namespace, summary.name)
    known, values = known_before(summary), [point.value for point in summary.points]
    if stock is None or not values or is_usual(summary):
        return None
    return _empty_since(summary, known) if stock.is_free else _full_since(summary, known, values)


def _full_since(summary: MetricSummary, known: list[float], values: list[float]) -> datetime | None:
    whole = whole_of_shares((*known, *values), summary.namespace.startswith("AWS/"))
    lasts = longest_run([value >= _FULL * whole for value in values]) >= min(2, len(values))
    if not lasts:
        return None
    climbed_from = long_before(summary)
    had_room = not known or median(known) < _ROOM * whole
    climbed = (climbed_from is not None and climbed_from < _CLIMBED_FROM * whole
               and max(values) >= _BRIM * whole)  # fmt: skip
    if not had_room and not climbed:
        return None
    usual = min(median(known), climbed_from) if known and climbed_from else 0.0
    return _first_beyond(summary, (usual + whole) / 2, 1)


def _empty_since(summary: MetricSummary, known: list[float]) -> datetime | None:
    """A stock has no whole that is known: it is empty at a tenth of what there was."""
    if not known or (usual := max(median(known), long_before(summary) or 0.0)) <= 0:
        return None
    if min(point.value for point in summary.points[-3:]) > _LEFT * usual:
        return None
    return _first_beyond(summary, _LEFT * usual, -1)


def _first_beyond(summary: MetricSummary, level: float, sign: int) -> datetime | None:
    """The first period of the newest excursion beyond a level."""
    begin, back = None, 0
    for at, value in reversed(summary.timed):
        if (value - level) * sign >= 0:
            begin, back = at, 0
        elif begin is not None:
            back += 1
            if back == _BACK_FOR:
                break
    return begin


def _level(summary: MetricSummary, is_free: bool) -> float:
    values = [point.value for point in summary.points]
    return min(values) if is_free else max(values)
