"""Inputs that differ from known ones in one text: what generated tests try besides what was seen.

The function is written into those tests word for word, so that it uses nothing that is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


# fmt: off
def variations(inputs: Mapping[str, Any], varied: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """These inputs, and others that differ from them in one text."""
    yield inputs
    for name in varied:
        text = inputs[name]
        for other in ("", " ", text.upper(), text.lower(), text[::-1], text + text, text[: len(text) // 2]):
            yield {**inputs, name: other}
        for other in (f" {text}\n", text.replace(" ", "_"), text + "1", text + "\u00e9\u4e2d\U0001f600\u202e\x00"):
            yield {**inputs, name: other}
# fmt: on
