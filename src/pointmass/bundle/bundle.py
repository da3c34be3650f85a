"""What a bundle holds, once it is in memory: one spec, the versions made from it, and which one the name means."""

from __future__ import annotations

from dataclasses import dataclass

from pointmass.artifact import Artifact
from pointmass.digest import SHORT
from pointmass.errors import BundleError
from pointmass.spec import Spec

FORMAT = 1
"""The number of the format on disk; a reader refuses a newer one."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the code, with who approved it.

    Attributes:
        number: Its number in the history of the name, 1 or more; ``3`` is ``v3.py``.
        artifact: The code with its evidence.
        approver: Who said yes to it.
        time: When, seconds since 1970 (UTC).
        note: On what evidence, in a line.
    """

    number: int
    artifact: Artifact
    approver: str
    time: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A spec and the code that was made from it.

    Attributes:
        spec: The intent.
        versions: The code, in the order of the numbers.
        active: The number of the version that the name means; ``None`` when it means the spec.

    Raises:
        BundleError: The parts do not belong together.
    """

    spec: Spec
    versions: tuple[Version, ...] = ()
    active: int | None = None

    def __post_init__(self) -> None:
        """Put the versions in order, and refuse parts that do not belong together."""
        versions = tuple(sorted(self.versions, key=lambda version: version.number))
        numbers = [version.number for version in versions]
        if len(set(numbers)) < len(numbers) or any(number < 1 for number in numbers):
            raise BundleError(
                f"{self.spec.name}: the versions are numbered {numbers}; allowed is each number once, from 1"
            )
        for version in versions:
            self._check(version)
        if self.active is not None and self.active not in numbers:
            raise BundleError(
                f"{self.spec.name}: version {self.active} is stated as active, but the versions are {numbers}; "
                "name one of these, or 'spec'"
            )
        object.__setattr__(self, "versions", versions)

    def version(self, number: int) -> Version:
        """Return the version of a number.

        Raises:
            BundleError: There is no such version.
        """
        for version in self.versions:
            if version.number == number:
                return version
        raise BundleError(f"{self.spec.name}: no version {number}; it has {[v.number for v in self.versions]}")

    def _check(self, version: Version) -> None:
        artifact = version.artifact
        if artifact.name != self.spec.name:
            raise BundleError(
                f"{self.spec.name}: version {version.number} is code for {artifact.name!r}; "
                f"it belongs in the bundle of that name"
            )
        if artifact.spec_digest != self.spec.digest:
            raise BundleError(
                f"{self.spec.name}: version {version.number} was made from spec {artifact.spec_digest[:SHORT]}, and the "
                f"spec is {self.spec.digest[:SHORT]}; go back to that spec, or stabilize this one and export again"
            )
