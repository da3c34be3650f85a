"""Operations that find words which may reverse the meaning of a text: negation, exception, condition, wish."""

from __future__ import annotations

import re

from pointmass.synthesis.program import Operator


def turns(said: str) -> frozenset[str]:
    """Return the words of *said* that turn what others say: negation, exception, condition; can is any modal."""
    found = re.findall(
        r"n't\b|\b(?:do|does|did|ca|wo|is|are|was|were|have|has|had|could|would|should)nt\b|\bcannot\b|\bnon(?=\b|[- ])"
        r"|\b(?:not?|never|nor|neither|none|nothing|nobody|without|hardly|barely|lacks?|less|least|unlike|almost|too)\b"
        r"|\b(?:except|instead|unless|if|only|but|although|though|rather|can(?!'t)|could|should|would|must|may|might)\b"
        r"|\b(?:nicht|keine?[mnrs]?|nie|ohne|statt|wenn|falls|nur|aber|pas|jamais|sans|sauf|sin|nunca|sino)\b"
        r"|\b(?:n\u00e3o|nem|sem|senza|niet|geen|zonder|bez|\u043d\u0435\u0442?|\u0431\u0435\u0437)\b"
        r"|[\u4e0d\u6ca1\u6c92\u65e0\u7121\u672a\u522b\u5225\u975e\u52ff]|\u306a\u3044|\u307e\u305b\u3093|\u9664\u4e86",
        said.lower().replace("\u2019", "'"),
    )
    modal = re.compile(r"(?:can|could|should|would|must|may|might)$")
    return frozenset("n't" if word.endswith(("nt", "n't")) else modal.sub("can", word) for word in found)


def turned(said: str, label: object, shown: dict[str, tuple[object, ...]]) -> bool:
    """Whether a word turns what *said* says that no example showed, or none with *label*; no labels stand for any."""
    return any(word not in shown or (shown[word] and label not in shown[word]) for word in turns(said))


TURNS = Operator(turns, "", "the words of {0} that turn the sense", ("import re",), noun="found")
TURNED = Operator(turned, "", "a word turns what {0} says", ("import re",), (turns,))
