"""Whose behaviour a sample shows: the model as it answered, when, and how it was asked. Read from the draws."""

from __future__ import annotations

import functools
import platform
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.facts import NOT_RECORDED
from pointmass.sample.data import SampleData

_FINGERPRINT = re.compile(r":[0-9a-f]{12}$")  # of a recording or simulation: for keys, not for people
_LONG = 60  # characters of an option in a line
_CREATED_WITH = ("pointmass", "pydantic", "anthropic")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Whose behaviour some draws are.

    Attributes:
        models: The models that answered, as the service names them, each with how many draws it answered; the most first.
            ``not recorded`` stands for answers that came without a name; who was asked is not who answered.
        asked: Who was asked (the identity of the model).
        effort: The effort that was asked for; ``None`` where the service's own was taken.
        options: The further options of the requests.
        first: When the first answer came, seconds since 1970 (UTC); ``None`` where nothing was answered.
        last: When the last came.
        replayed: How many of the answers were read from a recording; their times are those of the reading.
        versions: The versions that were in use: pointmass, Python, pydantic, the service's SDK.
    """

    models: tuple[tuple[str, int], ...]
    asked: str
    effort: str | None
    options: Mapping[str, Any]
    first: float | None
    last: float | None
    replayed: int
    versions: Mapping[str, str]

    @property
    def answered(self) -> int:
        """How many draws were answered."""
        return sum(count for _, count in self.models)

    @property
    def mixed(self) -> bool:
        """Whether more than one model answered."""
        return len(self.models) > 1

    @property
    def who(self) -> str:
        """The models that answered, in words, with counts where there were several."""
        if not self.models:
            return f"nobody answered (asked: {self.asked})"
        names = [f"model {NOT_RECORDED} ({self.asked})" if name == NOT_RECORDED else name for name, _ in self.models]
        if not self.mixed:
            return names[0]
        return " and ".join(f"{name} × {count:,}" for name, (_, count) in zip(names, self.models, strict=True))

    @property
    def how(self) -> str:
        """Effort and options, in words; empty where there are none."""
        others = {name: value for name, value in self.options.items() if name != "output_config"}
        asked = dict(self.options.get("output_config") or {})
        asked.pop("effort", None)
        others |= {"output_config": asked} if asked else {}
        said = [f"effort {self.effort}"] if self.effort else []
        return ", ".join([*said, *(f"{name}={_short(value)}" for name, value in others.items())])

    @property
    def when(self) -> str:
        """When the answers came, in words."""
        if self.first is None or self.last is None:
            return ""
        if self.replayed == self.answered:  # the times are those of reading it
            return "replayed from a recording"
        first, last = _minute(self.first), _minute(self.last)
        said = first if first == last else f"{first} to {last}"
        return f"{said}, {self.replayed:,} of {self.answered:,} replayed" if self.replayed else said

    def __str__(self) -> str:
        """Say in a line who answered, how it was asked, and when."""
        return "; ".join(part for part in (self.who, self.how, self.when) if part)

    def content(self) -> dict[str, Any]:
        """Return it as JSON data, for evidence and bundles."""
        return {
            "models": dict(self.models),
            "asked": self.asked,
            "effort": self.effort,
            "options": dict(self.options),
            "first": _iso(self.first) if self.first is not None else None,
            "last": _iso(self.last) if self.last is not None else None,
            "replayed": self.replayed,
            "versions": dict(self.versions),
        }


def behaviour(sample: SampleData) -> Behaviour:
    """Say whose behaviour a sample shows."""
    every = (draw for row in sample.draws for draw in row)
    return sample.once("behaviour", lambda: behaviour_of(every, asked=sample.model, options=sample.spec.options))


def behaviour_of(draws: Iterable[Draw], *, asked: str, options: Mapping[str, Any]) -> Behaviour:
    """Say whose behaviour some draws are.

    Args:
        draws: The draws; failed ones say nothing.
        asked: The identity of the model that was asked.
        options: The options of the requests.
    """
    answered = [draw for draw in draws if draw.answered]
    models = Counter(draw.model or NOT_RECORDED for draw in answered)
    times = [draw.time for draw in answered if draw.time > 0]
    output = options.get("output_config")
    effort = output.get("effort") if isinstance(output, Mapping) else None
    return Behaviour(
        models=tuple(sorted(models.items(), key=lambda each: (-each[1], each[0]))),
        asked=_FINGERPRINT.sub("", asked),
        effort=None if effort is None else str(effort),
        options=options,
        first=min(times, default=None),
        last=max(times, default=None),
        replayed=sum(draw.origin == "replayed" for draw in answered),
        versions=_versions(),
    )


@functools.cache
def _versions() -> Mapping[str, str]:
    found = {"python": platform.python_version()}
    for name in _CREATED_WITH:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else canonical(value)
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _minute(seconds: float) -> str:
    moment = _moment(seconds)
    return "at an unknown time" if moment is None else moment.strftime("%Y-%m-%d %H:%M UTC")


def _iso(seconds: float) -> str | None:
    moment = _moment(seconds)
    return None if moment is None else moment.isoformat(timespec="seconds")


def _moment(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):  # an untrusted file may say anything
        return None
