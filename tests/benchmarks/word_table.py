"""Make the table of word meanings that the clustering of prose uses, from a sentence model; not a test.

    python tests/benchmarks/word_table.py MODEL.onnx TOKENIZER.json

MODEL is all-MiniLM-L6-v2 of sentence-transformers (Apache-2.0) as ONNX, TOKENIZER its tokenizer. Needs ``onnxruntime`` and
``tokenizers``. Every whole English word of the model's vocabulary is embedded by itself; the points are centred, turned to
their principal axes, scaled there by the root of each axis' spread, and stored as bytes.
"""

from __future__ import annotations

import re
import sys

import numpy as np

from pointmass.interpretations.vectors import TABLE

DIMENSIONS = 96
_BATCH = 64


def embedded(texts: list[str], model: str, tokenizer: str) -> np.ndarray:
    """Return the mean of the token vectors of each text, of length 1, ``(texts, dimensions)``."""
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    reader, session = Tokenizer.from_file(tokenizer), InferenceSession(model)
    reader.enable_padding()
    wanted = {each.name for each in session.get_inputs()}
    rows = []
    for start in range(0, len(texts), _BATCH):
        read = reader.encode_batch(texts[start : start + _BATCH])
        ids, mask = np.array([each.ids for each in read]), np.array([each.attention_mask for each in read])
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
        rows.append((hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))
    return _unit(np.vstack(rows))


def squeezed(points: np.ndarray, dimensions: int) -> np.ndarray:
    """Return points in few dimensions as bytes, ``(points, dimensions)``."""
    centred = points - points.mean(axis=0)
    _, spread, axes = np.linalg.svd(centred, full_matrices=False)
    few = _unit(centred @ axes[:dimensions].T / np.sqrt(spread[:dimensions]))
    return np.round(few * 127).astype(np.int8)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


if __name__ == "__main__":
    from tokenizers import Tokenizer

    vocabulary = Tokenizer.from_file(sys.argv[2]).get_vocab()
    words = sorted((word for word in vocabulary if re.fullmatch("[a-z]{2,}", word)), key=vocabulary.__getitem__)
    table = squeezed(embedded(words, *sys.argv[1:3]), DIMENSIONS)
    with TABLE.open("wb") as file:
        np.savez_compressed(file, words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8), points=table)
    print(f"{len(words):,} words, {TABLE.stat().st_size:,} bytes")  # noqa: T201  # a script
