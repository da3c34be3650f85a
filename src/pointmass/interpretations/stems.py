"""The words of a text that carry its meaning, as stems: crude English, the same for both sides of a comparison."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ENDINGS = tuple("ingly edly ings ing edness ness ations ation ied ies ed es ly s ers er 's".split())  # noqa: SIM905  # one line reads better
_STOP = frozenset(
    """
    a an the my your his her their our its of to in on at for with and or be is are was were it they them you i he she we
    that this some any very too so as from by up out off do does did not no have has had get getting got go going will
    would can could should more most much many lot lots who what when where how if than then there people person something
    someone thing things
    """.split()  # noqa: SIM905  # ninety lines of one word each read worse
)


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.lower())


def telling(text: str) -> list[str]:
    """Return the words of a text without function words; all of them where nothing else is left."""
    every = words(text)
    return [word for word in every if word not in _STOP] or every


def stem(word: str) -> str:
    """Cut the commonest English endings off a word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004  # what is left must be a word
            base = word[: -len(ending)] + ("y" if ending in {"ies", "ied"} else "")
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls":  # noqa: PLR2004  # running, but not falling
                base = base[:-1]
            return _silent(base)
    return _silent(word)


def content(text: str, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Return the stems that carry a text's meaning: no function words, none of ``without``, unless nothing else is left.

    Args:
        text: Any text.
        without: Stems to leave out: those of the question, which every answer may repeat.
    """
    every = [(word, stem(word)) for word in words(text)]
    kept = [s for word, s in every if word not in _STOP]
    return [s for s in kept if s not in without] or kept or [s for _, s in every]


def stems(text: str) -> frozenset[str]:
    """Return the stems of a question's words."""
    return frozenset(map(stem, words(text)))


def _silent(base: str) -> str:
    return base.rstrip("e") if len(base) > 4 else base  # noqa: PLR2004  # short words keep their e
