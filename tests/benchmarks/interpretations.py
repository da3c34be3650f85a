"""Measure the clustering on public sets of sampled outputs with known groups; not a test, and the data are not shipped.

    python tests/benchmarks/interpretations.py FOLDER [MODEL.onnx TOKENIZER.json]

The folder holds one JSON object a line (``samples``, ``labels``): protoqa_crowd, kpa2021, codet_humaneval_codegen16b,
tot_game24_cot, tot_game24_standard, uqnlg_triviaqa, taubench_airline, and llm_stability_matrices.json. What is not there is
left out. Every figure is the mean over the tasks, of all of them and of those with an even and an odd number. With a sentence
model (all-MiniLM-L6-v2 as ONNX; needs ``onnxruntime`` and ``tokenizers``) names are matched by it, and it is also measured as an
embedding.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from statistics import fmean

import numpy as np
from scipy.special import gammaln

from pointmass.interpretations import Embedding, cluster
from pointmass.interpretations.conversations import encode, varying
from pointmass.interpretations.likeness import likeness
from pointmass.interpretations.linked import explained, link
from pointmass.interpretations.naming import telling_words

GROUPED = ("protoqa_crowd", "kpa2021", "codet_humaneval_codegen16b", "tot_game24_cot", "tot_game24_standard")
PROSE = ("protoqa_crowd", "kpa2021")


def ari(truth: list, found: list) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985)."""

    def pairs(counts) -> float:
        return sum(c * (c - 1) / 2 for c in counts)

    together, a, b = (pairs(Counter(x).values()) for x in (zip(truth, found, strict=True), truth, found))
    expected = a * b / max(1, len(truth) * (len(truth) - 1) / 2)
    top = (a + b) / 2
    return 1.0 if top == expected else (together - expected) / (top - expected)


def ami(truth: list, found: list) -> float:
    """Adjusted mutual information, arithmetic mean (Vinh, Epps and Bailey 2010, eq. 24a): singletons do not flatter it."""
    n, a, b = len(truth), Counter(truth), Counter(found)
    both = Counter(zip(truth, found, strict=True))
    mutual = sum(c / n * math.log(n * c / (a[t] * b[f])) for (t, f), c in both.items())
    expected = sum(
        x * y * _expected(n, p, q) for p, x in Counter(a.values()).items() for q, y in Counter(b.values()).items()
    )
    top = (entropy(truth) + entropy(found)) / 2
    return 1.0 if abs(top - expected) < 1e-12 else (mutual - expected) / (top - expected)


def _expected(n: int, a: int, b: int) -> float:
    """What two groups of these sizes have in common by chance, in nats: over the hypergeometric distribution."""
    c = np.arange(max(1, a + b - n), min(a, b) + 1)
    fixed = gammaln(a + 1) + gammaln(b + 1) + gammaln(n - a + 1) + gammaln(n - b + 1) - gammaln(n + 1)
    parts = gammaln(c + 1) + gammaln(a - c + 1) + gammaln(b - c + 1) + gammaln(n - a - b + c + 1)
    return float((c / n * np.log(n * c / (a * b)) * np.exp(fixed - parts)).sum())


def b_cubed(truth: list, found: list) -> float:
    """The harmonic mean of both sides (Bagga and Baldwin 1998)."""
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


def show(name: str, **values: list[float] | float) -> None:
    """Print one line of the table: a mean with that of its even and its odd half, or a figure."""
    print(f"{name:34}" + "  ".join(f"{key} {_figure(value)}" for key, value in values.items()), flush=True)  # noqa: T201  # a script


def _figure(values: list[float] | float) -> str:
    if not isinstance(values, list):
        return f"{values:.3f}"
    return " / ".join(f"{fmean(part):.3f}" for part in (values, values[::2], values[1::2]) if part)


def grouped(folder: Path, name: str, embed: Callable | None = None, by: str = "") -> None:
    """Sets with a true group per sample."""
    found = [(r["labels"], list(cluster(r["samples"], embed=embed).labels)) for r in rows(folder / f"{name}.jsonl")]
    if found:
        scores = {f.__name__: [f(t, c) for t, c in found] for f in (ari, ami, b_cubed, purity)}
        k = fmean(len(set(c)) for _, c in found)
        show(name + by, tasks=len(found), **scores, k=k, true=fmean(len(set(t)) for t, _ in found))


