"""What should be high, and fell."""

from casebook.domain.finding import FindingKind
from casebook.reasoning.rules import falls
from tests.unit.agents.builders import Incident, found_by
from tests.unit.agents.databases import with_database

AGENT = "metric-agent"


def test_availability_below_everything_usual_is_a_symptom_while_it_lasts() -> None:
    fell = Incident(with_database("Availability", namespace="team/http"))
    fell.usual("db", "Availability", 99.9).metric("db", "Availability", {-2: 90, -1: 71.5})

    (finding,) = found_by(falls.availability_fell, fell, AGENT)

    assert finding.kind is FindingKind.SYMPTOM
    assert "to 71.5" in finding.claim
    assert not found_by(
        falls.availability_fell, fell.metric("db", "Availability", {0: 99.9}), AGENT
    )


def test_hosts_that_are_replaced_and_back_are_no_symptom() -> None:
    deploy = Incident(with_database("HealthyHostCount")).usual("db", "HealthyHostCount", 4)
    deploy.metric("db", "HealthyHostCount", {-2: 2, -1: 3})
    assert found_by(falls.availability_fell, deploy, AGENT)

    deploy.metric("db", "HealthyHostCount", {0: 4})
    assert found_by(falls.availability_fell, deploy, AGENT) == []


def test_a_cache_without_hits_is_a_cause_and_a_few_fewer_are_none() -> None:
    cache = Incident(with_database("CacheHitRate", namespace="AWS/ElastiCache"))
    cache.usual("db", "CacheHitRate", 97).metric("db", "CacheHitRate", {-2: 80, -1: 82})
    assert found_by(falls.hits_fell, cache, AGENT) == []

    cache.metric("db", "CacheHitRate", {-2: 20, -1: 7})
    assert found_by(falls.hits_fell, cache, AGENT)[0].category == "infrastructure"


def test_a_certificate_without_a_day_left_is_a_cause() -> None:
    ended = Incident(with_database("DaysToExpiry", namespace="AWS/CertificateManager"))
    ended.metric("db", "DaysToExpiry", {-2: 0, -1: 0})

    assert found_by(falls.certificate_ended, ended, AGENT)[0].category == "configuration"
    ended.metric("db", "DaysToExpiry", {-1: 30, 0: 30})
    assert found_by(falls.certificate_ended, ended, AGENT) == []
