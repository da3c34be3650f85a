"""Approvals that are kept: what this user said yes to on this machine, in a file of the user's own, outside any store."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import stat
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pointmass.approval.asking import Decision
from pointmass.digest import canonical
from pointmass.errors import clip

HOME = "POINTMASS_HOME"
"""The environment variable that names the folder of the approvals, instead of the user's data folder."""

_KEY_BYTES = 32
_ABOUT = b"pointmass approval 1\n"
_FIELDS: Mapping[str, Any] = {"digest": str, "name": str, "by": str, "time": (int, float)}


class Approvals:
    """Which digests this user approved on this machine.

    A store or a bundle comes with code and with the name of somebody who approved it, both written by whoever wrote the
    file; only what stands here is a yes of this user. Each line carries a mac (HMAC-SHA256) under a key of the user's own;
    where one line does not fit, or the file or the key belongs to another or may be written by others, nothing counts.

    Args:
        folder: Where ``approved`` and ``key`` are; by default what ``POINTMASS_HOME`` names, else the user's data folder.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self.folder = Path(folder) if folder is not None else _home()
        self.fault = ""
        """Why nothing counts, or why a yes could not be kept, in words; empty where all is well."""
        self._lock = threading.Lock()
        self._seen: object = None
        self._known: dict[str, Mapping[str, Any]] = {}

    @property
    def file(self) -> Path:
        """The file that holds the approvals."""
        return self.folder / "approved"

    def find(self, digest: str) -> Decision | None:
        """Return the yes to a digest that was kept, or ``None``."""
        with self._lock:
            kept = self._read().get(digest)
        if kept is None:
            return None
        return Decision(approved=True, by=kept["by"], reason="approved before on this machine", digest=digest)

    def keep(self, said: Decision, *, name: str) -> None:
        """Keep a yes, so that the next session on this machine need not ask. What cannot be kept is said in ``fault``."""
        if said.approved is not True or not said.digest:
            return
        with self._lock:
            if said.digest in self._read():
                return
            try:
                if self.fault:
                    self._set_aside()
                self._append({"digest": said.digest, "name": name, "by": said.by, "time": time.time()})
            except OSError as error:
                why = error.strerror or type(error).__name__
                self.fault = f"{self.file}: this yes cannot be kept ({why}), and is asked for again in the next session"

    def _append(self, said: Mapping[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        line = canonical({**said, "mac": _mac(self._key(make=True), said)}).encode("utf-8", "surrogatepass") + b"\n"
        # One write at the end of the file, so that two processes that approve at once both keep their line.
        file = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line)
            os.fsync(file)
        finally:
            os.close(file)

    def _read(self) -> dict[str, Mapping[str, Any]]:
        """Return what counts, by digest; read anew where the file changed."""
        seen = tuple(_mark(path) for path in (self.file, self.folder / "key"))
        if seen[0] is None:
            self._seen, self._known, self.fault = None, {}, ""
        elif seen != self._seen:
            self._seen = None
            try:
                _check_own(self.file)
                key = self._key(make=False)
                lines = self.file.read_bytes().split(b"\n")
                kept = [_checked(line, key) for line in lines[:-1]]
                if lines[-1]:
                    raise ValueError("its last line is not whole")  # noqa: TRY301 - said below, with the other reasons
            except (OSError, ValueError) as error:
                return self._nothing(getattr(error, "strerror", None) or str(error))
            self._seen, self._known, self.fault = seen, {each["digest"]: each for each in kept}, ""
        return self._known

    def _nothing(self, why: str) -> dict[str, Mapping[str, Any]]:
        self.fault = f"{self.file}: {why}, so nothing in it counts as approved; what is needed is asked for again"
        self._known = {}
        return self._known

    def _key(self, *, make: bool) -> bytes:
        path = self.folder / "key"
        if make and not path.exists():
            beside = self.folder / f"key.{secrets.token_hex(6)}"
            beside.touch(mode=0o600, exist_ok=False)
            try:
                beside.write_bytes(secrets.token_bytes(_KEY_BYTES))
                with contextlib.suppress(FileExistsError):  # another process was faster, and its key counts
                    _put(beside, path)
            finally:
                beside.unlink(missing_ok=True)
        if not path.exists():
            raise ValueError("the key beside it is missing")
        _check_own(path, secret=True)
        key = path.read_bytes()
        if len(key) != _KEY_BYTES:
            raise ValueError("the key beside it is damaged")
        return key

    def _set_aside(self) -> None:
        """Begin with new files where the old ones cannot be used: nothing is deleted, and nothing in them counts."""
        mark = f"unusable-{secrets.token_hex(4)}"
        for path in (self.file, self.folder / "key"):
            with contextlib.suppress(FileNotFoundError):
                path.rename(path.with_name(f"{path.name}.{mark}"))
        self._seen, self.fault = None, ""


def _home() -> Path:
    if os.environ.get(HOME):
        return Path(os.environ[HOME]).expanduser().absolute()
    data = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA")
    if data:
        return Path(data) / "pointmass"
    try:
        return Path.home() / ".local" / "share" / "pointmass"
    except RuntimeError:  # a user without a home: nothing is found there, and what is said is not kept
        return Path(os.devnull) / "pointmass"


def _mark(path: Path) -> tuple[int, ...] | None:
    """Return what changes when a file does; ``None`` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode, found.st_uid


def _check_own(path: Path, *, secret: bool = False) -> None:
    """Refuse a file that somebody else wrote, or could have written."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise ValueError(f"{path.name} is not a file")
    if os.name != "posix":
        return
    if found.st_uid != os.geteuid():
        raise ValueError(f"{path.name} belongs to another user")
    if found.st_mode & (0o077 if secret else 0o022):
        raise ValueError(f"{path.name} is open to other users (chmod 600 it)")


def _checked(line: bytes, key: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(line.decode("utf-8", "surrogatepass"))
        mac = said.pop("mac")
        whole = {name: said[name] for name in _FIELDS}
        fits = all(isinstance(whole[name], kind) for name, kind in _FIELDS.items())
        if not fits or not hmac.compare_digest(_mac(key, whole).encode(), str(mac).encode("utf-8", "replace")):
            raise ValueError("mac")  # noqa: TRY301 - one answer to all that can be wrong
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise ValueError(f"the line {clip(repr(line), 60)} is not what this user wrote here") from None
    return whole


def _mac(key: bytes, said: Mapping[str, Any]) -> str:
    return hmac.new(key, _ABOUT + canonical(dict(said)).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _put(made: Path, path: Path) -> None:
    """Give a whole file its name, unless somebody has made one in the meantime."""
    if os.name == "posix":
        os.link(made, path)
    else:
        made.rename(path)  # refuses where there is one
