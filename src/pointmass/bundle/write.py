"""Write a bundle to disk: whole files or none, equal files untouched, the same bytes for the same content."""

from __future__ import annotations

import os
from pathlib import Path

from pointmass.bundle.bundle import Bundle
from pointmass.bundle.equality import PACKAGE, write_tests
from pointmass.bundle.files import write_text
from pointmass.bundle.front_matter import write_page
from pointmass.bundle.read import ACTIVE, NEURAL, SPEC, records_in
from pointmass.bundle.version import write_record
from pointmass.digest import SHORT
from pointmass.errors import BundleError


def write_bundle(folder: str | os.PathLike[str], bundle: Bundle) -> list[Path]:
    """Write a bundle into a folder of its own.

    Versions that are there already and were made from the same spec stay; those of another spec can no longer be used, and
    are removed (version control has them). ``active`` is written last, so that it never names what is not there.

    Args:
        folder: The folder of this one bundle; made when it is not there.
        bundle: What to write.

    Returns:
        Every file of the bundle, also those that were there already.

    Raises:
        BundleError: A version that is there has the same number and is other code, the folder holds the bundle of another
            name, or it cannot be written.
    """
    root = Path(folder)
    texts = _texts(bundle)
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BundleError(f"{root}: the folder cannot be made ({error.strerror or error}); give another") from error
    stale = _stale(root, bundle)
    for name, text in texts.items():
        if name != ACTIVE:
            write_text(root / name, text)
    _remove(root, [number for number in stale if f"v{number}.py" not in texts])
    write_text(root / ACTIVE, texts[ACTIVE])
    return [root / name for name in texts]


def _texts(bundle: Bundle) -> dict[str, str]:
    """Write every file; the names come from numbers alone, never from text."""
    texts = {}
    for version in bundle.versions:
        texts[f"v{version.number}.py"] = version.artifact.source
        texts[f"v{version.number}.json"] = write_record(version, bundle.spec)
        texts[f"test_v{version.number}.py"] = write_tests(version, bundle.spec)
    texts["__init__.py"] = PACKAGE
    texts[SPEC] = write_page(bundle.spec)
    texts[ACTIVE] = f"{NEURAL if bundle.active is None else bundle.active}\n"
    return texts


def _stale(root: Path, bundle: Bundle) -> list[int]:
    """Return the numbers of versions made from another spec; refuse what must not be written over."""
    ours = {version.number: version.artifact.digest for version in bundle.versions}
    stale = []
    for number, record in records_in(root).items():
        if record.facts["name"] != bundle.spec.name:
            raise BundleError(
                f"{root}: it holds the bundle of {record.facts['name']!r}, not {bundle.spec.name!r}; give another"
            )
        if record.spec_digest != bundle.spec.digest:
            stale.append(number)
        elif ours.get(number, record.artifact_digest) != record.artifact_digest:
            raise BundleError(
                f"{root}: version {number} is there already, and is other code ({record.artifact_digest[:SHORT]}) than "
                f"version {number} here ({ours[number][:SHORT]}); a version never changes: load that bundle and stabilize on "
                "top of it, export into another folder, or remove this one"
            )
    return stale


def _remove(root: Path, numbers: list[int]) -> None:
    for number in numbers:
        for name in (f"v{number}.json", f"v{number}.py", f"test_v{number}.py"):
            try:
                (root / name).unlink(missing_ok=True)
            except OSError as error:
                raise BundleError(f"{root / name}: it cannot be removed ({error.strerror or error})") from error
