from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
import scipy.stats

import pointmass as pm
from pointmass.draw import Draw
from pointmass.errors import InputError


def moved(comparison):
    return list(comparison.inputs()["input"])


def exact(before, after):
    """The exact p-value by its definition: of all ways to deal the draws out anew, those no likelier than what came."""
    pooled = [*before, *after]
    dealt = Counter(
        tuple(sorted(Counter(pooled[i] for i in chosen).items()))
        for chosen in itertools.combinations(range(len(pooled)), len(before))
    )
    came = dealt[tuple(sorted(Counter(before).items()))]
    return sum(ways for ways in dealt.values() if ways <= came) / dealt.total()


def test_own_titles_names_the_inputs_that_the_exact_test_names_after_correction(recorded):
    variants = recorded("own_titles")
    draws = [[[draw.outcome for draw in said] for said in variants[name].draws] for name in ("plain", "reworded")]
    p = [exact(before, after) for before, after in zip(*draws, strict=True)]
    adjusted = scipy.stats.false_discovery_control(p)
    named = [title for title, each in zip(variants["plain"].inputs, adjusted, strict=True) if each <= 0.05]

    found = pm.compare(variants)
    every = found.inputs(every=True)

    assert len(named) == 71  # all but "R&D Budget 2023/2024 (draft 3)", which is 3:1 under both wordings
    assert sorted(moved(found)) == sorted(named)
    assert list(found.inputs()["mode_moved"]) == [True] * 71
    assert list(every["p"]) == pytest.approx(p)
    assert list(every["p_corrected"]) == pytest.approx(adjusted)


def test_own_messages_names_none_of_the_three_that_turned_as_four_draws_cannot_show_it(recorded):
    found = pm.compare(recorded("own_messages"))
    every = found.inputs(every=True)
    turned = every[every["mode_moved"]]

    assert moved(found) == []
    # 4:0 against 0:4 has p 2 / C(8, 4); three of 72 are as sure as that, so Benjamini and Hochberg make it 72 / 3 times that.
    assert list(turned["p"]) == pytest.approx([2 / 70] * 3)
    assert list(turned["p_corrected"]) == pytest.approx([2 / 70 * 72 / 3] * 3)


def test_interpret_token_names_one_input_and_not_the_one_that_just_misses(recorded):
    found = pm.compare(recorded("interpret_token"))
    every = found.inputs(every=True).set_index("input")

    assert moved(found) == ["12.5"]
    assert every.loc["007", "p"] == pytest.approx(0.006, abs=0.0005)
    assert every.loc["007", "p_corrected"] == pytest.approx(0.051, abs=0.0005)


def test_clean_filename_names_none_and_says_that_together_they_differ(recorded):
    found = pm.compare(recorded("clean_filename"))

    assert moved(found) == []
    assert "none of 32 is shown to behave differently" in found.sentence
    assert "though together they do" in found.sentence


def test_the_input_level_test_of_each_input_is_fishers(recorded):
    found = pm.compare(recorded("interpret_token"))
    change = next(each for each in found.contrasts[0].changes if each.input == "007")
    labels = list({**change.before, **change.after})
    table = np.array([[counts.get(label, 0) for label in labels] for counts in (change.before, change.after)])

    assert change.p_value == pytest.approx(scipy.stats.fisher_exact(table).pvalue)


def test_inputs_are_matched_by_what_they_say_and_not_by_where_they_stand(made):
    a = made({"x": ["1"] * 8, "y": ["2"] * 8, "only a": ["3"] * 8})
    b = made({"only b": ["4"] * 8, "y": ["2"] * 8, "x": ["1"] * 8})

    found = pm.compare({"a": a, "b": b})

    assert [change.moved_share for change in found.contrasts[0].changes] == [0.0, 0.0]
    assert "only a was asked “only a”" in found.contrasts[0].diag
    assert "only b was asked “only b”" in found.contrasts[0].diag


def test_samples_without_a_common_input_cannot_be_compared(made):
    with pytest.raises(InputError, match="'a' and 'b' have no input in common, got 1 and 1 inputs"):
        pm.compare({"a": made({"x": ["1"]}), "b": made({"y": ["1"]})})


def test_one_variant_is_no_comparison(made):
    with pytest.raises(InputError, match="two variants or more"):
        pm.compare({"a": made({"x": ["1"]})})


def test_what_is_no_sample_is_said_by_name(made):
    with pytest.raises(InputError, match=r"\['b'\] are not samples"):
        pm.compare({"a": made({"x": ["1"]}), "b": ["1"]})


def test_another_variant_can_be_what_the_others_are_held_against(made):
    x, y = made({"x": ["1"] * 4}), made({"x": ["1"] * 4}, prompt="Other.")

    found = pm.compare({"a": x, "b": y, "c": x}, against="b")

    assert [(each.variant, each.against) for each in found.contrasts] == [("a", "b"), ("c", "b")]


def test_right_answers_are_compared_by_the_paired_t_interval_over_inputs(made):
    rng = np.random.default_rng(3)
    a = {f"i{i}": ["yes" if rng.random() < 0.6 else "no" for _ in range(8)] for i in range(20)}
    b = {given: ["yes" if rng.random() < 0.8 else "no" for _ in range(8)] for given in a}
    differences = [(b[i].count("yes") - a[i].count("yes")) / 8 for i in a]

    effect = pm.compare({"a": made(a), "b": made(b)}, target=lambda out: out == "yes").contrasts[0].effect("right")

    expected = scipy.stats.ttest_1samp(differences, 0).confidence_interval(0.95)
    assert tuple(effect.paired.interval(0.95)) == pytest.approx((expected.low, expected.high))
    assert effect.verdict() == "right more often"


