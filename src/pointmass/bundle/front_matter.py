"""``spec.md``: the intent as a page to read, front matter with the facts and the prompt as the body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pointmass.bundle.bundle import FORMAT
from pointmass.bundle.classes import classes_of, rebuild
from pointmass.bundle.files import in_order, json_line, parsed
from pointmass.digest import SHORT, canonical, digest
from pointmass.errors import BundleError, SpecError
from pointmass.signature import Parameter, plain, typed
from pointmass.spec import Example, Spec

_RULE = "---"
_CONTENT = ("name", "parameters", "returns", "model", "options", "tools", "examples", "history")
_FACTS = ("bundle", "digest", *_CONTENT)


@dataclass(frozen=True, slots=True)
class SpecPage:
    """A ``spec.md``, read and found to be what its digest says; its types are still text.

    Attributes:
        content: What the digest is taken of: ``Spec.content()``.
        classes: What rebuilding the classes needs beyond that.
        digest: The digest of the spec.
    """

    content: Mapping[str, Any]
    classes: Mapping[str, Any]
    digest: str


def write_page(spec: Spec) -> str:
    """Write a spec as a page; the body is the prompt, character for character, and one line break."""
    content = spec.content()
    facts = {
        "bundle": FORMAT,
        "name": spec.name,
        "signature": spec.signature,
        "digest": spec.digest,
        "parameters": content["parameters"],
        "returns": content["returns"],
        "classes": classes_of([*(p.annotation for p in spec.parameters), spec.returns]),
        "model": spec.model,
        "options": in_order(content["options"]),
        "tools": content["tools"],
        "examples": content["examples"],
        "history": in_order(content["history"]),
    }
    lines = [f"{key}: {json_line(value)}" for key, value in facts.items() if key != "classes" or value]
    return "\n".join([_RULE, *lines, _RULE, spec.prompt]) + "\n"


def read_page(text: str, *, where: str) -> SpecPage:
    """Read a page, and check it against its digest. Line endings that a checkout made CR LF are changed back.

    Args:
        text: The page.
        where: The file, for messages.

    Raises:
        BundleError: It is no such page, a newer pointmass wrote it, or it was changed.
    """
    if text.startswith(f"{_RULE}\r\n"):
        text = text.replace("\r\n", "\n")
    head, prompt = _parts(text, where=where)
    facts = _facts(head, where=where)
    content = {key: facts[key] for key in _CONTENT} | {"prompt": prompt}
    found = digest(content)
    if found != facts["digest"]:
        raise BundleError(
            f"{where}: the spec states the digest {str(facts['digest'])[:SHORT]}, and it is {found[:SHORT]}: "
            "the page was changed; restore it, or define the spec in a workbench, stabilize it again and export"
        )
    return SpecPage(content, _mapping(facts.get("classes", {}), "classes", where=where), found)


def spec_of(page: SpecPage, *, types: Iterable[type], where: str) -> Spec:
    """Make the spec of a page.

    Args:
        page: The page.
        types: Classes to use where the page names them.
        where: The file, for messages.

    Raises:
        BundleError: A type cannot be rebuilt, or what is rebuilt is not what was written.
    """
    content = page.content
    shapes = [*(each["type"] for each in content["parameters"]), content["returns"]]
    *kinds, returns = rebuild(shapes, classes=page.classes, types=types, where=where)
    try:
        spec = Spec(
            name=content["name"],
            prompt=content["prompt"],
            parameters=tuple(_parameter(each, kind) for each, kind in zip(content["parameters"], kinds, strict=True)),
            returns=returns,
            examples=tuple(Example(each["inputs"], each["result"]) for each in content["examples"]),
            history=tuple(content["history"]),
            tools=tuple(content["tools"]),
            model=content["model"],
            options=content["options"],
        )
    except (SpecError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BundleError(f"{where}: no spec can be made of it ({error}); restore the file") from error
    if spec.digest != page.digest:
        raise BundleError(
            f"{where}: rebuilt from text, the types of {spec.signature} give the digest {spec.digest[:SHORT]} and not "
            f"{page.digest[:SHORT]}; pass the classes themselves: types=[...]"
        )
    return spec


def _parameter(each: Mapping[str, Any], kind: Any) -> Parameter:
    if "default" not in each:
        return Parameter(each["name"], kind)
    default = typed(kind, each["default"])
    # Where code of the type makes something else of JSON data, the data stands for itself.
    same = canonical(plain(kind, default)) == canonical(each["default"])
    return Parameter(each["name"], kind, default if same else each["default"])


def _parts(text: str, *, where: str) -> tuple[list[str], str]:
    """Cut a page into the lines of its front matter and its body."""
    opening, _, rest = text.partition("\n")
    head, closing, body = rest.partition(f"\n{_RULE}\n")
    if opening != _RULE or not closing:
        raise BundleError(
            f"{where}: this is not a page of a bundle; it begins with lines `key: value` between two lines `---`"
        )
    return head.split("\n"), body.removesuffix("\n")


def _facts(lines: list[str], *, where: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for line in lines:
        key, colon, value = line.partition(": ")
        if not colon:
            raise BundleError(f"{where}: {line[:60]!r} is not a line of front matter; allowed is `key: <JSON>`")
        if key in facts:
            raise BundleError(
                f"{where}: {key[:40]!r} occurs twice in the front matter; each key occurs once: restore the file"
            )
        facts[key] = parsed(value, where=f"{where}: {key[:40]}")
    version = facts.get("bundle")
    if isinstance(version, int) and version > FORMAT:
        raise BundleError(
            f"{where}: a newer pointmass wrote it (format {version}); upgrade, this one reads format {FORMAT}"
        )
    missing = [key for key in _FACTS if key not in facts]
    if missing:
        raise BundleError(f"{where}: the front matter has no {missing}; it needs {list(_FACTS)}: restore the file")
    _check_shapes(facts, where=where)
    return facts


def _check_shapes(facts: Mapping[str, Any], *, where: str) -> None:
    lists = [key for key in ("parameters", "tools", "examples", "history") if not isinstance(facts[key], list)]
    if lists:
        raise BundleError(f"{where}: {lists} must be lists; restore the file")
    wrong = [each for each in facts["parameters"] if not isinstance(each, dict) or not {"name", "type"} <= each.keys()]
    wrong += [
        each for each in facts["examples"] if not isinstance(each, dict) or not {"inputs", "result"} <= each.keys()
    ]
    if wrong:
        raise BundleError(f"{where}: {str(wrong[0])[:60]} is not a parameter or example; restore the file")
    _mapping(facts["options"], "options", where=where)


def _mapping(value: object, key: str, *, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BundleError(f"{where}: {key} is {type(value).__name__}; it must be a mapping")
    return value