def names(folder: Path, embed: Callable | None) -> None:
    """The human groups of arguments, named by their words: is the nearest human name the group's own."""
    hits = []
    for r in rows(folder / "kpa2021.jsonl"):
        groups = defaultdict(list)
        for sample, group in zip(r["samples"], r["labels"], strict=True):
            groups[group].append(sample)
        named = [" ".join(words) for words in telling_words(list(groups.values()))]
        human = [r["label_text"][group] for group in groups]
        near = _nearness(named, human, embed)
        hits.append([float(near[i].argmax() == i) for i in range(len(groups))])
    if hits:
        halves = [[hit for task in part for hit in task] for part in (hits, hits[::2], hits[1::2])]
        how = "sentence model" if embed else "words alone"
        show(
            f"names of kpa2021, by {how}",
            groups=len(halves[0]),
            all=fmean(halves[0]),
            even=fmean(halves[1]),
            odd=fmean(halves[2]),
        )


def _nearness(named: list[str], human: list[str], embed: Callable | None) -> np.ndarray:
    if embed is None:
        return likeness([*named, *human])[: len(named), len(named) :]
    points = [np.asarray(embed(each), dtype=float) for each in (named, human)]
    one, other = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in points)
    return one @ other.T


def trivia(folder: Path) -> None:
    """Does spread predict a wrong answer; right means that one text contains the other."""
    wrong, spread, nats = [], [], []
    for r in rows(folder / "uqnlg_triviaqa.jsonl"):
        result = cluster(r["samples"])
        said, reference = (
            f" {' '.join(re.findall('[a-z0-9]+', str(t).lower()))} "
            for t in (result.clusters[0].exemplar, r["reference"])
        )
        wrong.append(reference not in said and said not in reference)
        spread.append(result.spread[0])
        nats.append(entropy(list(result.labels)))
    if wrong:
        halves = [slice(None), slice(0, None, 2), slice(1, None, 2)]
        for how, score in (("spread", spread), ("entropy", nats)):
            parts = [auroc(wrong[half], score[half]) for half in halves]
            show(f"uqnlg_triviaqa, AUROC of {how}", questions=len(wrong), all=parts[0], even=parts[1], odd=parts[2])


def traces(folder: Path) -> None:
    """Do traces of one reading have the same reward: over pairs of the tasks in which the reward differs."""
    same, k = [], []
    for r in rows(folder / "taubench_airline.jsonl"):
        found = cluster(r["samples"])
        k.append(len(found.clusters))
        pairs = [(i, j) for i, j in combinations(range(len(found.labels)), 2) if found.labels[i] == found.labels[j]]
        same += [float(r["correct"][i] == r["correct"][j]) for i, j in pairs if len(set(r["correct"])) > 1]
    if k:
        show("taubench_airline, same reward", tasks=len(k), pairs=len(same), share=fmean(same), k=fmean(k))


def matrices(folder: Path) -> None:
    """Conversations by questions, the true program known: pooled, and each program by itself."""
    path = folder / "llm_stability_matrices.json"
    for task in json.loads(path.read_text()) if path.exists() else []:
        found = link(task["matrix"])
        truth, labels = task["conditions"], list(found.labels)
        scores = {f.__name__: f(truth, labels) for f in (ari, ami, b_cubed)}
        show(
            f"matrices {task['task']}",
            **scores,
            programs=found.n_programs,
            true=len(set(truth)),
            explained=found.explained,
        )
        alone = [
            _alone([row for row, c in zip(task["matrix"], truth, strict=True) if c == one])
            for one in dict.fromkeys(truth)
        ]
        known = [each for each in alone if not math.isnan(each)]
        if known:
            show(f"matrices {task['task']}, one program", programs=len(known), explained=fmean(known), most=max(known))


def _alone(matrix: list[list]) -> float:
    """Return the held-out explained disagreement within one program; nan where fewer than four inputs vary."""
    codes = encode(matrix)
    table = codes[:, varying(codes)]
    return explained(table) if min(table.shape) > 3 else math.nan  # rows and columns to halve


def embeddings(model: list[str]) -> dict[str, Callable]:
    """Return what there is to embed with."""
    found: dict[str, Callable] = {}
    if model:
        from word_table import embedded

        found["sentence model"] = Embedding(lambda texts: embedded(texts, *model))
    return found


if __name__ == "__main__":
    where, can_embed = Path(sys.argv[1]), embeddings(sys.argv[2:4])
    for each in GROUPED:
        grouped(where, each)
    for how, embed_by in can_embed.items():
        for each in PROSE:
            grouped(where, each, embed_by, f", {how}")
    names(where, can_embed.get("sentence model"))
    trivia(where)
    traces(where)
    matrices(where)
