"""The types of a spec: which are allowed, how they are described, validated and turned into JSON data and back."""

from pointmass.signature.annotations import (
    MISSING,
    Annotation,
    Parameter,
    fields_of,
    hints,
    is_name,
    is_typed_dict,
    show,
)
from pointmass.signature.describe import describe
from pointmass.signature.records import Field, as_record, misfits, part_of, record_fields
from pointmass.signature.schemas import adapter, checkable, fault, schema
from pointmass.signature.values import first_fault, from_json, misfit, plain, typed

__all__ = [
    "MISSING",
    "Annotation",
    "Field",
    "Parameter",
    "adapter",
    "as_record",
    "checkable",
    "describe",
    "fault",
    "fields_of",
    "first_fault",
    "from_json",
    "hints",
    "is_name",
    "is_typed_dict",
    "misfit",
    "misfits",
    "part_of",
    "plain",
    "record_fields",
    "schema",
    "show",
    "typed",
]
