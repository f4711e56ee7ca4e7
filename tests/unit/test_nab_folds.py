from tests.bench.nab_folds import family_of, result_of, total


def test_a_window_is_worth_most_at_its_begin_and_nothing_flagged_scores_nothing() -> None:
    windows = [(500, 600)]

    early = result_of(1_000, windows, [500])
    late = result_of(1_000, windows, [599])
    never = result_of(1_000, windows, [])

    assert early.score > late.score > never.score == 0
    assert early.score == 100


def test_a_flag_outside_of_windows_costs_and_one_among_the_first_rows_does_not() -> None:
    windows = [(500, 600)]

    found = result_of(1_000, windows, [500, 900])

    assert found.score < 100
    assert found.outside == 1
    assert result_of(1_000, windows, [10, 500]).score == 100


def test_results_add_up_and_artificial_series_are_one_family() -> None:
    assert total([result_of(1_000, [(500, 600)], [500])] * 3).windows == 3
    assert family_of("artificialNoAnomaly/a.csv") == family_of("artificialWithAnomaly/b.csv")
