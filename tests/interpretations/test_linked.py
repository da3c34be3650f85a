"""Programs behind conversations: recovered from simulated mixtures with a known truth, and not invented."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pointmass.interpretations import cluster
from pointmass.interpretations.linked import link

WEIGHTS = (0.5, 0.25, 0.15, 0.1)


def mixture(seed: int, *, programs: int = 4, conversations: int = 40, inputs: int = 12, noise: float = 0.1):
    """Four programs that give one of five answers to each input, and answers that depart from them."""
    rng = np.random.default_rng(seed)
    answers = rng.integers(0, 5, (programs, inputs))
    weights = np.array(WEIGHTS[:programs]) / sum(WEIGHTS[:programs])
    truth = rng.choice(programs, conversations, p=weights)
    drawn = np.where(
        rng.random((conversations, inputs)) < noise, rng.integers(0, 5, (conversations, inputs)), answers[truth]
    )
    return [[f"answer {a}" for a in row] for row in drawn.tolist()], truth.tolist()


def adjusted_rand(a: list[int], b: list[int]) -> float:
    """Hubert and Arabie 1985, J. Classif. 2:193; the same as sklearn.metrics.adjusted_rand_score."""
    table = np.zeros((max(a) + 1, max(b) + 1))
    np.add.at(table, (a, b), 1)
    pairs = [float((x * (x - 1) / 2).sum()) for x in (table, table.sum(axis=1), table.sum(axis=0))]
    expected = pairs[1] * pairs[2] / (len(a) * (len(a) - 1) / 2)
    top = (pairs[1] + pairs[2]) / 2
    return 1.0 if top == expected else (pairs[0] - expected) / (top - expected)


def flat(rows):
    n_inputs = len(rows[0])
    return {
        "outcomes": [answer for row in rows for answer in row],
        "inputs": [f"input {j}" for _ in rows for j in range(n_inputs)],
        "conversations": [i for i, _ in enumerate(rows) for _ in range(n_inputs)],
    }


def test_programs_and_their_weights_are_recovered():
    # all fifty seeds: ARI >= .95 in 98 %, all four weights inside their intervals in 92 %
    recovered, weighed = 0, 0
    for seed in range(10):
        rows, truth = mixture(seed)
        result = cluster(**flat(rows))
        labels = list(result.labels[:: len(rows[0])])
        recovered += adjusted_rand(truth, labels) >= 0.95
        weighed += _weights_fit(result, labels, truth)

    assert recovered >= 9
    assert weighed >= 9


def _weights_fit(result, labels, truth) -> bool:
    for program, weight in enumerate(WEIGHTS):
        found = [label for label, own in zip(labels, truth, strict=True) if own == program]
        if not found:
            return False
        program_found = result.programs[max(found, key=found.count)]
        if weight not in program_found.interval() and program_found.count > 1:  # of one conversation nothing is claimed
            return False
    return True


def test_one_program_with_noise_is_not_called_two():
    claimed = sum(link(mixture(seed, programs=1)[0]).n_programs > 1 for seed in range(20))

    assert claimed <= 2


def test_answers_drawn_anew_each_time_are_no_programs():
    rng = np.random.default_rng(3)
    claimed = 0
    for _ in range(20):
        shares = rng.dirichlet(np.ones(3), 10)
        rows = [[str(rng.choice(3, p=p)) for p in shares] for _ in range(30)]
        claimed += link(rows).n_programs > 1

    assert claimed <= 2


def test_programs_explain_inputs_that_they_were_not_found_on():
    assert link(mixture(1, noise=0.02)[0]).explained > 0.6


def test_the_parts_of_the_variance_sum_to_all_of_it():
    result = link(mixture(2)[0])

    assert result.splits
    for split in result.splits:
        assert split.between + split.within == pytest.approx(split.total)
        assert split.between >= -1e-12
        assert split.within >= -1e-12


def test_the_telling_inputs_tell_every_two_programs_apart():
    result = link(mixture(3)[0])

    columns = [[program[j] for j in result.telling] for program in result.modes]
    assert len({tuple(c) for c in columns}) == result.n_programs


def test_several_criteria_are_shown_beside_each_other():
    result = link(mixture(4)[0])

    assert [name for name, _ in result.counts] == ["description length", "silhouette", "BIC", "held-out cells"]
    assert "ways on these inputs" in result.note


def test_the_order_of_conversations_changes_no_label():
    rows, _ = mixture(5)
    order = np.random.default_rng(0).permutation(len(rows)).tolist()

    straight, shuffled = link(rows), link([rows[i] for i in order])

    assert shuffled.labels == tuple(straight.labels[i] for i in order)
    assert shuffled.stability == straight.stability


def test_below_three_varying_inputs_it_cannot_tell():
    result = cluster(["a", "x", "b", "y"], inputs=["first", "second"] * 2, conversations=[0, 0, 1, 1])

    assert result.linked.verdict == "cannot tell"
    assert "only 2 inputs" in result.note
    assert result.programs == ()
    assert result.labels == (0, 0, 1, 1)


def test_no_evidence_of_more_than_one_program_is_said():
    rng = np.random.default_rng(1)
    rows = [[str(rng.integers(0, 2)) for _ in range(6)] for _ in range(8)]

    result = link(rows)

    assert result.verdict == "one program"
    assert "No evidence of more than one program" in result.note
    assert "fewer than ten" in result.note


def test_missing_answers_are_left_out():
    rows, truth = mixture(6, noise=0.02)
    holes = [[None if (i + j) % 5 == 0 else a for j, a in enumerate(row)] for i, row in enumerate(rows)]

    assert adjusted_rand(truth, list(link(holes).labels)) >= 0.95


def test_a_program_is_shown_by_the_inputs_that_set_it_apart():
    rows = [["A.txt", "B.txt", "C.txt", "same.txt"]] * 12 + [["a.txt", "b.txt", "c.txt", "same.txt"]] * 8

    result = cluster(**flat(rows))

    assert [each.count for each in result.clusters] == [12, 8]
    assert "input 0 \u2192 A.txt" in result.clusters[0].reading
    assert result.clusters[1].exemplar["input 0"] == "a.txt"
    assert result.clusters[0].share == 0.6


def test_no_conversation_is_no_trouble():
    assert cluster([], inputs=[], conversations=[]).labels == ()
    assert link([]).verdict == "cannot tell"
    assert link([["a", "b", "c"]]).verdict == "cannot tell"


def test_over_few_inputs_weights_are_said_not_to_be_known():
    rows = [["a", "b", "c", "d", "e"], ["v", "w", "x", "y", "z"]] * 10

    few, many = (cluster(**flat(each)) for each in (rows, [row * 3 for row in rows]))

    assert not any(program.interval().known for program in few.programs)
    assert few.hold_out().bound == 1
    assert "No interval of a weight: over 5 inputs programs that answer them alike are taken for one" in few.note
    assert [row.low for row in few.view().rows] == [None, None]
    assert all(program.interval().known for program in many.programs)
    assert "No interval" not in many.note


def test_inputs_that_are_answered_at_random_make_no_programs():
    # 40 seeds: one rate of departures for all inputs saw more than the two programs in 35, a rate for each input in 2
    more = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        programs, follows = rng.integers(0, 3, (2, 12)), rng.integers(0, 2, 60)
        odd = rng.random((60, 12)) < np.where(np.arange(12) < 2, 0.6, 0.01)
        rows = np.where(odd, rng.integers(0, 3, (60, 12)), programs[follows])
        more += link([[str(answer) for answer in row] for row in rows.tolist()]).n_programs > 2

    assert more <= 1


def test_a_program_of_one_conversation_has_no_interval():
    rows = [*[["a"] * 12] * 12, *[["b"] * 12] * 7, ["c"] * 12]
    found = cluster(**flat(rows))

    assert [each.count for each in found.programs] == [12, 7, 1]
    assert [each.interval().known for each in found.programs] == [True, True, False]
    assert "No interval of the weight of reading 2 (only one conversation answers like this" in found.note


def test_a_program_that_does_not_come_back_in_subsamples_has_no_interval():
    sure = link([*[["a"] * 12] * 12, *[["b"] * 12] * 8])
    shaky = replace(sure, stability=(1.0, 0.5))

    assert (sure.doubt_of(1), shaky.doubt_of(0)) == ("", "")
    assert shaky.doubt_of(1).startswith("50% of it comes back in subsamples")


def test_conversations_have_nothing_in_common_where_they_gave_no_value():
    rows = [[None if quiet and at % 2 else f"answer {at}" for at in range(12)] for quiet in [True, False] * 10]

    assert cluster(**flat(rows)).linked.verdict == "cannot tell"
