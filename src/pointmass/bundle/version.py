"""``v3.json``: the record of a version, for a reviewer and for the reader that checks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pointmass.artifact import Artifact, fields_given
from pointmass.bundle.bundle import FORMAT, Version
from pointmass.bundle.files import in_order, json_block, parsed
from pointmass.digest import SHORT, text_digest
from pointmass.draw import LATEST
from pointmass.errors import BundleError
from pointmass.facts import NOT_RECORDED
from pointmass.spec import Spec

_BOUNDS = ("agreed", "answered", "certified", "coverage", "agreement_at_least", "level")
_FACTS: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "version": int,
    "artifact_digest": str,
    "source_digest": str,
    "spec_digest": str,
    "sample_digest": str,
    "approver": str,
    "time": (int, float),
    "note": str,
    "evidence": dict,
}


@dataclass(frozen=True, slots=True)
class VersionFile:
    """A ``v3.json``, read; whether it fits the other files is not checked yet.

    Attributes:
        facts: Everything in it.
        where: The file, for messages.
    """

    facts: Mapping[str, Any]
    where: str

    @property
    def spec_digest(self) -> str:
        """The digest of the spec that the version was made from."""
        return str(self.facts["spec_digest"])

    @property
    def artifact_digest(self) -> str:
        """The digest of exactly the code that was approved."""
        return str(self.facts["artifact_digest"])


def write_record(version: Version, spec: Spec) -> str:
    """Write the record of a version; the numbers that a reviewer looks for come before the evidence."""
    artifact = version.artifact
    evidence, fields = artifact.evidence, fields_given(artifact, spec.returns)
    return json_block(
        {
            "bundle": FORMAT,
            "name": artifact.name,
            "version": version.number,
            "artifact_digest": artifact.digest,
            "source_digest": text_digest(artifact.source),
            "spec_digest": artifact.spec_digest,
            "sample_digest": artifact.sample_digest,
            # The model as it answered, with its draws; the model that the spec insists on stands in spec.md.
            "model": _models(evidence),
            "options": in_order(spec.options),
            **({"fields": list(fields)} if fields else {}),
            "bounds": {key: evidence[key] for key in _BOUNDS if key in evidence},
            "approver": version.approver,
            "approved": _date(version.time),
            "time": version.time,
            "note": version.note,
            "evidence": in_order(evidence),
        }
    )


def read_record(text: str, *, where: str) -> VersionFile:
    """Read the record of a version.

    Args:
        text: The file's text.
        where: The file, for messages.

    Raises:
        BundleError: It is not a record, or a newer pointmass wrote it.
    """
    facts = parsed(text, where=where)
    if not isinstance(facts, dict):
        raise BundleError(f"{where}: this is {type(facts).__name__} and no record of a version; restore the file")
    form = facts.get("bundle")
    if isinstance(form, int) and form > FORMAT:
        raise BundleError(
            f"{where}: a newer pointmass wrote it (format {form}); upgrade, this one reads format {FORMAT}"
        )
    wrong = [key for key, kind in _FACTS.items() if not isinstance(facts.get(key), kind)]
    if wrong:
        raise BundleError(f"{where}: {wrong} are missing or of another type; restore the file from version control")
    if not 0 <= facts["time"] <= LATEST or isinstance(facts["time"], bool):
        raise BundleError(f"{where}: the time {facts['time']!r} is none; it is in seconds since 1970: restore the file")
    return VersionFile(facts, where)


def version_of(record: VersionFile, source: str, *, number: int) -> Version:
    """Put code and record together, and check them against the digests. Line endings of a checkout are changed back.

    Args:
        record: The record of the version.
        source: The code.
        number: The number in the files' names.

    Raises:
        BundleError: The code is not the one that was approved, or the record is of another version.
    """
    facts = record.facts
    if facts["version"] != number:
        raise BundleError(
            f"{record.where}: it is the record of version {facts['version']}, and the file says {number}; rename it"
        )
    expected = facts["source_digest"]
    for candidate in dict.fromkeys([source, source.replace("\r\n", "\n")]):
        if text_digest(candidate) == expected:
            source = candidate
    artifact = Artifact(facts["name"], source, record.spec_digest, facts["sample_digest"], facts["evidence"])
    if text_digest(source) != expected:
        raise BundleError(
            f"{record.where}: v{number}.py is not the code that was approved ({text_digest(source)[:SHORT]}, not "
            f"{str(expected)[:SHORT]}): it was edited, by hand or by a formatter; restore it, or stabilize again and export"
        )
    if artifact.digest != record.artifact_digest:
        raise BundleError(
            f"{record.where}: the artifact digest says {record.artifact_digest[:SHORT]}, and name, code and spec make "
            f"{artifact.digest[:SHORT]}: the record was changed; restore it from version control"
        )
    return Version(number, artifact, facts["approver"], facts["time"], facts["note"])


def _models(evidence: Mapping[str, Any]) -> Any:
    whose = evidence.get("behaviour")
    return whose.get("models", NOT_RECORDED) if isinstance(whose, Mapping) else NOT_RECORDED


def _date(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return "unknown"
