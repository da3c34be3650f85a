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
from pointmass.signature.schemas import adapter, checkable, fault, schema
from pointmass.signature.values import first_fault, from_json, misfit, plain, typed

__all__ = [
    "MISSING",
    "Annotation",
    "Parameter",
    "adapter",
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
    "plain",
    "schema",
    "show",
    "typed",
]
