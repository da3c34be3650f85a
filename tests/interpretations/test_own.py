from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.errors import InputError
from pointmass.interpretations import NULL, cluster


def test_outcomes_with_an_equal_key_are_one_reading():
    result = cluster(["12 EUR", "12.00", "13"], key=lambda said: float(said.split()[0]))

    assert result.labels == (0, 0, 1)
    assert result.why == "compared by your own key"


def test_a_key_decides_whatever_the_texts_look_like():
    answers = ["it opens the way for more", "it opens the way for most", "it closes the way for most"]

    assert cluster(answers, key=lambda said: said.split()[-1]).labels == (1, 0, 0)


def test_outcomes_that_mean_the_same_to_a_person_are_one_reading():
    result = cluster(["yes", "yep", "no", "yes"], same=lambda a, b: a[0] == b[0])

    assert result.labels == (0, 0, 1, 0)
    assert result.clusters[0].exemplar == "yes"


def test_each_pair_is_asked_about_once_and_only_against_the_first_of_a_group():
    asked = []
    forms = [f"{letter}{i}" for letter in "abc" for i in range(20)]

    def same(one, other):
        asked.append((one, other))
        return one[0] == other[0]

    result = cluster(forms * 3, same=same)

    assert len(result.clusters) == 3
    assert len(asked) == len(set(asked)) <= len(forms) * 3


def test_a_pair_that_comes_back_on_another_input_is_not_asked_about_again():
    asked = []

    def same(one, other):
        asked.append((one, other))
        return False

    cluster(["p", "q"] * 4, inputs=[1, 1, 1, 1, 2, 2, 2, 2], same=same)

    assert asked == [("p", "q")]


def test_the_order_of_draws_changes_no_label_for_a_judge_either():
    outcomes = ["aa", "ab", "bb", "ba", "aa", "bb", "b-"]
    order = [5, 2, 6, 0, 3, 1, 4]

    def same(one, other):
        return one[0] == other[0] or "-" in one

    straight = cluster(outcomes, same=same).labels
    shuffled = cluster([outcomes[i] for i in order], same=same).labels

    assert [straight[i] for i in order] == list(shuffled)


def test_a_draw_without_an_answer_is_never_judged():
    result = cluster(["a", None, "b"], same=lambda a, b: True)

    assert result.labels == (0, 1, 0)


def test_an_answer_that_is_none_is_judged_as_such():
    assert cluster([NULL, 0, 0.5], key=bool).labels == (0, 0, 1)


def test_key_and_same_together_are_refused():
    with pytest.raises(InputError, match="give one of both"):
        cluster(["a"], key=len, same=lambda a, b: True)


def test_linked_draws_can_be_judged_by_a_key():
    cells = [(c, j, ("A" if c < 6 else "b") + "!" * c) for c in range(12) for j in range(4)]
    conversations, inputs, outcomes = zip(*cells, strict=True)
    result = cluster(outcomes, inputs=inputs, conversations=conversations, key=str.isupper)

    assert [each.count for each in result.programs] == [6, 6]


class Many:
    """Answers many pairs at once, as a service does."""

    def __init__(self):
        self.batches = []

    def __call__(self, one, other):
        return self.many([(one, other)])[0]

    def many(self, pairs):
        self.batches.append(list(pairs))
        return [one[0] == other[0] for one, other in pairs]


def test_pairs_of_all_inputs_are_asked_about_together():
    forms = [f"{letter}{i}" for letter in "abc" for i in range(4)]
    judge = Many()

    found = cluster(forms * 3, inputs=[n for n in range(3) for _ in forms], same=judge)

    assert [len(each.clusters) for each in found.inputs] == [3, 3, 3]
    assert [len(batch) for batch in judge.batches] == [11, 7, 3]


@given(st.lists(st.sampled_from(["aa", "ab", "ba", "bb", "c", "cab", "d"]), min_size=1, max_size=20))
def test_many_at_once_and_one_by_one_give_the_same_readings(outcomes):
    one_by_one = cluster(outcomes, same=lambda one, other: one[0] == other[0])

    assert cluster(outcomes, same=Many()).labels == one_by_one.labels


def test_a_judge_that_loses_an_answer_is_refused():
    judge = Many()
    judge.many = lambda pairs: []

    with pytest.raises(InputError, match="0 answers for 1 pairs"):
        cluster(["a", "b"], same=judge)


def test_how_many_pairs_were_judged_and_at_what_cost_is_said():
    judge = Many()
    judge.cost = "90 tokens in, 3 out"

    assert cluster(["a1", "a2", "b"], same=judge).note == "2 pairs were judged (90 tokens in, 3 out)."
    assert cluster(["a1", "b"], same=lambda one, other: False).note == "1 pair was judged."
    assert cluster(["a1", "b"], key=len).note == ""
