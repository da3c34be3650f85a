"""The seam between pointmass and whatever answers: one method, ``complete(request, index)``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pointmass.digest import digest

if TYPE_CHECKING:
    from pointmass.models.throttle import Throttle

Origin: TypeAlias = Literal["fresh", "replayed"]
"""Whether an answer was drawn now, or read from a recording."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that the model may call, as the model sees it.

    Attributes:
        name: The name to call.
        description: What the tool does, in words.
        schema: The JSON schema of its arguments.
    """

    name: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call that a model asks for.

    Attributes:
        id: The number that the service gave the call; the result is sent back under it.
        name: The name of the tool.
        arguments: The arguments by name, JSON data.
    """

    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """Everything that one draw asks of a model; the same for all draws of one input.

    Attributes:
        spec: The name of the spec that asks.
        inputs: The inputs, JSON data by parameter; what recordings and simulations go by.
        system: The system prompt, or ``None``.
        messages: The turns, each ``{"role": ..., "content": ...}`` as the Messages API takes them; the last is the user's.
        schema: The JSON schema that the answer must fit, or ``None`` for plain text.
        tools: What the model may call.
        model: The model that the spec insists on, or ``None``.
        options: Further parameters of the request, as the service's SDK names them.
        linked: Whether it is a turn of a conversation that answers one input after the other; a simulation uses it.
    """

    spec: str
    inputs: Mapping[str, Any]
    messages: tuple[Mapping[str, Any], ...]
    system: str | None = None
    schema: Mapping[str, Any] | None = None
    tools: tuple[Tool, ...] = ()
    model: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer, as the service counted them.

    Attributes:
        input_tokens: Tokens sent and not read from a cache.
        output_tokens: Tokens answered.
        cache_read_tokens: Tokens of the request that were read from the service's cache.
        cache_write_tokens: Tokens of the request that were written to it.
        service_tier: How the service served the request (``batch`` costs half), or ``None`` where it did not say.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    service_tier: str | None = None

    def __add__(self, other: Usage) -> Usage:
        """Add up the tokens of several requests that made one draw; the tier is the first that is known."""
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cache_read_tokens + other.cache_read_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            self.service_tier or other.service_tier,
        )


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in US dollars per million tokens. You set it: the SDK knows no prices.

    An answer of a batch (``service_tier == "batch"``) costs half.

    Attributes:
        input: The price of input tokens.
        output: The price of output tokens.
        cache_read: The price of tokens read from the cache; that of input where it is ``None``.
        cache_write: The price of tokens written to the cache; that of input where it is ``None``.
    """

    input: float
    output: float
    cache_read: float | None = None
    cache_write: float | None = None

    def dollars(self, usage: Usage) -> float:
        """Return what the tokens cost, in US dollars."""
        read = self.input if self.cache_read is None else self.cache_read
        write = self.input if self.cache_write is None else self.cache_write
        millionths = (
            usage.input_tokens * self.input
            + usage.output_tokens * self.output
            + usage.cache_read_tokens * read
            + usage.cache_write_tokens * write
        )
        return millionths / 1e6 * (0.5 if usage.service_tier == "batch" else 1.0)


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer of a model.

    Attributes:
        text: What it said; text blocks joined.
        stop_reason: Why it stopped, as the service names it (``end_turn``, ``refusal``, ``max_tokens``, …).
        model: The model that answered, as the service names it; ``None`` where it is not known.
        usage: Its tokens; ``None`` where nobody counted (a recording), never zero for unknown.
        dollars: Its price in US dollars; ``None`` where no price is set.
        latency: Seconds from the request to the whole answer, retries included; ``None`` where it was not measured.
        response_id: The service's name for the answer.
        tool_calls: The calls that it asks for, when ``stop_reason`` is ``tool_use``.
        blocks: The content as the service gave it, to be sent back in a tool loop.
        origin: Drawn now (``fresh``) or read from a recording (``replayed``).
        turns: The messages between the question and this answer, where tools were called: what the model asked for, and what
            it got.
    """

    text: str
    stop_reason: str = "end_turn"
    model: str | None = None
    usage: Usage | None = None
    dollars: float | None = None
    latency: float | None = None
    response_id: str | None = None
    tool_calls: tuple[ToolCall, ...] = ()
    blocks: tuple[Mapping[str, Any], ...] = ()
    origin: Origin = "fresh"
    turns: tuple[Mapping[str, Any], ...] = ()


class Model(ABC):
    """What answers. Subclass it and write ``complete``; wrap it to change how it behaves.

    A model is used from one event loop at a time, with many calls in flight. It raises errors of
    ``pointmass.errors.ModelError`` only; what it was told is never an error, but a ``Completion``.
    """

    @property
    @abstractmethod
    def identity(self) -> str:
        """Who answers: equal as text means that draws may be put together. No secret in it.

        A ``pm.Identity``, or a text of your own, which is read as one (``Identity.of``).
        """

    @property
    def priced(self) -> bool:
        """Whether its completions carry ``dollars``."""
        return False

    @property
    def adds(self) -> str:
        """What it sends with each request and ``identity`` does not say, as text without a secret; empty for nothing."""
        return ""

    @property
    def live(self) -> bool:
        """Whether it is a service that answers now whatever it is asked, so that it may be asked to write code, too.

        A recording or a simulation is none. A model of your own says so by overriding this; else give it as ``writer=``.
        """
        return False

    @property
    def at_once(self) -> bool:
        """Whether ``complete`` waits for nothing: no network, no timer, no lock of an event loop.

        A call of a name is then answered on the thread that asks, without a loop, and by several threads at the same time.
        """
        return False

    @property
    def throttle(self) -> Throttle | None:
        """What its requests pass, where it asks a service; progress tells when that waits."""
        return None

    @property
    def conversations(self) -> bool:
        """Whether draw *i* of every input comes from one conversation *i*, though each is asked for by itself."""
        return False

    def caveat(self, request: Request) -> str:  # noqa: ARG002 - most models answer what they are asked
        """Say what a reader should know of answers to this request; empty when there is nothing to say."""
        return ""

    def sent(self, request: Request) -> Mapping[str, Any]:
        """Return what is sent for a request, as JSON data without a secret: for a person to read."""
        asked = {
            "system": request.system,
            "messages": [dict(turn) for turn in request.messages],
            "schema": request.schema,
            "tools": [
                {"name": tool.name, "description": tool.description, "schema": tool.schema} for tool in request.tools
            ],
            "model": request.model,
            **request.options,
        }
        return {name: each for name, each in asked.items() if each}

    @abstractmethod
    async def complete(self, request: Request, index: int) -> Completion:
        """Answer a request.

        Args:
            request: What is asked.
            index: The number of the draw, from 0. N draws are N calls with N numbers; a seeded or recorded model
                answers by it, in any order.
        """

    async def aclose(self) -> None:  # noqa: B027 - most models hold nothing
        """Give back what is held (connections, files). The model can be used again afterwards."""


def input_key(inputs: Mapping[str, Any]) -> str:
    """Return the digest of one input mapping: what recordings and stored draws are found by."""
    return digest(dict(inputs))
