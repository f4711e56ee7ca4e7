"""What every store of feedback promises."""

from concurrent.futures import ThreadPoolExecutor

from casebook.ports.feedback import Feedback, Rating
from tests.conformance.conftest import Stores
from tests.conformance.test_diagnoses import conclude, open_diagnosis


def feedback(stores: Stores, user: str, rating: Rating, **texts: str) -> Feedback:
    return Feedback("dgn_1", user, rating, stores.clock.now(), **texts)


def counts(stores: Stores) -> tuple[int, int]:
    header = stores.diagnoses.header("dgn_1")
    return header.useful, header.wrong


def test_each_person_has_one_word_on_a_diagnosis_which_is_counted(stores: Stores) -> None:
    open_diagnosis(stores, "dgn_1")
    conclude(stores, "dgn_1", "likely")
    ann = feedback(stores, "ann", "useful")
    stores.feedback.keep(ann)
    stores.clock.move(seconds=1)
    bob = feedback(stores, "bob", "wrong", cause="the cache", note="see the ticket")
    stores.feedback.keep(bob)

    assert stores.feedback.of_diagnosis("dgn_1") == [ann, bob]
    assert stores.feedback.of_diagnosis("dgn_2") == []
    assert counts(stores) == (1, 1)


def test_a_person_may_think_again(stores: Stores) -> None:
    open_diagnosis(stores, "dgn_1")
    conclude(stores, "dgn_1", "likely")
    stores.feedback.keep(feedback(stores, "ann", "wrong", cause="the cache"))
    stores.clock.move(seconds=1)

    again = feedback(stores, "ann", "useful")
    stores.feedback.keep(again)
    stores.feedback.keep(again)

    assert stores.feedback.of_diagnosis("dgn_1") == [again]
    assert counts(stores) == (1, 0)
    (listed,) = stores.diagnoses.of_workload("wkl_1", 1)
    assert (listed.useful, listed.verdict) == (1, "likely")


def test_everybodys_word_counts_when_all_speak_at_once(stores: Stores) -> None:
    open_diagnosis(stores, "dgn_1")
    conclude(stores, "dgn_1", "likely")
    people = [feedback(stores, f"person {number}", "useful") for number in range(4)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(stores.feedback.keep, people))

    assert counts(stores) == (4, 0)
