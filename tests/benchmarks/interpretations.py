"""Measure the clustering on public sets of sampled outputs with known groups; not a test, and the data are not shipped.

    python tests/benchmarks/public_sets.py FOLDER

The folder holds one JSON object a line (``samples``, ``labels``): protoqa_crowd, kpa2021, codet_humaneval_codegen16b,
tot_game24_cot, tot_game24_standard, uqnlg_triviaqa, and llm_stability_matrices.json. What is not there is left out. The
programs of codet are also executed, confined, which takes minutes.
"""

from __future__ import annotations

import ast
import json
import math
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from statistics import fmean

from pointmass.interpretations import behaviour, cluster
from pointmass.interpretations.linked import link
from pointmass.sandbox import Limits, Sandbox


def adjusted_rand(truth: list, found: list) -> float:
    """Hubert and Arabie 1985."""

    def pairs(counts) -> float:
        return sum(c * (c - 1) / 2 for c in counts)

    together, a, b = (pairs(Counter(x).values()) for x in (zip(truth, found, strict=True), truth, found))
    expected = a * b / max(1, len(truth) * (len(truth) - 1) / 2)
    top = (a + b) / 2
    return 1.0 if top == expected else (together - expected) / (top - expected)


def b_cubed(truth: list, found: list) -> float:
    """Bagga and Baldwin 1998: the harmonic mean of both sides."""
    both, a, b = Counter(zip(truth, found, strict=True)), Counter(truth), Counter(found)
    precision = sum(n * n / b[f] for (_, f), n in both.items()) / len(truth)
    recall = sum(n * n / a[t] for (t, _), n in both.items()) / len(truth)
    return 2 * precision * recall / (precision + recall)


def purity(truth: list, found: list) -> float:
    """Share of items in the majority of their cluster."""
    members = defaultdict(Counter)
    for t, f in zip(truth, found, strict=True):
        members[f][t] += 1
    return sum(max(c.values()) for c in members.values()) / len(truth)


def entropy(labels: list) -> float:
    """Plug-in, nats; every question has as many samples."""
    return -sum(c / len(labels) * math.log(c / len(labels)) for c in Counter(labels).values())


def auroc(wrong: list[bool], score: list[float]) -> float:
    """P(a wrong one scores higher than a right one)."""
    high, low = ([s for w, s in zip(wrong, score, strict=True) if w is side] for side in (True, False))
    return fmean((x > y) + (x == y) / 2 for x in high for y in low)


def rows(path: Path) -> list[dict]:
    """Read one JSON object a line."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def show(name: str, **values: float) -> None:
    """Print one line of the table."""
    print(f"{name:32}" + "  ".join(f"{key} {value:.3f}" for key, value in values.items()))  # noqa: T201  # a script


def grouped(folder: Path, name: str) -> None:
    """Sets with a true group per sample."""
    pairs = [(r["labels"], list(cluster(r["samples"]).labels)) for r in rows(folder / f"{name}.jsonl")]
    if pairs:
        scores = {f.__name__: fmean(f(t, c) for t, c in pairs) for f in (adjusted_rand, b_cubed, purity)}
        show(name, tasks=len(pairs), **scores, k=fmean(len(set(c)) for _, c in pairs))


def trivia(folder: Path) -> None:
    """Does spread predict a wrong answer; right means that one text contains the other."""
    wrong, spread = [], []
    for r in rows(folder / "uqnlg_triviaqa.jsonl"):
        result = cluster(r["samples"])
        said, reference = (
            f" {' '.join(re.findall('[a-z0-9]+', str(t).lower()))} "
            for t in (result.clusters[0].exemplar, r["reference"])
        )
        wrong.append(reference not in said and said not in reference)
        spread.append(entropy(list(result.labels)))
    if wrong:
        show("uqnlg_triviaqa", questions=len(wrong), auroc=auroc(wrong, spread))


def matrices(folder: Path) -> None:
    """Runs by questions, the true program known."""
    path = folder / "llm_stability_matrices.json"
    for task in json.loads(path.read_text()) if path.exists() else []:
        found = link(task["matrix"])
        score = adjusted_rand(task["conditions"], list(found.labels))
        show(f"matrices {task['task']}", ari=score, programs=found.n_programs, explained=found.explained)


def behaviours(folder: Path, calls: int = 6) -> None:
    """Programs by what they do on a few inputs, executed in the sandbox; the true groups are by all inputs."""
    scores, purities = [], []
    with Sandbox(limits=Limits(seconds=2)) as sandbox:
        for r in rows(folder / "codet_humaneval_codegen16b.jsonl"):
            given = [call for text in r["test_inputs"] if (call := _parsed(text)) is not None]
            chosen = [list(args) for args, named in given if not named and _is_json(args)]
            chosen = random.Random(0).sample(chosen, min(calls, len(chosen)))  # noqa: S311  # a seed, no secret
            if not chosen:
                continue
            key = behaviour(sandbox, r["entry_point"], chosen)
            found = cluster([r["prompt"] + sample for sample in r["samples"]], kind="code", key=key)
            scores.append(adjusted_rand(r["labels"], list(found.labels)))
            purities.append(purity(r["labels"], list(found.labels)))
    if scores:
        show(f"codet, executed on {calls} inputs", tasks=len(scores), ari=fmean(scores), purity=fmean(purities))


def _parsed(text: str) -> tuple | None:
    """Read the arguments of a call; ``None`` where the set cut them short."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None


def _is_json(value: object) -> bool:
    try:
        return json.loads(json.dumps(value)) == (list(value) if isinstance(value, tuple) else value)
    except (TypeError, ValueError):
        return False


if __name__ == "__main__":
    where = Path(sys.argv[1])
    for each in ("protoqa_crowd", "kpa2021", "codet_humaneval_codegen16b", "tot_game24_cot", "tot_game24_standard"):
        grouped(where, each)
    trivia(where)
    matrices(where)
    behaviours(where)
