"""A live model, asked with the official SDK of the Messages API; also for other servers that speak this API."""

from __future__ import annotations

import asyncio
import functools
import inspect
import json
import os
import re
import time
import weakref
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pointmass.digest import canonical, digest
from pointmass.errors import InputError, ModelOptionError, ModelRequestError, ModelTimeoutError, NoModelError, clip
from pointmass.identity import Identity
from pointmass.models.base import Completion, Model, Price, Request
from pointmass.models.messages import completion, parameters
from pointmass.models.none import KEY, no_model_message
from pointmass.models.service_errors import machine_error, translated
from pointmass.models.throttle import MAX_WAIT, Throttle
from pointmass.shown import printable

if TYPE_CHECKING:
    import anthropic

MAX_TOKENS = 4096
"""The most tokens of an answer, by default."""

_PLACEHOLDER = "no-key"  # local servers need no key, but the SDK insists on one
_IN_FLIGHT = 1000
_CONNECT = 30.0  # seconds; a thousand TLS handshakes at once take longer than the SDK's five
_INSTEAD = {
    "self": "it is not an option",
    "messages": "use history= and examples=",
    "model": "use model=",
    "system": "a prompt without {placeholders} is the system prompt",
    "stream": "answers are taken whole",
    "timeout": "use AnthropicModel(timeout=…)",
}
_OURS = tuple(_INSTEAD)
_COUNT = "x-stainless-retry-count"  # the header by which the SDK tells a service that a request is a retry
_SHORT = 8
_SECRET = re.compile("auth|cookie|credential|key|pass|secret|token", re.IGNORECASE)
# The errors of the SDK for arguments of wrong types, which it does not check.
_UNSENT = (TypeError, ValueError, AttributeError, LookupError)


@dataclass(frozen=True, slots=True)
class _Client:
    """One client of the SDK, for one event loop, with the generator that closes it when the loop ends."""

    sdk: anthropic.AsyncAnthropic
    create: Callable[..., Any]
    closing: AsyncGenerator[None, None]


