"""Reading records that code gave: whole, or some of the fields, as strictly as the schema says."""

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
    """Return a whole record that code gave as an object of its type, as strictly as ``strictly`` reads JSON data.

    Raises:
        ValueError: It does not fit the type; the message is pydantic's first.
        TypeError: *data* holds something that JSON cannot say.
    """
    import pydantic  # noqa: PLC0415 - loaded where a record is read

    if is_typed_dict(annotation):
        # Most records of code are of bare types: they need not be written as JSON to be read strictly.
        with contextlib.suppress(pydantic.ValidationError):
            return reader(annotation).validator.validate_python(data, strict=True)
    return strictly(annotation, data)


def misfits(annotation: Annotation, data: Mapping[str, Any]) -> str:
    """Say which of the fields that *data* has do not fit a record type, as strictly as its schema says.

    What *data* lacks is not a fault. Empty where every field fits.

    Args:
        annotation: The type of the whole record.
        data: JSON data: some fields of a record.
    """
    # The part by itself first, for a validator of the whole may refuse to look at a part; then what else holds of a field.
    part = part_of(annotation, data, optional=True)
    return _first_fault(part, data) or _first_fault(annotation, data)


def _first_fault(annotation: Annotation, data: Mapping[str, Any]) -> str:
    import pydantic  # noqa: PLC0415 - loaded where a record is read

    try:
        reader(annotation).validator.validate_json(json.dumps(data), strict=True)
    except pydantic.ValidationError as error:
        found = [_fault(each, data) for each in error.errors(include_url=False, include_context=False)]
        return next(filter(None, found), "")
    except Exception:  # noqa: BLE001 - a validator of the whole that takes no part says nothing about the fields
        return ""
    return ""


def _fault(error: Any, data: Mapping[str, Any]) -> str:
    where: tuple[Any, ...] = error["loc"]
    if not where or where[0] not in data:
        return ""
    return f"{'.'.join(map(str, where))}={clip(repr(error['input']))}: {error['msg']}"
