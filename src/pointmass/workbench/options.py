"""The keyword arguments of a handle's methods: one frozen class per method, checked before any model is asked.

Next to each class is the ``TypedDict`` that type checkers read; a test keeps the two equal.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypedDict

from pointmass.errors import EvidenceError
from pointmass.keywords import LEVEL, SEED, UNSET, YES_OR_NO, Allowed, is_number, is_whole, keyword
from pointmass.models.base import Model
from pointmass.sampler import CONCURRENCY, Progress
from pointmass.spec import Examples, Spec

AGREEMENT = 0.75
"""The default agreement that the evidence must prove, a fraction; 11 inputs without a failure prove 0.75."""

PROBES = 8
"""By default, how many inputs outside the sample the model may be asked about."""

BUDGET = 0.75
"""By default, the seconds for one search; they are counted in steps, not by the clock."""

DRAFTS = 3
"""By default, how many drafts a writer is asked for."""

MARGIN = 0.2
"""By default, the shift that a watch must rule out; see `pointmass.comparison.drift`."""

_PARTS = ("prompt", "examples", "history", "tools", "returns", "options")
SURFACES = ("prompt", "examples", "history", "tools", "returns", "model", "effort", "options")
"""The parts of a spec that can be varied. ``effort`` is the service's effort level, within ``output_config``."""

ProgressSwitch: TypeAlias = bool | Callable[[Progress], None]
"""Whether progress is shown; or a function that is called with each `Progress`."""

Values: TypeAlias = Sequence[Any] | Mapping[str, Any]
"""The values of a surface, each of which makes a variant: a list, or a mapping from names to values."""

_MOST = 1_000  # as the sampler allows
_CONCURRENCY = Allowed(
    lambda value: is_whole(value) and 1 <= value <= _MOST,
    f"a whole number of requests in flight, from 1 to {_MOST:,}",
)
_PROGRESS = Allowed(
    lambda value: value is None or isinstance(value, bool) or callable(value),
    "True, False, or a function of a Progress",
)
_ASKED = Allowed(lambda value: value is None or isinstance(value, str | Model), "a Model, or the name of one")
_DRAWS = Allowed(
    lambda value: value is None or (is_whole(value) and value >= 1), "a whole number of at least 1, or None"
)
_LIBRARIES = Allowed(
    lambda value: isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(v, str) for v in value),
    'a list of names: ["numpy"]',
)


class SampleHow(TypedDict, total=False):
    """Keyword arguments of ``sample``, for type checkers; see ``Workbench.sample``."""

    concurrency: int
    fresh: bool
    linked: bool
    model: Model | str | None
    progress: ProgressSwitch
    prompt: str
    examples: Examples
    history: Sequence[Mapping[str, str]]
    tools: Sequence[str]
    returns: Any
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SampleOptions:
    """The arguments of ``sample`` besides the inputs and the draws; see ``Workbench.sample``.

    The parts of a spec are checked later, when the changed spec is made.
    """

    concurrency: int = keyword(CONCURRENCY, _CONCURRENCY)
    fresh: bool = keyword(default=False, check=YES_OR_NO)
    linked: bool = keyword(default=False, check=YES_OR_NO)
    model: Model | str | None = keyword(None, _ASKED)
    progress: ProgressSwitch = keyword(default=True, check=_PROGRESS)
    prompt: str = keyword(UNSET)
    examples: Examples = keyword(UNSET)
    history: Sequence[Mapping[str, str]] = keyword(UNSET)
    tools: Sequence[str] = keyword(UNSET)
    returns: Any = keyword(UNSET)
    options: Mapping[str, Any] = keyword(UNSET)

    def variant(self, spec: Spec) -> Spec:
        """Return the spec with the given parts in place of its own.

        Raises:
            SpecError: The parts do not fit each other.
        """
        parts = {name: getattr(self, name) for name in _PARTS if getattr(self, name) is not UNSET}
        parts |= {"model": self.model} if isinstance(self.model, str) else {}
        return dataclasses.replace(spec, **parts) if parts else spec


class VaryHow(TypedDict, total=False):
    """Keyword arguments of ``vary``, for type checkers; see ``Handle.vary``."""

    prompt: Values | None
    examples: Values | None
    history: Values | None
    tools: Values | None
    returns: Values | None
    model: Values | None
    effort: Values | None
    options: Values | None
    cross: bool
    target: Any
    score: Callable[..., Any] | None
    level: float
    seed: int
    concurrency: int
    fresh: bool
    linked: bool
    progress: ProgressSwitch


