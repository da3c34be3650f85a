"""``test_v3.py``: tests of a version, generated from its evidence; they need pytest, and neither pointmass nor a model."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from typing import Any

from pointmass.artifact import fields_given
from pointmass.bundle.bundle import Version
from pointmass.bundle.properties import property_of
from pointmass.bundle.variations import variations
from pointmass.digest import SHORT, canonical
from pointmass.errors import BundleError
from pointmass.spec import Spec

PACKAGE = '"""A bundle of pointmass; this file lets pytest tell the tests of several bundles apart."""\n'
"""``__init__.py``: pytest, as it is set by default, refuses two test files of one name outside packages."""

_DEEPEST = 40
"""How deep data may be nested to be written as Python; Python's parser ends at 100 brackets."""


def write_tests(version: Version, spec: Spec) -> str:
    """Write the tests of a version.

    What it answers is compared with what was certified (``evidence["cases"]``), what its guard hands back
    stays with the model (``evidence["hands_back"]``), and on both, and on variations of both, it must not raise where the
    guard lets it answer, nor answer differently in another process, and properties of all its answers must still hold
    (``evidence["properties"]``). Examples of the spec, which a person decided on, it must answer so or hand back. Code that
    gives some fields of a record is compared with those: a case is what it gives as it stands, of a decision only the
    fields that it gives count, and it must never give others than it declares. Data stands in the file as literals only.

    Raises:
        BundleError: The evidence has cases that are not inputs of the spec, or the code declares fields that the result
            does not have.
    """
    artifact = version.artifact
    fields = fields_given(artifact, spec.returns)
    cases = [
        f"    ({_inputs(case, spec)}, {_literal(case.get('result'))}),\n"
        for case in _listed(artifact.evidence, "cases", spec)
    ]
    back = [f"    {_inputs({'inputs': inputs}, spec)},\n" for inputs in _listed(artifact.evidence, "hands_back", spec)]
    decided = [f"    ({_inputs({'inputs': each.inputs}, spec)}, {_literal(each.result)}),\n" for each in spec.examples]
    varied = [p.name for p in spec.parameters if p.annotation is str]
    parts = [
        _HEAD.format(
            name=artifact.name,
            number=version.number,
            digest=artifact.digest[:SHORT],
            spec=artifact.spec_digest[:SHORT],
            cases=f"[\n{''.join(cases)}]" if cases else "[]",
            back=f"[\n{''.join(back)}]" if back else "[]",
            decided=_DECIDED_DATA.format(decided="".join(decided)) if decided else "",
            fields=_FIELDS_DATA.format(fields=_literal(list(fields))) if fields else "",
            varied=varied,
            variations=_function(variations),
        ),
        _CASES.format(number=version.number) if cases else "",
        (_DECIDED_FIELDS if fields else _DECIDED).format(number=version.number) if decided else "",
        _FIELDS.format(number=version.number) if fields else "",
        _BACK.format(number=version.number) if back else "",
        _ALWAYS.format(number=version.number, name=artifact.name),
        *_properties(artifact.evidence, spec, version.number),
    ]
    return "".join(parts)


def _properties(evidence: Mapping[str, Any], spec: Spec, number: int) -> list[str]:
    """Write a test for each property that held of all answers."""
    tests = []
    for each in _listed(evidence, "properties", spec):
        found = property_of(str(each.get("property")))
        if found is None:
            raise BundleError(
                f"{spec.name}: the evidence has a property {str(each)[:60]}; a newer pointmass wrote it, upgrade"
            )
        expected = each.get("expected")
        lines = [line.replace("EXPECTED", _literal(expected)) for line in found.lines]
        body = "".join(f"        {line}\n" for line in lines)
        tests.append(_PROPERTY.format(number=number, key=found.key, body=body))
    return tests


def _function(function: Callable[..., Any]) -> str:
    """Return the source of a function of ours without its types, which would need imports."""
    source = inspect.getsource(function)
    names = ", ".join(inspect.signature(function).parameters)
    return f"def {function.__name__}({names}):\n" + source.split("\n", 1)[1].rstrip()


def _listed(evidence: Mapping[str, Any], key: str, spec: Spec) -> list[Mapping[str, Any]]:
    listed = evidence.get(key, [])
    if not isinstance(listed, list | tuple) or not all(isinstance(each, Mapping) for each in listed):
        raise BundleError(f"{spec.name}: evidence[{key!r}] is {str(listed)[:60]}; it must be a list of mappings")
    return list(listed)


def _inputs(case: Mapping[str, Any], spec: Spec) -> str:
    """Write the inputs of a case in the order of the parameters: code is called by position."""
    given, names = case.get("inputs"), [p.name for p in spec.parameters]
    if not isinstance(given, Mapping) or set(given) != set(names):
        raise BundleError(f"{spec.name}: the evidence has a case with {str(given)[:60]}; the parameters are {names}")
    return "{" + ", ".join(f"{name!r}: {_literal(given[name])}" for name in names) + "}"