class AnthropicModel(Model):
    """A model of the Messages API, asked with the official asynchronous SDK.

    A request is sent again after a status of 408, 409, 429 or 5xx, a lost connection or a timeout. It waits as long as
    ``retry-after`` says, else longer with each failure; all requests of the model wait and slow down together
    (``Throttle``). A request whose answer cannot be read is sent once more. If aiohttp is installed, the SDK's
    transport for it is used, which needs a third of the CPU time of the default one.

    Args:
        name: The model, as the service names it; a spec may name another.
        api_key: The key. By default the SDK finds one, when the first draw is requested: ``ANTHROPIC_API_KEY``,
            ``ANTHROPIC_AUTH_TOKEN`` or a profile. With ``base_url`` no key is needed.
        base_url: Another server that speaks the Messages API (``ANTHROPIC_BASE_URL`` by default).
        extra_body: Further properties of the body of each request, sent unchanged: for older or local servers that take
            options which the SDK does not know (``{"temperature": 0.7}``).
        max_tokens: The most tokens of an answer, thinking included, unless the options of a spec say otherwise.
        max_retries: How often a request that failed is sent again; refusals for the rate (429) do not count.
        max_wait: The longest wait, in seconds, before a request is sent again, even if the service asks for more.
        timeout: How many seconds to wait for the service to send something, for each request; an answer that never ends
            is given up after twice as long.
        price: What tokens cost. Without it, completions have no ``dollars``.
        default_headers: Headers to send with each request.

    Raises:
        InputError: A number is out of range, or the key or the address is not valid.
    """

    def __init__(  # noqa: PLR0913 - what a connection is made of
        self,
        name: str,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        extra_body: Mapping[str, Any] | None = None,
        max_tokens: int = MAX_TOKENS,
        max_retries: int = 6,
        max_wait: float = MAX_WAIT,
        timeout: float = 600.0,
        price: Price | None = None,
        default_headers: Mapping[str, str] | None = None,
    ) -> None:
        if max_tokens < 1 or max_retries < 0 or not timeout > 0 or not max_wait > 0:
            got = f"max_tokens={max_tokens}, max_retries={max_retries}, max_wait={max_wait}, timeout={timeout}"
            raise InputError(f"model {name!r}: got {got}; allowed are numbers above 0, and 0 retries")
        base_url = base_url or os.environ.get("ANTHROPIC_BASE_URL") or None
        self.name = name
        self.price = price
        self.max_tokens, self.max_retries, self.timeout = max_tokens, max_retries, timeout
        # The limit of a whole answer: a service that sends a byte now and then never times out otherwise.
        self._whole = 2 * timeout
        self._gate = Throttle(retries=max_retries, max_wait=max_wait)
        self._key = _checked_key(api_key, name)
        self._base_url = base_url
        self._place = _place(base_url, name) if base_url else ""
        self._extra_body = dict(extra_body or {})
        self._headers = dict(default_headers or {})
        self._clients: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Client] = weakref.WeakKeyDictionary()
        self._identity = Identity(
            "anthropic",
            name,
            place=self._place,
            digest=digest(self._extra_body)[:_SHORT] if self._extra_body else "",
            # Draws that are cut at different lengths must not be mixed.
            max_tokens=max_tokens if max_tokens != MAX_TOKENS else 0,
        )

    def __repr__(self) -> str:
        """Show the model and the address; never the key, the headers or a password in the address."""
        place = f", base_url={urlsplit(self._base_url).scheme + '://' + self._place!r}" if self._base_url else ""
        extra = f", extra_body={{{', '.join(f'{name!r}: …' for name in self._extra_body)}}}" if self._extra_body else ""
        return printable(f"AnthropicModel({self.name!r}{place}{extra}, max_tokens={self.max_tokens})")

    @property
    def adds(self) -> str:
        """A digest of ``default_headers`` without secrets: headers, such as those of beta features, affect answers."""
        told = {name.lower(): text for name, text in self._headers.items() if not _SECRET.search(name)}
        return digest(told)[:_SHORT] if told else ""

    @property
    def live(self) -> bool:
        """True, as the service answers any request."""
        return True

    @property
    def throttle(self) -> Throttle:
        """The throttle that all its requests pass."""
        return self._gate

    @property
    def identity(self) -> Identity:
        """Name, address, a digest of ``extra_body``, and ``max_tokens`` if it is not the default; no key."""
        return self._identity

    @property
    def priced(self) -> bool:
        """Whether ``price`` is set."""
        return self.price is not None

    def sent(self, request: Request) -> dict[str, Any]:
        """Return the keyword arguments of ``messages.create``, without the key."""
        return parameters(
            request,
            name=self.name,
            max_tokens=self.max_tokens,
            extra_body=self._extra_body,
            transform=functools.partial(_transformed, who=self._who(request)),
        )

    async def complete(self, request: Request, index: int) -> Completion:  # noqa: ARG002 - a live model has no numbers
        """Send a request, again if it fails and that may help, and return the answer.

        Raises:
            NoModelError: There is no key.
            ModelOptionError: The installed SDK or the model does not know an option.
            ModelError: There was no answer after all retries; each error class of the SDK has a class of pointmass.
        """
        who = self._who(request)
        _check_options(request, who)
        client = await self._client(who)
        asked = self.sent(request)
        started: list[float] = []

        async def send(before: int) -> Completion:
            started.append(time.perf_counter())
            content = await self._once(client, asked, who, before=before, options=request.options)
            return completion(content, who=who, latency=time.perf_counter() - started[0], price=self.price)

        return await self._gate.ask(send)

    async def _once(
        self, client: _Client, asked: Mapping[str, Any], who: str, *, before: int, options: Mapping[str, Any]
    ) -> bytes:
        """Send a request once, after *before* earlier attempts, and return the body of the answer."""
        again = {"extra_headers": {_COUNT: str(before)}} if before else {}
        try:
            async with asyncio.timeout(self._whole):
                response = await client.create(**asked, **again, timeout=client.sdk.timeout)
        except TimeoutError:
            raise ModelTimeoutError(
                f"{who}: no whole answer in {self._whole:g} s, though something came now and then; ask again, or pass a longer "
                "timeout="
            ) from None
        except _sdk().AnthropicError as error:
            named = [*options, *asked.get("extra_body", ()), "max_tokens"]
            raise translated(error, who=who, options=named, secrets=self._secrets(client)) from None
        except OSError as error:
            raise machine_error(error, who=who) from error
        except UnicodeEncodeError as error:
            raise ModelRequestError(
                f"{who}: the request holds half of a surrogate pair ({error.object[error.start]!a}), which has no form in "
                "UTF-8; fix the text: text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')"
            ) from None
        except _UNSENT as error:
            raise ModelRequestError(
                f"{who}: anthropic {_sdk().__version__} cannot send this: {type(error).__name__}:"
                f" {clip(str(error), 200)}; fix the options {sorted(options)} or the messages"
            ) from None
        content: bytes = response.http_response.content
        return content

    async def aclose(self) -> None:
        """Close the connections of this event loop. The model can be used again afterwards."""
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client:
            await client.closing.aclose()

    async def _client(self, who: str) -> _Client:
        loop = asyncio.get_running_loop()
        client = self._clients.get(loop)
        if client is None:
            sdk = self._connect(who)
            client = _Client(sdk, sdk.messages.with_raw_response.create, _closing(sdk))
            for ended in [known for known in self._clients if known.is_closed()]:
                del self._clients[ended]
            self._clients[loop] = client
            # When a loop ends, it closes the generators that were begun in it, and so the connections: asyncio.run()
            # leaves none open even if nobody calls aclose().
            await anext(client.closing)
        return client

    def _connect(self, who: str) -> anthropic.AsyncAnthropic:
        import httpx2  # noqa: PLC0415 - the SDK's own transport, loaded with it

        key = self._key or _checked_key(os.environ.get(KEY), self.name)
        named = {name.lower() for name in self._headers}
        if key is None and self._base_url and not os.environ.get("ANTHROPIC_AUTH_TOKEN"):
            key = _PLACEHOLDER
        limits = httpx2.Limits(max_connections=_IN_FLIGHT, max_keepalive_connections=_IN_FLIGHT)
        timeout = httpx2.Timeout(self.timeout, connect=min(self.timeout, _CONNECT))
        sdk = _sdk()
        try:
            try:
                transport = sdk.DefaultAioHttpClient(limits=limits, timeout=timeout)
            except RuntimeError:  # aiohttp is not installed
                transport = sdk.DefaultAsyncHttpxClient(limits=limits, timeout=timeout)
        except OSError as error:  # a certificate file that the environment names
            failed = machine_error(error, who=who)
            failed.ends_the_work = True
            raise failed from error
        try:
            client: anthropic.AsyncAnthropic = sdk.AsyncAnthropic(
                api_key=key,
                base_url=self._base_url,
                timeout=timeout,
                max_retries=0,  # the throttle does the retries, for all requests together, and shows its waits
                default_headers=self._headers,
                http_client=transport,
                open_telemetry=False,
            )
        except sdk.AnthropicError as error:
            raise translated(error, who=who, options=(), secrets=[key] if key else ()) from None
        found = (client.api_key or "").strip() or client.auth_token or client.credentials
        if not found and not named & {"authorization", "x-api-key"}:
            raise NoModelError(no_model_message(f"{who}: a draw was asked for, and there is no key ({KEY} is not set)"))
        return client

    def _who(self, request: Request) -> str:
        place = f" at {self._place}" if self._place else ""
        return f"model {request.model or self.name!r}{place}"

    def _secrets(self, client: _Client) -> list[str]:
        known = [client.sdk.api_key, client.sdk.auth_token, urlsplit(self._base_url or "").password]
        # A short value is a setting and no secret; to hide it would garble the message.
        longer = [value for value in self._headers.values() if len(value) >= _SHORT]
        return [secret for secret in (*known, *longer) if secret and secret != _PLACEHOLDER]


