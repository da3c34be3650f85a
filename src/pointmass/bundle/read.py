"""Read a bundle from disk: nothing is executed, and nothing is trusted that its digest does not confirm."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from pointmass.bundle.bundle import Bundle, Version
from pointmass.bundle.files import read_text
from pointmass.bundle.front_matter import read_page, spec_of
from pointmass.bundle.version import VersionFile, read_record, version_of
from pointmass.digest import SHORT
from pointmass.errors import BundleError
from pointmass.spec import Spec

SPEC = "spec.md"
ACTIVE = "active"
NEURAL = "spec"
"""What ``active`` says when the name means the spec."""

_WORD = 10
"""Characters of what ``active`` says that a message repeats: the longest number of a version, and a sign."""

NUMBERED = re.compile(r"v([1-9][0-9]{0,8})\.(py|json)")
"""The two files of a version that a deployment needs."""


def is_bundle(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder holds a bundle, whole or not."""
    return any((Path(folder) / name).is_file() for name in (SPEC, ACTIVE))


def read_bundle(folder: str | os.PathLike[str], *, types: Iterable[type] = ()) -> Bundle:
    """Read a bundle, and check that its files belong together.

    Args:
        folder: The folder of one bundle.
        types: Classes to use where the spec names them. Enums, dataclasses and TypedDicts that are not given are rebuilt
            from the description; pydantic models must be given.

    Raises:
        BundleError: Files are missing, were changed, or do not belong together; or a type cannot be rebuilt.
    """
    root = Path(folder)
    missing = [name for name in (SPEC, ACTIVE) if not (root / name).is_file()]
    if missing:
        raise BundleError(
            f"{root}: this is not a bundle: {missing} missing; give the folder that holds {SPEC} and {ACTIVE}"
        )
    where = str(root / SPEC)
    spec = spec_of(read_page(read_text(root / SPEC), where=where), types=types, where=where)
    versions = tuple(_version(root, number, spec) for number in _numbers(root))
    return Bundle(spec, versions, _active(root, versions))


def records_in(folder: Path) -> dict[int, VersionFile]:
    """Return the records of the versions in a folder that can be read, whether or not anything belongs together."""
    records: dict[int, VersionFile] = {}
    for path in sorted(folder.glob("v*.json")):
        named = NUMBERED.fullmatch(path.name)
        if named is None:
            continue
        try:
            records[int(named[1])] = read_record(read_text(path), where=str(path))
        except BundleError:
            continue  # not ours, or torn: nothing can be said of it
    return records


def _numbers(root: Path) -> list[int]:
    """Return the numbers of the versions in a folder, each with both of its files."""
    found: dict[int, set[str]] = {}
    for path in root.iterdir():
        named = NUMBERED.fullmatch(path.name)
        if named is not None:
            found.setdefault(int(named[1]), set()).add(named[2])
    torn = [
        f"v{number}.{kind}" for number, kinds in sorted(found.items()) for kind in ("py", "json") if kind not in kinds
    ]
    if torn:
        raise BundleError(f"{root}: {torn} missing; a version is its code and its record: restore both, or remove both")
    return sorted(found)


def _version(root: Path, number: int, spec: Spec) -> Version:
    path = root / f"v{number}.json"
    record = read_record(read_text(path), where=str(path))
    if record.facts["name"] != spec.name:
        raise BundleError(
            f"{path}: it is a version of {record.facts['name']!r}, and the spec is {spec.name!r}; remove it"
        )
    if record.spec_digest != spec.digest:
        raise BundleError(
            f"{path}: the code was made from spec {record.spec_digest[:SHORT]}, and {SPEC} is {spec.digest[:SHORT]}; "
            f"restore that {SPEC}, or stabilize this one and export again"
        )
    return version_of(record, read_text(root / f"v{number}.py"), number=number)


def _active(root: Path, versions: tuple[Version, ...]) -> int | None:
    said = read_text(root / ACTIVE).strip()
    if said == NEURAL:
        return None
    numbers = [version.number for version in versions]
    if said not in {str(number) for number in numbers}:
        # Only a short word is repeated: the file may be a link to something private.
        word = repr(said) if len(said) <= _WORD else "something longer"
        raise BundleError(
            f"{root / ACTIVE}: it says {word}, and the versions are {numbers}; write one of them, or {NEURAL!r}"
        )
    return int(said)
