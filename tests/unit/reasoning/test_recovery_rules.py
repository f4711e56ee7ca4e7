"""When an incident counts as over, and when silence is only silence."""

from casebook.domain.report import Verdict
from casebook.domain.window import Window
from casebook.reasoning.rules import recovery, stopped
from tests.unit.agents.builders import Incident, at, diagnose, error_line, found_by
from tests.unit.agents.scenarios import dead_address, healed_blip

LINE = error_line("payments answered 503 for POST /charge")


def test_errors_that_stopped_while_work_goes_on_are_over() -> None:
    found = found_by(stopped.errors_stopped, healed_blip())

    assert {each.resource for each in found} == {"checkout-fn", "payments-fn"}


def test_errors_that_go_on_are_not_over() -> None:
    assert found_by(stopped.errors_stopped, dead_address()) == []


def test_silence_is_no_recovery() -> None:
    """Traffic may have ended: nobody tried since."""
    incident = Incident(now=100).log("checkout-fn", LINE, -20, -19, -18)

    assert found_by(stopped.errors_stopped, incident) == []


def test_a_pause_no_longer_than_others_is_no_recovery() -> None:
    incident = Incident().log("checkout-fn", LINE, -110, -80, -50, -20)
    incident.works("checkout-fn", -100, 9)

    assert found_by(stopped.errors_stopped, incident) == []


def test_the_aftermath_of_the_last_error_is_no_recovery() -> None:
    incident = Incident(now=60).log("checkout-fn", LINE, -20, -19, -18)
    incident.log("checkout-fn", "END RequestId: 1", -17.9).log("checkout-fn", "REPORT", -17.9)

    assert found_by(stopped.errors_stopped, incident) == []


def test_another_error_since_is_no_recovery() -> None:
    incident = healed_blip()
    incident.log("checkout-fn", "[ERROR] something that no pattern has seen yet", 11.5)
    incident.window = incident.window.model_copy()

    found = found_by(stopped.errors_stopped, incident)

    assert "checkout-fn" not in {each.resource for each in found}


def test_a_metric_back_at_zero_with_calls_going_on_is_a_recovery() -> None:
    incident = Incident(now=180).usual("checkout-fn", "Errors", 0)
    incident.metric("checkout-fn", "Errors", {-1: 40, 0: 0, 1: 0, 2: 0})
    incident.metric("checkout-fn", "Invocations", {-1: 60, 0: 60, 1: 60, 2: 60})

    assert found_by(recovery.metric_recovered, incident, "metric-agent")


def test_a_metric_at_zero_without_calls_is_none() -> None:
    incident = Incident(now=180).usual("checkout-fn", "Errors", 0)
    incident.metric("checkout-fn", "Errors", {-1: 40, 0: 0, 1: 0})
    incident.metric("checkout-fn", "Invocations", {-1: 60, 0: 0, 1: 0})

    assert found_by(recovery.metric_recovered, incident, "metric-agent") == []


def test_a_rare_failure_that_pauses_by_chance_is_not_over() -> None:
    """One call of fifty failed: thirty good ones since would be no wonder."""
    incident = Incident(now=60).usual("checkout-fn", "Errors", 0)
    incident.metric("checkout-fn", "Errors", {-2: 2, -1: 2, 0: 0})
    incident.metric("checkout-fn", "Invocations", {-2: 100, -1: 100, 0: 30})

    assert found_by(recovery.metric_recovered, incident, "metric-agent") == []


def test_an_error_that_is_always_there_does_not_hide_a_recovery() -> None:
    noise = error_line("coupon service is slow, going on without it 17", "CouponTimeoutWarning")
    incident = healed_blip().log("checkout-fn", noise, *range(-3700, 12, 4))

    found = found_by(stopped.errors_stopped, incident)

    assert "checkout-fn" in {each.resource for each in found}


def test_an_earlier_wave_of_other_errors_does_not_ask_for_a_longer_pause() -> None:
    incident = healed_blip()
    incident.log("checkout-fn", error_line("denied by a policy"), *range(-60, -30, 2))

    found = found_by(stopped.errors_stopped, incident)

    assert "checkout-fn" in {each.resource for each in found}


def recovered_within_a_minute(last_error: float) -> Incident:
    """Ten errors up to `last_error`, in the minute that begins with the alarm; half a minute later
    that minute's datapoint is still the newest, and counts them."""
    window = Window(start=at(-100), end=at(last_error + 2))
    incident = Incident(now=last_error + 30, window=window).alarmed("checkout-fn")
    incident.log("checkout-fn", LINE, *(last_error - n / 10 for n in range(10)))
    incident.works("checkout-fn", -100, last_error + 29, 0.5)
    incident.usual("checkout-fn", "Errors", 0).metric("checkout-fn", "Errors", {0: 10})
    incident.usual("checkout-fn", "Invocations", 120)
    return incident.metric("checkout-fn", "Invocations", {-2: 120, -1: 120, 0: 50})


def test_a_datapoint_that_counts_what_is_over_does_not_say_that_it_goes_on() -> None:
    assert diagnose(recovered_within_a_minute(5)).report.verdict is Verdict.HEALTHY


def test_a_datapoint_over_the_threshold_after_the_last_logged_error_says_that_it_goes_on() -> None:
    incident = recovered_within_a_minute(5).metric("checkout-fn", "Errors", {1: 3})
    incident.now = 65
    incident.works("checkout-fn", 35, 64, 0.5).metric("checkout-fn", "Invocations", {1: 10})

    assert diagnose(incident).report.verdict is not Verdict.HEALTHY
