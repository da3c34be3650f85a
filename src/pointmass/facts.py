"""Three words for a figure that is not there; they mean three different things wherever one may be missing."""

from __future__ import annotations

NOT_RECORDED = "not recorded"
"""It was so, and nobody wrote it down: the tokens of a recording, the name of a model that did not say it."""

NOTHING = "nothing to measure"
"""There is nothing that it could be measured on: the agreement of an input that no draw answered."""

NOT_APPLICABLE = "not applicable"
"""The question does not arise: the dollars of a model without a price, the tokens of a call that code answered."""
