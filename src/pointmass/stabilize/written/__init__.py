"""Code that a model or a person writes for a spec: request it, read it, correct it. The gate judges it elsewhere."""

from pointmass.stabilize.written.answer import code_of
from pointmass.stabilize.written.brief import correction_request, draft_request, prompt_text
from pointmass.stabilize.written.confined import sandbox_for
from pointmass.stabilize.written.contract import CheckedModule, read_module
from pointmass.stabilize.written.cost import Between, Estimate, Spent, estimate, spent
from pointmass.stabilize.written.drafting import Draft, drafts
from pointmass.stabilize.written.quoting import quoted
from pointmass.stabilize.written.result_fields import record_fields
from pointmass.stabilize.written.source import source_of
from pointmass.stabilize.written.steady import steady
from pointmass.stabilize.written.teaching import Teaching, TeachingScore, Wrong
from pointmass.stabilize.written.trying import positional, said_by, tried_on

__all__ = [
    "Between",
    "CheckedModule",
    "Draft",
    "Estimate",
    "Spent",
    "Teaching",
    "TeachingScore",
    "Wrong",
    "code_of",
    "correction_request",
    "draft_request",
    "drafts",
    "estimate",
    "positional",
    "prompt_text",
    "quoted",
    "read_module",
    "record_fields",
    "said_by",
    "sandbox_for",
    "source_of",
    "spent",
    "steady",
    "tried_on",
]