@pytest.mark.parametrize(
    "target", [{"x": "1", "y": "2"}, ["1", "2"], lambda given, out: out == {"x": "1", "y": "2"}[given]]
)
def test_a_target_is_a_mapping_a_list_or_a_predicate_of_input_and_outcome(made, target):
    a, b = made({"x": ["1"] * 4, "y": ["1"] * 4}), made({"x": ["1"] * 4, "y": ["2"] * 4})

    effect = pm.compare({"a": a, "b": b}, target=target).contrasts[0].effect("right")

    assert (effect.a, effect.b) == (0.5, 1.0)


def test_a_list_of_targets_has_one_for_each_input(made):
    x = made({"x": ["1"], "y": ["1"]})

    with pytest.raises(InputError, match="one right answer for each of the 2 different inputs, got 1 answers"):
        pm.compare({"a": x, "b": x}, target=["1"])


def test_a_score_is_averaged_over_the_draws_of_an_input(made):
    a, b = made({"x": ["ab", "abcd"], "y": ["a", "a"]}), made({"x": ["a", "a"], "y": ["a", "a"]})

    effect = pm.compare({"a": a, "b": b}, score=len).contrasts[0].effect("score")

    assert (effect.a, effect.b) == (2.0, 1.0)


def test_cost_is_compared_where_it_was_counted(made):
    answers = {f"i{i}": ["x"] * 4 for i in range(20)}
    dear, cheap = made(answers, dollars=2.0, output_tokens=3), made(answers, dollars=1.0)

    found = pm.compare({"dear": dear, "cheap": cheap})

    assert found.contrasts[0].effect("dollars").verdict() == "cheaper"
    assert found.contrasts[0].effect("output_tokens") is None
    assert "cheaper (-1 $ a draw)" in found.sentence


def test_p_values_are_corrected_over_variants_by_holm(made):
    rng = np.random.default_rng(5)
    base = made({f"i{i}": ["ab"[rng.integers(2)] for _ in range(6)] for i in range(20)})
    others = {f"v{k}": made({f"i{i}": ["ab"[rng.integers(2)] for _ in range(6)] for i in range(20)}) for k in range(3)}

    found = pm.compare({"base": base, **others})
    mix, any_ = ([getattr(each.test, p) for each in found.contrasts] for p in ("p_mix", "p_any"))

    # Holm 1979: the smallest of three counts three times, the next one twice, and none less than the one before.
    assert min(each.test.p_mix_adjusted for each in found.contrasts) == pytest.approx(min(1, 3 * min(mix)))
    assert min(each.test.p_any_adjusted for each in found.contrasts) == pytest.approx(min(1, 3 * min(any_)))


def test_the_best_of_several_comes_with_a_warning_and_one_does_not(made):
    x = made({"x": ["1"] * 4})

    assert "measure the winner again" in pm.compare({"a": x, "b": x, "c": x}).notes[0]
    assert pm.compare({"a": x, "b": x}).notes == ()


def test_the_same_seed_gives_the_same_p_values(recorded):
    variants = recorded("clean_filename")

    assert pm.compare(variants, seed=7).contrasts[0].test == pm.compare(variants, seed=7).contrasts[0].test


def test_five_variants_of_200_inputs_and_20_draws_are_held_against_the_first(made):
    rng = np.random.default_rng(1)
    variants = {
        f"v{k}": made({f"i{i}": ["abcdefg"[rng.integers(1 + i % 7)] for _ in range(20)] for i in range(200)})
        for k in range(5)
    }
    found = pm.compare(variants, resamples=1_000)

    assert len(found.contrasts) == 4


def test_an_input_without_an_answer_under_one_variant_is_left_out_and_said(made):
    failed = Draw(0, "failed", detail="overloaded")
    a, b = made({"x": ["1"] * 4, "y": ["1"] * 4}), made({"x": ["1"] * 4, "y": [failed]})

    contrast = pm.compare({"a": a, "b": b}).contrasts[0]

    assert [change.label for change in contrast.changes] == ["x"]
    assert "1 of 2 inputs lack one of the variants" in contrast.diag


def test_variants_that_nobody_answered_say_so_and_raise_nothing(made):
    failed = Draw(0, "failed", detail="overloaded")
    a, b = made({"x": ["1"] * 4}), made({"x": [failed]})

    found = pm.compare({"a": a, "b": b})

    assert found.sentence == "No input was answered under both a and b."
    assert found.table().loc[0, "inputs"] == 0
    assert found._repr_html_()


def test_the_same_seed_gives_the_same_p_values_in_another_process_with_another_hash_seed():
    program = (
        "import pointmass as pm, numpy as np\n"
        "from pointmass.draw import Draw\n"
        "from pointmass.sample import Sample\n"
        "rng, spec = np.random.default_rng(2), pm.Spec('clean', 'Clean.', (pm.Parameter('title', str),))\n"
        "def made():\n"
        "    said = [[str(x) for x in rng.integers(0, 30, 40)] for _ in range(20)]\n"
        "    draws = tuple(tuple(Draw(i, 'ok', x, x) for i, x in enumerate(each)) for each in said)\n"
        "    return Sample(spec, tuple({'title': str(i)} for i in range(20)), (1,) * 20, draws, 40, 'a model')\n"
        "found = pm.compare({'a': made(), 'b': made(), 'c': made()}, score=int, seed=5)\n"
        "print(found.table().to_json(), found.effects().to_json(), found.inputs(every=True).to_json())\n"
    )

    said = {
        subprocess.run(  # noqa: S603 - ours
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(said) == 1
    assert len(said.pop()) > 1000
