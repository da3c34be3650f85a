"""The types of a spec: which are allowed, how they are described, validated, and converted to JSON data and back."""

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
from pointmass.signature.cached import kept
from pointmass.signature.describe import describe
from pointmass.signature.forms import written
from pointmass.signature.reading import has_own_code
from pointmass.signature.record_values import as_record, misfits
from pointmass.signature.records import Field, part_of, record_fields
from pointmass.signature.schemas import adapter, checkable, fault, schema
from pointmass.signature.values import Exact, as_said, first_fault, from_json, misfit, plain, strictly, typed

__all__ = [
    "MISSING",
    "Annotation",
    "Exact",
    "Field",
    "Parameter",
    "adapter",
    "as_record",
    "as_said",
    "checkable",
    "describe",
    "fault",
    "fields_of",
    "first_fault",
    "from_json",
    "has_own_code",
    "hints",
    "is_name",
    "is_typed_dict",
    "kept",
    "misfit",
    "misfits",
    "part_of",
    "plain",
    "record_fields",
    "schema",
    "show",
    "strictly",
    "typed",
    "written",
]