def _sdk() -> Any:
    """Load the SDK; it takes half a second, so only a live model does it."""
    import anthropic  # noqa: PLC0415 - see above

    return anthropic


async def _closing(client: anthropic.AsyncAnthropic) -> AsyncGenerator[None, None]:
    try:
        yield
    finally:
        await client.close()


def _place(base_url: str, name: str) -> str:
    """Return host, port and path of an address, without user, password and query."""
    try:
        parts = urlsplit(base_url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(
            f"model {name!r}: base_url is not an address of a server; allowed is http://host:port or https://host/path"
        )
    return f"{parts.hostname}{port}{parts.path.rstrip('/')}"


def _checked_key(key: str | None, name: str) -> str | None:
    """Return a key without white space around it; raise InputError for one that cannot be sent as a header."""
    key = (key or "").strip()
    if not all("!" <= character <= "~" for character in key):
        raise InputError(f"model {name!r}: the key holds a space or a character that is not ASCII; pass the key alone")
    return key or None


def _check_options(request: Request, who: str) -> None:
    unknown = [name for name in request.options if name not in _known_options()]
    if not unknown:
        return
    option = unknown[0]
    if option in _OURS:
        what = f"which pointmass writes itself ({_INSTEAD[option]})"
    else:
        what = f"which anthropic {_sdk().__version__} does not take; for other servers: extra_body={{{option!r}: …}}"
    raise ModelOptionError(
        f"{who}: spec {request.spec!r} has the option {option!r}, {what}; allowed are {sorted(_known_options())}"
    )


@functools.cache
def _known_options() -> frozenset[str]:
    from anthropic.resources.messages import AsyncMessages  # noqa: PLC0415 - loaded with the SDK

    return frozenset(inspect.signature(AsyncMessages.create).parameters) - frozenset(_OURS)


def _transformed(schema: Mapping[str, Any], *, who: str) -> Mapping[str, Any]:
    try:
        return _transformed_text(canonical(schema))
    except (ValueError, AssertionError) as error:
        refused = ModelRequestError(
            f"{who}: the type of the result cannot be asked for: {error}; allowed are str, int, float, bool, Literal,"
            " Enum, list[...] and records"
        )
        refused.ends_the_work = True
        raise refused from None


@functools.lru_cache(maxsize=256)
def _transformed_text(schema: str) -> Mapping[str, Any]:
    """Return a JSON schema, given as text, in the form that the service takes; cached, as all draws share it."""
    parsed = json.loads(schema)
    # The service takes no mapping with any keys, and the SDK would turn it into one that must be empty.
    if _is_open(parsed):
        raise ValueError("a dict with any keys has no form in a JSON schema that the service takes")
    made: Mapping[str, Any] = _sdk().transform_schema(parsed)
    return made


def _is_open(node: Any) -> bool:
    if isinstance(node, list):
        return any(_is_open(item) for item in node)
    if not isinstance(node, dict):
        return False
    opened = node.get("type") == "object" and not node.get("properties") and node.get("additionalProperties", True)
    return bool(opened) or any(_is_open(item) for item in node.values())
