"""Whole texts as points, by a model that the caller has: asked in batches, and once for each text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pointmass.errors import InputError, clip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 64


class Embedding:
    """A callable that turns texts into vectors, with what it has returned already.

    Hold one and give it to several clusterings: a text is then embedded once for all of them.

    Args:
        embed: Takes a list of texts and returns a row of numbers for each: ``SentenceTransformer(...).encode``, a service.
        batch: Texts that it is given at once.
    """

    def __init__(self, embed: Callable[[list[str]], Any], *, batch: int = _BATCH) -> None:
        if batch < 1:
            raise InputError(f"Embedding: got batch={batch}; give at least one text at once")
        self._embed = embed
        self._batch = batch
        self._kept: dict[str, NDArray[np.float64]] = {}
        self.asked = 0

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return a row for each text, ``(texts, dimensions)``.

        Raises:
            InputError: The callable returned something else than a row of finite numbers for each text.
        """
        import numpy as np  # noqa: PLC0415  # heavy

        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        for start in range(0, len(new), self._batch):
            part = new[start : start + self._batch]
            self._kept.update(zip(part, self._rows(part), strict=True))
        return np.array([self._kept[text] for text in texts])

    def _rows(self, texts: list[str]) -> NDArray[np.float64]:
        import numpy as np  # noqa: PLC0415  # heavy

        self.asked += len(texts)
        try:
            rows = np.asarray(self._embed(texts), dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise InputError(f"embed: got {clip(str(error))}; it returns a row of numbers for each text") from error
        if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():  # noqa: PLR2004  # texts and dimensions
            shape = "x".join(map(str, rows.shape))
            raise InputError(
                f"embed: got {shape} numbers for {len(texts)} texts; it returns a finite row for each text"
            )
        return rows
