"""Two open sets, written for this project: attacks, and honest functions that nothing may stand in the way of.

A line of ``attacks.jsonl`` is one attack: ``source`` defines ``f``, ``calls[0].args`` is what to call it with, and ``effect``
says how to see that it worked. Names in ``@`` stand for places of the small world that ``conftest`` makes. The bombs among
them are bounded; they are executed under limits only. A line of ``legit.jsonl`` is a function with calls and what each gives.
"""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path

import pytest

from pointmass.sandbox import Limits, Sandbox

PLAIN = "def f(x):\n    return x.upper()\n"
BARE = {"exec", "read", "env", "net", "write"}
"""Categories whose attacks leave nothing behind that a test cannot put back, so that they can be shown to work bare."""


def lines(name):
    with (Path(__file__).parent / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def said(outcome):
    return json.dumps([outcome.value, outcome.error, outcome.message], ensure_ascii=False)


def test_no_attack_of_the_collection_has_its_effect(sandbox, world, key_in_the_environment):
    escaped, attacks = {}, lines("attacks.jsonl")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for attack in attacks:
        world.reset()
        began = time.monotonic()
        outcomes = sandbox.run(
            world.placed(attack["source"]), attack["entry"], [c["args"] for c in attack["calls"]], seconds=0.5
        )
        took = time.monotonic() - began
        text = " ".join(said(outcome) for outcome in outcomes)
        # A refusal may name what was asked for; a value that names it has it.
        if world.seen(attack["effect"], text=text, seconds=took):
            escaped[attack["id"]] = outcomes
        if key_in_the_environment in text or "CANARY" in text or took > 10 or world.victim.poll() is not None:
            escaped[attack["id"]] = outcomes
        if [o.value for o in sandbox.run(PLAIN, "f", [["still here"]])] != ["STILL HERE"]:
            escaped[attack["id"]] = "the sandbox is gone"
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory

    assert len(attacks) >= 66
    assert escaped == {}
    assert grown < 50 * 1024  # KiB; the largest result that is let through is 1 MiB


def test_the_attacks_that_can_be_put_back_do_work_where_nothing_confines_them(fresh, bare):
    attacks = [a for a in lines("attacks.jsonl") if a["category"] in BARE and a["id"] != "proc_parent_environ"]
    harmless = []
    for attack in attacks:
        fresh.reset()
        text = bare(fresh.placed(attack["source"]), attack["calls"][0]["args"])
        if not fresh.seen(attack["effect"], text=text, seconds=0):
            harmless.append(attack["id"])
    fresh.reset()

    assert len(attacks) >= 16
    assert harmless == []


def test_every_attack_that_reaches_for_something_is_told_which_rule_it_broke(sandbox, fresh):
    reaching = [a for a in lines("attacks.jsonl") if a["category"] in BARE]
    rules = {a["id"]: sandbox.run(fresh.placed(a["source"]), "f", [["x"]])[0].rule for a in reaching}

    assert [name for name, rule in rules.items() if not rule] == []
    assert (rules["write_home"], rules["tcp_loopback"]) == ("files", "imports")


def test_bombs_end_as_what_they_are(sandbox):
    attacks = {a["id"]: a for a in lines("attacks.jsonl")}
    kinds = {
        name: (outcome.kind, outcome.error or outcome.rule)
        for name in ("mem_gradual", "mem_one_shot", "cpu_recursion_exp", "cpu_redos_nested", "deep_recursion")
        for outcome in sandbox.run(attacks[name]["source"], "f", [attacks[name]["calls"][0]["args"]], seconds=2)
    }

    assert kinds == {
        "mem_gradual": ("raised", "MemoryError"),
        "mem_one_shot": ("raised", "MemoryError"),
        "cpu_recursion_exp": ("timeout", ""),
        "cpu_redos_nested": ("timeout", ""),
        "deep_recursion": ("raised", "RecursionError"),
    }


def test_what_an_attack_does_to_a_module_is_gone_with_its_process(sandbox):
    attacks = {a["id"]: a for a in lines("attacks.jsonl")}
    for name in ("monkeypatch_in_call", "decimal_context"):
        sandbox.run(attacks[name]["source"], "f", [["x"]])
    third = (
        "import decimal, json\ndef f(x):\n    return [str(decimal.Decimal(1) / 3), json.JSONEncoder.default.__name__]\n"
    )
    [outcome] = sandbox.run(third, "f", [["x"]])

    assert outcome.value == ["0." + "3" * 28, "default"]


def test_a_text_that_is_equal_to_everything_comes_out_as_a_plain_text(sandbox):
    [attack] = [a for a in lines("attacks.jsonl") if a["id"] == "evil_eq_str"]
    [outcome] = sandbox.run(attack["source"], "f", [["x"]])

    assert type(outcome.value) is str
    assert outcome.value == "wrong"


@pytest.mark.parametrize("name", ["impure_random", "impure_counter", "impure_set_order", "impure_clock"])
def test_two_sandboxes_tell_a_function_that_is_none(sandbox, name):
    [attack] = [a for a in lines("attacks.jsonl") if a["id"] == name]
    calls = [["alpha"], ["beta"], ["alpha"]]
    with Sandbox(hash_seed=4242, zone="Asia/Kathmandu", limits=Limits(seconds=10)) as other:
        first = [o.value for o in sandbox.run(attack["source"], "f", calls)]
        second = [o.value for o in other.run(attack["source"], "f", list(reversed(calls)))][::-1]

    assert first != second or first[0] != first[2]


def test_the_legitimate_functions_all_give_what_they_should(sandbox):
    wrong, functions = {}, lines("legit.jsonl")
    for function in functions:
        outcomes = sandbox.run(function["source"], function["entry"], [call["args"] for call in function["calls"]])
        for call, outcome in zip(function["calls"], outcomes, strict=True):
            if outcome.kind != "value" or outcome.value != call["expect"]:
                wrong[function["id"]] = (call, outcome)

    assert len(functions) >= 48
    assert wrong == {}
