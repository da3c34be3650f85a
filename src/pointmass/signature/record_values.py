"""Read records that code returned, whole or with some of the fields, as strictly as the schema says."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import Any

from pointmass.errors import clip
from pointmass.signature.annotations import Annotation, is_typed_dict
from pointmass.signature.reading import reader
from pointmass.signature.records import part_of
from pointmass.signature.values import strictly


def as_record(annotation: Annotation, data: Mapping[str, Any]) -> Any:
    """Return a whole record that code returned as an object of its type, as strictly as ``strictly`` reads JSON data.

    Raises:
        ValueError: It does not fit the type; the message is the first of pydantic.
        TypeError: *data* contains something that is not JSON data.
    """
    import pydantic  # noqa: PLC0415 - loaded where a record is read

    if is_typed_dict(annotation):
        # Most records of code have bare types, which can be read strictly without writing them as JSON first.
        with contextlib.suppress(pydantic.ValidationError):
            return reader(annotation).validator.validate_python(data, strict=True)
    return strictly(annotation, data)


def misfits(annotation: Annotation, data: Mapping[str, Any]) -> str:
    """Return a message about the first field in *data* that does not fit a record type; the empty text if all fit.

    Missing fields are no fault. The fields are read as strictly as the schema says.

    Args:
        annotation: The type of the whole record.
        data: JSON data: some fields of a record.
    """
    # First the fields by themselves, as a validator of the whole record may refuse a part of it; then the whole.
    part = part_of(annotation, data, optional=True)
    return _first_fault(part, data) or _first_fault(annotation, data)


def _first_fault(annotation: Annotation, data: Mapping[str, Any]) -> str:
    import pydantic  # noqa: PLC0415 - loaded where a record is read

    try:
        reader(annotation).validator.validate_json(json.dumps(data), strict=True)
    except pydantic.ValidationError as error:
        found = [_fault(each, data) for each in error.errors(include_url=False, include_context=False)]
        return next(filter(None, found), "")
    except Exception:  # noqa: BLE001 - a validator of the whole that fails on a part says nothing about the fields
        return ""
    return ""


def _fault(error: Any, data: Mapping[str, Any]) -> str:
    where: tuple[Any, ...] = error["loc"]
    if not where or where[0] not in data:
        return ""
    return f"{'.'.join(map(str, where))}={clip(repr(error['input']))}: {error['msg']}"
