import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunr.stop_word_filter import WORDS as STOP_WORDS

from casebook.analysis.word_index import Passage, WordIndex

PASSAGES = (
    Passage("Certificates", "Renew it when callers say that the certificate has expired."),
    Passage("The queue grows", "Look at the consumers. Restart the consumer fulfilment-fn."),
    Passage("Payments", "Read PAYMENTS_URL. A ConnectTimeoutError means the provider is down."),
    Passage("Nothing", "Nothing."),
)


def best(index: WordIndex, query: str) -> list[int]:
    return [each.place for each in index.search(query, 10)]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SSL: CERTIFICATE_VERIFY_FAILED certificates expire", 0),
        ("fulfilment consumers are behind", 1),
        ("connect timed out", 2),
        ("payments url", 2),
    ],
)
def test_the_passage_that_shares_the_telling_words_comes_first(query: str, place: int) -> None:
    assert best(WordIndex.of(PASSAGES), query)[0] == place


def test_a_match_says_by_which_words_and_a_heading_counts_for_more() -> None:
    index = WordIndex.of((Passage("", "the queue"), Passage("queue", "the"), Passage("", "else")))

    found = index.search("a growing queue", 10)

    assert [each.place for each in found] == [1, 0]
    assert {each.words for each in found} == {("queue",)}


def test_no_word_in_common_is_no_match() -> None:
    index = WordIndex.of(PASSAGES)

    assert best(index, "kubernetes ingress") == []
    assert best(index, "") == []
    assert best(index, "the of and … ---") == []
    assert best(WordIndex.of(()), "certificates") == []


def test_the_best_are_kept_and_equals_stay_in_their_order() -> None:
    index = WordIndex.of([Passage("", "disk full")] * 5)

    assert [each.place for each in index.search("disk", 3)] == [0, 1, 2]


def test_an_index_answers_the_same_after_it_was_kept() -> None:
    index = WordIndex.of(PASSAGES)

    again = WordIndex.load(json.loads(json.dumps(index.dump())))

    for query in ("certificates expire", "payments connect", "nothing"):
        assert again.search(query, 10) == index.search(query, 10)
    assert WordIndex.load(json.loads(json.dumps(WordIndex.of(()).dump()))).search("a", 1) == ()


@pytest.mark.parametrize("dumped", [{"no": "index"}, [1, 2], "text", {"fieldVectors": 3}])
def test_what_is_no_index_is_refused(dumped: object) -> None:
    with pytest.raises(ValueError, match="no index"):
        WordIndex.load(dumped)


@given(st.lists(st.builds(Passage, st.text(), st.text()), max_size=6), st.text())
def test_any_texts_and_any_query_give_an_answer(passages: list[Passage], query: str) -> None:
    found = WordIndex.of(passages).search(query, 3)

    assert len(found) <= 3
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)


WORDS = st.from_regex(r"[a-z]{3,12}", fullmatch=True).filter(lambda w: w not in STOP_WORDS)


@given(st.lists(WORDS, min_size=1, max_size=20))
def test_a_passage_is_found_by_each_of_its_words(words: list[str]) -> None:
    index = WordIndex.of((Passage("", "elsewhere"), Passage("", " ".join(words))))

    for word in words:
        assert 1 in best(index, word.upper())