@dataclass(frozen=True, slots=True)
class VaryOptions:
    """The arguments of ``vary`` besides the inputs and the draws; see ``Handle.vary``."""

    prompt: Values | None = keyword(None)
    examples: Values | None = keyword(None)
    history: Values | None = keyword(None)
    tools: Values | None = keyword(None)
    returns: Values | None = keyword(None)
    model: Values | None = keyword(None)
    effort: Values | None = keyword(None)
    options: Values | None = keyword(None)
    cross: bool = keyword(default=False, check=YES_OR_NO)
    target: Any = keyword(None)
    score: Callable[..., Any] | None = keyword(
        None,
        Allowed(lambda value: value is None or callable(value), "a function of an outcome, or of input and outcome"),
    )
    level: float = keyword(0.95, LEVEL)
    seed: int = keyword(0, SEED)
    concurrency: int = keyword(CONCURRENCY, _CONCURRENCY)
    fresh: bool = keyword(default=False, check=YES_OR_NO)
    linked: bool = keyword(default=False, check=YES_OR_NO)
    progress: ProgressSwitch = keyword(default=True, check=_PROGRESS)

    @property
    def surfaces(self) -> dict[str, Any]:
        """The surfaces that are varied, as a mapping to their values."""
        return {name: getattr(self, name) for name in SURFACES if getattr(self, name) is not None}

    @property
    def samples(self) -> int:
        """The number of samples that are drawn: one of the unchanged spec, and one of each variant."""
        sizes = [len(values) if hasattr(values, "__len__") else 0 for values in self.surfaces.values()]
        return 1 + sum(sizes) + (math.prod(sizes) if self.cross else 0)

    @property
    def sampling(self) -> SampleHow:
        """The keyword arguments of ``sample`` for each variant."""
        return SampleHow(concurrency=self.concurrency, fresh=self.fresh, linked=self.linked, progress=self.progress)


class WatchHow(TypedDict, total=False):
    """Keyword arguments of ``watch``, for type checkers; see ``Handle.watch``."""

    draws: int | None
    margin: float
    level: float
    running: bool
    seed: int
    concurrency: int
    fresh: bool
    linked: bool | None
    model: Model | str | None
    progress: ProgressSwitch


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """The arguments of ``watch`` besides the baseline; see ``Handle.watch``."""

    draws: int | None = keyword(None, _DRAWS)
    margin: float = keyword(
        MARGIN, Allowed(lambda value: is_number(value) and 0 < value < 1, "the shift to rule out, between 0 and 1")
    )
    level: float = keyword(0.95, LEVEL)
    running: bool = keyword(default=False, check=YES_OR_NO)
    seed: int = keyword(0, SEED)
    concurrency: int = keyword(CONCURRENCY, _CONCURRENCY)
    fresh: bool = keyword(default=True, check=YES_OR_NO)
    linked: bool | None = keyword(
        None, Allowed(lambda value: value is None or isinstance(value, bool), "True or False, or None: as the baseline")
    )
    model: Model | str | None = keyword(None, _ASKED)
    progress: ProgressSwitch = keyword(default=True, check=_PROGRESS)


class JudgeHow(TypedDict, total=False):
    """Keyword arguments of ``pm.Judge``, for type checkers."""

    about: str
    draws: int
    concurrency: int
    fresh: bool
    model: Model | str | None
    progress: ProgressSwitch


@dataclass(frozen=True, slots=True)
class JudgeOptions:
    """The arguments of ``pm.Judge`` besides the workbench; see there."""

    about: str = keyword("", Allowed(lambda value: isinstance(value, str), "the task in words"))
    draws: int = keyword(
        1,
        Allowed(
            lambda value: is_whole(value) and value >= 1,
            "a whole number of draws; a pair is asked about at least once in each order",
        ),
    )
    concurrency: int = keyword(CONCURRENCY, _CONCURRENCY)
    fresh: bool = keyword(default=False, check=YES_OR_NO)
    model: Model | str | None = keyword(None, _ASKED)
    progress: ProgressSwitch = keyword(default=False, check=_PROGRESS)


class StabilizeHow(TypedDict, total=False):
    """Keyword arguments of ``stabilize``, for type checkers; see ``Handle.stabilize``."""

    agreement: float
    budget: float
    probes: int
    writer: Model | Literal["auto"] | None
    drafts: int
    dollars: float | None
    model: Model | None
    answers: Any
    allow_model: bool
    allow_imports: Sequence[str]
    progress: bool


@dataclass(frozen=True, slots=True)
class StabilizeOptions:
    """The arguments of ``stabilize`` besides the sample; see ``Handle.stabilize``."""

    agreement: float = keyword(
        AGREEMENT,
        Allowed(
            lambda value: is_number(value) and 0 < value < 1,
            "a fraction between 0 and 1; 0.9 asks for 90 %",
            EvidenceError,
        ),
    )
    budget: float = keyword(
        BUDGET, Allowed(lambda value: is_number(value) and value > 0, "a number of seconds above 0")
    )
    probes: int = keyword(
        PROBES, Allowed(lambda value: is_whole(value) and value >= 0, "a whole number of inputs, 0 for none")
    )
    writer: Model | Literal["auto"] | None = keyword(
        "auto",
        Allowed(
            lambda value: value is None or value == "auto" or isinstance(value, Model),
            'a Model, or "auto" for the one that was sampled, or None',
        ),
    )
    drafts: int = keyword(DRAFTS, Allowed(lambda value: is_whole(value) and value >= 1, "a whole number, 1 or more"))
    dollars: float | None = keyword(
        None,
        Allowed(lambda value: value is None or (is_number(value) and value >= 0), "US dollars, or None for no limit"),
    )
    model: Model | None = keyword(
        None, Allowed(lambda value: value is None or isinstance(value, Model), "the Model that was sampled, or None")
    )
    answers: Any = keyword(())
    allow_model: bool = keyword(default=False, check=YES_OR_NO)
    allow_imports: Sequence[str] = keyword((), _LIBRARIES)
    progress: bool = keyword(default=True, check=YES_OR_NO)
