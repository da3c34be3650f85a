"""Execute source that nobody has approved yet, to see what it does: confined by the kernel, with JSON data in and out.

    with Sandbox() as sandbox:
        for outcome in sandbox.run(source, "clean", [["A b.TXT"], ["c"]]):
            print(outcome.kind, outcome.value, outcome.error, outcome.message)

If a process cannot be confined, nothing is executed: `Sandbox` raises `SandboxError`, which says what is missing.
"""

from pointmass.sandbox.libraries import place_of
from pointmass.sandbox.modules import MODULES
from pointmass.sandbox.outcome import Kind, Limits, Outcome
from pointmass.sandbox.sandbox import Arguments, Sandbox

__all__ = ["MODULES", "Arguments", "Kind", "Limits", "Outcome", "Sandbox", "place_of"]
