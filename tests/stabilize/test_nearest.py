from __future__ import annotations

import hashlib

import pytest

import pointmass as pm

TITLES = [
    f"{first}{sign} {second} {number}"
    for number, first in enumerate(("Budget", "Plan", "Notes", "Tax"))
    for second, sign in (("May", ","), ("June", ""), ("July", ""), ("Final", ""))
]


def noise(title):
    return hashlib.sha256(title.encode()).hexdigest()


def kebab(title):
    return title.lower().replace(" ", "-")


def kebab_without_commas(title):
    return noise(title)[:6] if "," in title else kebab(title)


def kebab_mostly(title):
    return noise(title)[:6] if len(title) % 5 == 0 else kebab(title)


@pytest.fixture
def nearest():
    def stabilize(program, titles=TITLES):
        with pm.Workbench(model=pm.SimulatedModel({program: 1.0}, linked=False)) as wb:
            name = wb.define(pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),), str))
            sample = name.sample(titles, draws=4, progress=False)
            # At 80 % a few exceptions would be tolerated, and the program proposed.
            proposal = name.stabilize(sample, agreement=0.95, budget=0.5)
        return [note for note in proposal.notes if note.startswith("Nearest miss")]

    return stabilize


def test_the_nearest_miss_says_how_many_inputs_it_explains_and_what_sets_the_others_apart(nearest):
    (note,) = nearest(kebab_without_commas)

    assert "explains 12 of 16 settled inputs, and not the 4 with a comma: 'Budget, May 0'" in note


def test_a_miss_that_no_sign_sets_apart_names_the_inputs_only(nearest):
    missed = [title for title in TITLES if len(title) % 5 == 0]
    (note,) = nearest(kebab_mostly)

    assert f"explains {16 - len(missed)} of 16 settled inputs" in note
    assert note.endswith(f"and not {', '.join(map(repr, missed))}.")


def test_answers_without_rule_have_no_nearest_miss(nearest):
    assert nearest(noise) == []


def test_an_explained_sample_has_no_nearest_miss(nearest):
    assert nearest(kebab) == []


def test_a_program_that_spells_single_answers_out_is_no_near_miss(nearest):
    (note,) = nearest(kebab_mostly)

    assert not any(noise(title)[:3] in note for title in TITLES)
