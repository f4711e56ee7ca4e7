"""What every store of diagnoses promises."""

from casebook.domain.events.diagnosis import DiagnosisStarted, Rerun
from casebook.domain.events.event import Draft
from casebook.domain.window import Window
from casebook.ports.diagnoses import DiagnosisFilter, DiagnosisHeader, Opened
from tests.conformance.conftest import Stores
from tests.conformance.test_sessions import open_session


def header(
    stores: Stores, diagnosis_id: str, workload: str = "wkl_1", project: str = "shop"
) -> DiagnosisHeader:
    return DiagnosisHeader(
        diagnosis_id=diagnosis_id,
        workload_id=workload,
        project=project,
        status="running",
        started_at=stores.clock.now(),
        alarm="checkout-errors",
    )


def open_diagnosis(
    stores: Stores, diagnosis_id: str, workload: str = "wkl_1", project: str = "shop"
) -> Opened:
    now = stores.clock.now()
    started = DiagnosisStarted(
        workload_id=workload,
        project=project,
        requested_mode="auto",
        window=Window(start=now, end=now),
    )
    opened: Opened = stores.diagnoses.open(
        header(stores, diagnosis_id, workload, project), Draft("cloudwatch", started)
    )
    return opened


def test_a_workload_has_one_open_diagnosis_which_others_join(stores: Stores) -> None:
    first = open_diagnosis(stores, "dgn_1")
    second = open_diagnosis(stores, "dgn_2")

    assert (first.diagnosis_id, second.diagnosis_id) == ("dgn_1", "dgn_1")
    assert first.first is not None
    assert second.first is None
    assert stores.log.read("dgn_2") == []


def test_after_it_has_ended_a_new_one_is_opened(stores: Stores) -> None:
    open_diagnosis(stores, "dgn_1")
    ended = header(stores, "dgn_1")._replace(
        status="concluded",
        verdict="likely",
        confidence=0.7,
        ended_at=stores.clock.now(),
    )

    stores.diagnoses.update(ended)

    assert stores.diagnoses.header("dgn_1") == ended
    assert open_diagnosis(stores, "dgn_2")[0] == "dgn_2"


def test_a_late_update_does_not_bring_an_ended_diagnosis_back(stores: Stores) -> None:
    open_diagnosis(stores, "dgn_1")
    running = header(stores, "dgn_1")
    stores.diagnoses.update(running._replace(status="concluded", ended_at=stores.clock.now()))

    stores.diagnoses.update(running._replace(status="paused"))

    assert stores.diagnoses.header("dgn_1").status == "concluded"


def test_a_workloads_diagnoses_are_listed_newest_first_and_paged(stores: Stores) -> None:
    for number in (1, 2, 3):
        open_diagnosis(stores, f"dgn_{number}")
        done = header(stores, f"dgn_{number}")._replace(ended_at=stores.clock.now())
        stores.diagnoses.update(done)

    first = stores.diagnoses.of_workload("wkl_1", 2)
    rest = stores.diagnoses.of_workload("wkl_1", 2, before="dgn_2")

    assert [each.diagnosis_id for each in first] == ["dgn_3", "dgn_2"]
    assert [each.diagnosis_id for each in rest] == ["dgn_1"]


def conclude(stores: Stores, diagnosis_id: str, verdict: str) -> None:
    before = stores.diagnoses.header(diagnosis_id)
    now = stores.clock.now()
    stores.diagnoses.update(before._replace(status="concluded", verdict=verdict, ended_at=now))


def listed(stores: Stores, *projects: str, limit: int = 9, **wanted: object) -> list[str]:
    before = wanted.pop("before", None)
    found = stores.diagnoses.listed(DiagnosisFilter(projects, **wanted), limit, before)
    return [each.diagnosis_id for each in found]


def test_diagnoses_are_listed_over_all_workloads_of_the_projects(stores: Stores) -> None:
    open_diagnosis(stores, "dgn_1", "wkl_1", "shop")
    open_diagnosis(stores, "dgn_2", "wkl_2", "shop")
    open_diagnosis(stores, "dgn_3", "wkl_3", "bank")
    open_diagnosis(stores, "dgn_4", "wkl_4", "ops")
    conclude(stores, "dgn_2", "likely")

    assert listed(stores, "shop", "bank") == ["dgn_3", "dgn_2", "dgn_1"]
    assert listed(stores, "shop", "bank", limit=2) == ["dgn_3", "dgn_2"]
    assert listed(stores, "shop", "bank", before="dgn_2") == ["dgn_1"]
    assert listed(stores) == []


def test_the_list_over_workloads_is_filtered(stores: Stores) -> None:
    for number, verdict in enumerate(["likely", "healthy", "likely"], 1):
        open_diagnosis(stores, f"dgn_{number}", "wkl_1")
        conclude(stores, f"dgn_{number}", verdict)
    open_diagnosis(stores, "dgn_4", "wkl_1")
    open_diagnosis(stores, "dgn_5", "wkl_2")

    assert listed(stores, "shop", status="open") == ["dgn_5", "dgn_4"]
    assert listed(stores, "shop", status="ended") == ["dgn_3", "dgn_2", "dgn_1"]
    assert listed(stores, "shop", verdict="likely") == ["dgn_3", "dgn_1"]
    assert listed(stores, "shop", verdict="likely", limit=1) == ["dgn_3"]
    assert listed(stores, "shop", workload_id="wkl_1") == ["dgn_4", "dgn_3", "dgn_2", "dgn_1"]
    assert listed(stores, "shop", workload_id="wkl_1", status="open") == ["dgn_4"]
    assert listed(stores, "shop", workload_id="wkl_1", status="ended", verdict="healthy") == [
        "dgn_2"
    ]
    assert listed(stores, "shop", workload_id="wkl_1", before="dgn_3") == ["dgn_2", "dgn_1"]


def test_the_list_of_a_workload_has_nothing_of_other_projects(stores: Stores) -> None:
    open_diagnosis(stores, "dgn_1", "wkl_1", "bank")

    assert listed(stores, "shop", workload_id="wkl_1") == []


def test_a_session_is_no_diagnosis(stores: Stores) -> None:
    open_session(stores, "ses_1")

    assert stores.diagnoses.header("ses_1") is None


def test_the_gates_token_is_given_to_one_caller_only(stores: Stores) -> None:
    stores.diagnoses.hold("dgn_1", "token")

    assert stores.diagnoses.release("dgn_1") == "token"
    assert stores.diagnoses.release("dgn_1") is None


def test_a_header_says_which_diagnosis_is_run_again(stores: Stores) -> None:
    again = header(stores, "dgn_2")._replace(rerun_of="dgn_1")
    now = stores.clock.now()
    started = DiagnosisStarted(
        workload_id="wkl_1",
        project="shop",
        requested_mode="auto",
        window=Window(start=now, end=now),
        rerun=Rerun(of="dgn_1", from_seq=7),
    )

    stores.diagnoses.open(again, Draft("ann", started))

    assert stores.diagnoses.header("dgn_2") == again