def _literal(value: Any) -> str:
    """Write JSON data as a Python literal that hides nothing and cannot be taken for anything else.

    Keys are sorted, so that equal data is the same text. ``repr`` escapes quotes, line breaks, control characters, those that turn the direction of text, and lone surrogates.
    """
    try:
        text = canonical(value)
    except (TypeError, ValueError, RecursionError) as error:
        raise BundleError(
            f"bundle: the evidence is not JSON data ({error}); cases hold inputs and results as JSON"
        ) from None
    return f"json.loads({text!r})" if _deeper(value, _DEEPEST) else repr(json.loads(text))


def _deeper(value: Any, levels: int) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return levels < 0 or any(_deeper(each, levels - 1) for each in inner)


_HEAD = '''\
"""{name} v{number} still answers what was certified.

Made from the evidence in v{number}.json (artifact {digest}, spec {spec}). Needs pytest and v{number}.py, and no model.
"""

import copy
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Inputs that the code answers, each with the answer that was certified.
CASES = {cases}

# Inputs that the guard hands back to the model.
HANDED_BACK = {back}
{decided}{fields}
# The inputs whose text is varied, to see that the code never raises on what its guard lets through.
VARIED = {varied}

KNOWN = [inputs for inputs, _ in CASES] + HANDED_BACK
NUMBERS = range(1, len(KNOWN) + 1)


def load():
    path = Path(__file__).with_name("v{number}.py")
    spec = importlib.util.spec_from_file_location("{name}_v{number}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULE = load()


def answered(given):
    """Whether the guard lets the code answer; a guard that raises hands the input back."""
    try:
        return bool(MODULE.accepts(*copy.deepcopy(list(given))))
    except Exception:
        return False


def answer(given):
    """What the code answers, as JSON data."""
    return json.loads(json.dumps(MODULE.{name}(*copy.deepcopy(list(given)))))


{variations}


def let_through(inputs):
    """Calls with these inputs and with variations of them that the guard lets through: what was given, and the answer."""
    for each in variations(inputs, VARIED):
        if answered(each.values()):
            yield list(each.values()), answer(each.values())
'''

_CASES = """

@pytest.mark.parametrize(("inputs", "result"), CASES, ids=range(1, len(CASES) + 1))
def test_v{number}_answers_what_was_certified(inputs, result):
    assert answered(inputs.values())
    assert answer(inputs.values()) == result
"""

_BACK = """

@pytest.mark.parametrize("inputs", HANDED_BACK, ids=range(1, len(HANDED_BACK) + 1))
def test_v{number}_hands_these_back_to_the_model(inputs):
    assert not answered(inputs.values())
"""

_DECIDED_DATA = """
# Examples of the spec: what a person decided that these inputs become.
DECIDED = [
{decided}]
"""

_DECIDED = """

@pytest.mark.parametrize(("inputs", "result"), DECIDED, ids=range(1, len(DECIDED) + 1))
def test_v{number}_never_answers_otherwise_than_was_decided(inputs, result):
    if answered(inputs.values()):
        assert answer(inputs.values()) == result
"""

_DECIDED_FIELDS = """

@pytest.mark.parametrize(("inputs", "result"), DECIDED, ids=range(1, len(DECIDED) + 1))
def test_v{number}_never_gives_a_field_otherwise_than_was_decided(inputs, result):
    if answered(inputs.values()):
        said = answer(inputs.values())
        assert said == {{key: result[key] for key in said if key in result}}
"""

_FIELDS_DATA = """
# The fields of the result that the code gives at most; a model is asked for the others.
FIELDS = {fields}
"""

_FIELDS = """

@pytest.mark.parametrize("inputs", KNOWN, ids=NUMBERS)
def test_v{number}_gives_no_other_field_than_it_declares(inputs):
    for _, said in let_through(inputs):
        assert isinstance(said, dict)
        assert set(said) <= set(FIELDS)
"""

_PROPERTY = """

@pytest.mark.parametrize("inputs", KNOWN, ids=NUMBERS)
def test_v{number}_{key}(inputs):
    for given, said in let_through(inputs):
{body}"""

_ALWAYS = '''

def test_v{number}_defines_its_function_and_its_guard():
    assert callable(MODULE.accepts)
    assert callable(MODULE.{name})


@pytest.mark.parametrize("inputs", KNOWN, ids=NUMBERS)
def test_v{number}_never_raises_on_what_its_guard_lets_through(inputs):
    for _ in let_through(inputs):
        pass


def test_v{number}_gives_the_same_answers_in_every_process():
    asked = [list(inputs.values()) for inputs in KNOWN if answered(inputs.values())]
    told = [tell(asked, seed) for seed in ("1", "2", "3")]

    assert told[0] == told[1] == told[2]


def tell(asked, seed):
    """Ask another process, in which sets have another order."""
    program = (
        "import importlib.util as u, json, sys; s = u.spec_from_file_location('code', sys.argv[1]); "
        "code = u.module_from_spec(s); s.loader.exec_module(code); "
        "print(json.dumps([code.{name}(*inputs) for inputs in json.load(sys.stdin)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).with_name("v{number}.py"))],
        input=json.dumps(asked),
        env=os.environ | {{"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}},
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)
'''
