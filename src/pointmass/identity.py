"""Who a model is: what decides its answers, as parts with names, and as the one text that draws are kept under."""

from __future__ import annotations

import re
from typing import Any, Final, Self

_WRITTEN_WITH_COLONS: Final = frozenset({"recorded", "recorded-writer", "simulated"})
_SERVICE: Final = "anthropic"
_ADDRESSED = re.compile(r"(.+?)(?:@([^+]+?))?(?:\+([0-9a-f]+))?(?:/(\d+))?", re.DOTALL)
"""How a service is written: the model, at which address, the digest of what is sent beside, and where an answer is cut."""


class Identity(str):
    """Who answers. Two that are equal as text are one model, whose draws may be put together. It holds no secret.

        Identity("anthropic", "claude-sonnet-5-5", max_tokens=64)     # 'anthropic:claude-sonnet-5-5/64'
        Identity.of("my own model")                                   # a text of one's own, with no provider

    Args:
        provider: Whose model it is, and how it is asked: ``anthropic`` (a service of the Messages API), ``recorded``,
            ``recorded-writer``, ``simulated``, ``none``; empty where a model of somebody's own gave only a text.
        model: Its name there: the model of a service, the spec of a recording.
        place: The address of the service, where it is not the provider's own.
        variant: Which variant of a recording.
        digest: The digest of what else decides the answers: further parameters, recorded draws, programs and seed.
        max_tokens: Where a service cuts its answers, if that was set; 0 where it was not.
    """

    __slots__ = ("digest", "max_tokens", "model", "place", "provider", "variant")
    provider: str
    model: str
    place: str
    variant: str
    digest: str
    max_tokens: int

    def __new__(
        cls,
        provider: str,
        model: str,
        *,
        place: str = "",
        variant: str = "",
        digest: str = "",
        max_tokens: int = 0,
        text: str = "",
    ) -> Self:
        """Put the parts into the text that draws are kept under; *text* is that text, where it was read."""
        if not text and provider == _SERVICE:
            where, beside = place and f"@{place}", digest and f"+{digest}"
            text = f"{provider}:{model}{where}{beside}{f'/{max_tokens}' if max_tokens else ''}"
        elif not text:
            named = (model, variant, digest) if provider == "recorded" else (model, digest)
            text = ":".join((provider, *named)) if provider in _WRITTEN_WITH_COLONS else provider or model
        self = super().__new__(cls, text)
        parts = (provider, model, place, variant, digest, max_tokens)
        for name, part in zip(("provider", "model", "place", "variant", "digest", "max_tokens"), parts, strict=True):
            super().__setattr__(self, name, part)
        return self

    @classmethod
    def of(cls, text: str) -> Identity:
        """Return the identity that a text says: of a model of one's own that gave a text, or as a file holds it.

        The only place that reads such a text. One that no model of pointmass writes is the name of a model without a provider.
        """
        if isinstance(text, Identity):
            return text
        provider, _, rest = text.partition(":")
        if provider == _SERVICE and (found := _ADDRESSED.fullmatch(rest)):
            model, place, digest, cut = found.groups(default="")
            return cls(provider, model, place=place, digest=digest, max_tokens=int(cut or 0), text=text)
        if provider in _WRITTEN_WITH_COLONS and rest:
            named, _, digest = rest.rpartition(":")
            model, _, variant = named.partition(":") if provider == "recorded" else (named, "", "")
            return cls(provider, model, variant=variant, digest=digest, text=text)
        return cls("none", "") if text == "none" else cls("", text, text=text)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: who answered stays who it was."""
        raise AttributeError(f"an identity cannot be changed, got {name}={value!r}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the text, which says all of it."""
        return Identity.of, (str(self),)
