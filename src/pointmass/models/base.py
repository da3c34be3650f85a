"""The interface between pointmass and models: one method, ``complete(request, index)``."""

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
        name: The name of the tool.
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
        id: The id that the service gave the call; the result is sent back with it.
        name: The name of the tool.
        arguments: The arguments by name, JSON data.
    """

    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a model; it is the same for all draws of one input.

    Attributes:
        spec: The name of the spec.
        inputs: The inputs, JSON data by parameter; recordings and simulations answer by them.
        messages: The turns, each ``{"role": ..., "content": ...}`` as in the Messages API; the last is the user's.
        system: The system prompt, or ``None``.
        schema: The JSON schema that the answer must fit, or ``None`` for plain text.
        tools: The tools that the model may call.
        model: The model that the spec names, or ``None``.
        options: Further parameters of the request, as the service's SDK names them.
        linked: Whether it is a turn of a conversation that answers one input after the other; simulations use it.
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
    """The tokens of one answer, as the service counted them.

    Attributes:
        input_tokens: The tokens of the request, without those read from or written to a cache.
        output_tokens: The tokens of the answer.
        cache_read_tokens: The tokens of the request that were read from the service's cache.
        cache_write_tokens: The tokens of the request that were written to it.
        service_tier: How the service served the request (``batch`` costs half); ``None`` if it did not say.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    service_tier: str | None = None

    def __add__(self, other: Usage) -> Usage:
        """Add up the tokens of several requests for one draw; the tier is the first that is known."""
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cache_read_tokens + other.cache_read_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
            self.service_tier or other.service_tier,
        )


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a model, in US dollars per million tokens. You set it, as the SDK knows no prices.

    An answer of a batch (``service_tier == "batch"``) costs half.

    Attributes:
        input: The price of input tokens.
        output: The price of output tokens.
        cache_read: The price of tokens read from the cache; ``None`` for the price of input.
        cache_write: The price of tokens written to the cache; ``None`` for the price of input.
    """

    input: float
    output: float
    cache_read: float | None = None
    cache_write: float | None = None

    def dollars(self, usage: Usage) -> float:
        """Return the cost of the tokens, in US dollars."""
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
        text: The text of the answer; several text blocks are joined.
        stop_reason: Why the model stopped, as the service names it (``end_turn``, ``refusal``, ``max_tokens``, …).
        model: The model that answered, as the service names it; ``None`` if it is not known.
        usage: Its tokens; ``None``, and never zero, if they were not counted, as in a recording.
        dollars: Its price in US dollars; ``None`` if no price is set.
        latency: Seconds from the request to the whole answer, retries included; ``None`` if it was not measured.
        response_id: The service's id of the answer.
        tool_calls: The calls of tools that the model asks for, if ``stop_reason`` is ``tool_use``.
        blocks: The content as the service gave it, to be sent back in a tool loop.
        origin: ``fresh`` for an answer drawn now, ``replayed`` for one from a recording.
        turns: The messages between the question and this answer if tools were called: the calls, and their results.
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
    """A model. Subclass it and write ``complete``; wrap a model to change how it behaves.

    A model is used from one event loop at a time, with many calls in flight. It raises only errors of the class
    ``pointmass.errors.ModelError``; whatever the model answers is a ``Completion``, and no error.
    """

    @property
    @abstractmethod
    def identity(self) -> str:
        """Who answers, without a secret: draws of models whose identities are equal as texts may be put together.

        It is a ``pm.Identity``, or a text, which is converted to one (``Identity.of``).
        """

    @property
    def priced(self) -> bool:
        """Whether its completions have ``dollars``."""
        return False

    @property
    def adds(self) -> str:
        """What it adds to each request and ``identity`` does not show, as text without secrets; empty for nothing."""
        return ""

    @property
    def live(self) -> bool:
        """Whether it can answer any request now, so that it may be asked to write code, too.

        Recordings and simulations cannot. A model of your own says so by overriding this, or is given as ``writer=``.
        """
        return False

    @property
    def at_once(self) -> bool:
        """Whether ``complete`` never waits: for no network, no timer and no lock of an event loop.

        If so, a call of a name is answered on the calling thread without an event loop, and several threads may call
        ``complete`` at the same time.
        """
        return False

    @property
    def throttle(self) -> Throttle | None:
        """The throttle that its requests pass, if it asks a service; the progress shows when it waits."""
        return None

    @property
    def conversations(self) -> bool:
        """Whether draw *i* of all inputs is from the same conversation, although each is requested separately."""
        return False

    def caveat(self, request: Request) -> str:  # noqa: ARG002 - most models answer what they are asked
        """Return in words what a reader should know of answers to this request; the empty text for nothing."""
        return ""

    def sent(self, request: Request) -> Mapping[str, Any]:
        """Return what is sent for a request, as JSON data without a secret, for people to read."""
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
            request: The request.
            index: The number of the draw, from 0. N draws are N calls with N numbers, in any order; the answer of a
                seeded or recorded model depends on it.
        """

    async def aclose(self) -> None:  # noqa: B027 - most models hold nothing
        """Close connections and files. The model can be used again afterwards."""


def input_key(inputs: Mapping[str, Any]) -> str:
    """Return the digest of one input mapping, by which recordings and stored draws are found."""
    return digest(dict(inputs))
