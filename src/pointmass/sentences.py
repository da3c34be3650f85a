"""The sentences of the facts: each code with its weight and with what a person reads. The only place that words a notice.

A notice is decided on by its code and its figures; nobody searches a sentence. Untrusted text comes in cut, and with
invisible characters written out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

Severity: TypeAlias = Literal["note", "doubt", "void"]
"""How much a notice takes from the trust in a result: nothing, some of it, or all of it, so that nothing was found out."""

Code: TypeAlias = Literal[
    "another spec",
    "answers go by the input alone",
    "approvals at fault",
    "asked of one only",
    "bit put right",
    "brought up to date",
    "code answered",
    "code cannot be executed",
    "conversations",
    "conversations in both",
    "conversations in one only",
    "copied texts",
    "different models",
    "drawn apart",
    "draws are missing",
    "draws failed",
    "draws left out",
    "duplicates",
    "empty answers",
    "edit left out",
    "event left out",
    "fields by code",
    "given twice",
    "handed back",
    "index made anew",
    "input is another",
    "log not read",
    "looks are replayed",
    "looks repeat answers",
    "no part of the record",
    "nothing filled in",
    "nothing over inputs",
    "of a test",
    "only looked at",
    "other request",
    "partly replayed",
    "progress not shown",
    "repeated answers",
    "recorded in conversations",
    "replayed",
    "row left out",
    "rows not found",
    "same draws",
    "several models",
    "shared answers",
    "stopped by a rule",
    "stopped by its result",
    "stopped by the result",
    "the code is against a label",
    "the code is another",
    "the code raised",
    "the code says otherwise",
    "the guard hands it back",
    "the model gives no value",
    "the model is against a label",
    "the model is against an example",
    "the model is divided",
    "tools were called",
    "unknown request",
    "unpaired seconds",
    "waits for a yes",
]
"""What can be said, each by a name of its own."""

Data: TypeAlias = Mapping[str, Any]


class Wording(NamedTuple):
    """The severity of a code, and its sentence: a template for its figures, or a function that writes it."""

    severity: Severity
    sentence: str | Callable[[Data], str]


def sentence(code: Code, data: Data) -> str:
    """Write a notice as a sentence."""
    said = SAID[code].sentence
    return said.format_map(data) if isinstance(said, str) else said(data)


def _count(number: int, what: str, one: str = "", many: str = "") -> str:
    said = f"1 {what} {one}" if number == 1 else f"{number:,} {what}s {many}"
    return said.rstrip()


def _listed(names: Sequence[str], of: int) -> str:
    more = f" and {of - len(names):,} more" if of > len(names) else ""
    return ", ".join(f"“{name}”" for name in names) + more


def _duplicates(data: Data) -> str:
    again, total = data["again"], data["inputs"]
    if again == 1:
        return f"1 of {total:,} inputs is a duplicate: asked once, and counted with its weight"
    return f"{again:,} of {total:,} inputs are duplicates: asked once, and counted with their weight"


def _other_request(data: Data) -> str:
    draws = data["draws"]
    return (
        f"{_count(draws, 'stored draw', 'answers', 'answer')} another request: schema, tools, options or words differ from what "
        f"is asked now; {'it is' if draws == 1 else 'they are'} kept, and not counted"
    )


def _unknown_request(data: Data) -> str:
    return (
        f"{_count(data['draws'], 'draw', 'was', 'were')} stored by an earlier pointmass, which did not keep what was asked: "
        "counted as answers to this request"
    )


def _nothing_filled_in(data: Data) -> str:
    said = ", ".join(map(repr, data["texts"]))
    place = f"{{{data['parameter']}}}"
    return f"the prompt says {said} as it stands, and no input is filled in: a place for one is written {place}"


def _asked_of_one(data: Data) -> str:
    return f"only {data['variant']} was asked {_listed(data['named'], data['inputs'])}: left out"


def _failed(data: Data) -> str:
    what = f"{data['failed']:,} of {data['draws']:,} draws failed ({data['why']})"
    return f"{what}; the same call asks for {'it' if data['failed'] == 1 else 'them'} again"


def _given_twice(data: Data) -> str:
    inputs = data["inputs"]
    return f"{'1 input was' if inputs == 1 else f'{inputs} inputs were'} given more than once; each counts once here"


def _several_models(data: Data) -> str:
    counts = ", ".join(f"{name}: {count:,}" for name, count in data["models"])
    return f"answered by more than one model ({counts} draws)"


def _shared(data: Data) -> str:
    return (
        f"{data['responses']:,} responses stand in both {data['a']} and {data['b']} (same response id): a cache answered, and "
        "these draws cannot be compared"
    )


def _drawn_apart(data: Data) -> str:
    (a, one), (b, other) = data["origins"]
    return f"{a} is {one} and {b} {other}: they were drawn at different times"


def _stopped(data: Data) -> str:
    parts = []
    if data["decided"]:
        first, last = data["after"]
        span = f"{first}" if first == last else f"{first} to {last}"
        parts.append(f"{data['decided']:,} of {data['inputs']:,} inputs were decided after {span} draws")
    for said, number, names in data["undecided"]:
        parts.append(f"{number:,} {said} ({_listed(names, number)})")
    return f"drawn until {data['rule']}: {'; '.join([*parts, _saved(data)])}"


def _stopped_together(data: Data) -> str:
    """Say what all inputs together were drawn until; of a rule about them all, whatever it asks."""
    draws = "1 draw" if data["draws"] == 1 else f"{data['draws']} draws"
    if data["known"]:
        said = f"{data['known']}, known after {draws} of each of {data['inputs']:,} inputs"
    elif data["at most"]:
        said = f"not known within {draws} of each of {data['inputs']:,} inputs"
    else:
        said = f"not known yet, {draws} of each input are next"
    return f"drawn until {data['rule']}: {said}; {_saved(data)}"


def _stopped_by_the_result(data: Data) -> str:
    if data["looks"]:
        return f"drawn until its result was known: every p and interval holds for all {data['looks']} looks that there could be"
    first = "draw" if data["fixed"] == 1 else f"{data['fixed']} draws"
    return f"drawn until a rule stopped it: compared by the first {first} of each input, which no result chose"


def _saved(data: Data) -> str:
    spent, whole = data["spent"], data["whole"]
    return f"{spent:,} draws instead of {whole:,}, {whole - spent:,} saved"


def _rule(data: Data) -> str:
    return _stopped_together(data) if "known" in data else _stopped(data)


def _tools(data: Data) -> str:
    calls = ", ".join(f"{name} {number:,}×" for name, number in data["calls"])
    return (
        f"{data['draws']:,} of {data['all']:,} draws called tools ({calls}): s.frame shows each call, "
        's.interpretations(kind="trace") groups the draws by what they did'
    )


def _by_code(data: Data) -> str:
    return f"{', '.join(data['known'])} by code; {', '.join(data['asked'])} by the model"


def _another_spec(data: Data) -> str:
    name, version = data["name"], data["version"]
    parts = list(data["parts"])
    differ = f"{' and '.join(parts[-2:]) if len(parts) < 3 else ', '.join(parts)}"  # noqa: PLR2004 - two are joined by "and"
    was = f"v{version}, approved code" if data["kind"] == "hybrid" else f"v{version}"
    verb = "differs" if len(parts) == 1 else "differ"
    return (
        f"{name}: it was {was}, and is defined anew: the {differ} {verb}, so a model answers by the new spec; "
        f"wb.rollback({name!r}, {version}) brings v{version} back"
    )


def _waits(data: Data) -> str:
    what = {"code": "code waits", "options": "request options wait"}[data["what"]]
    return f"{data['name']}: {what} for a yes here, see wb.pending()"


SAID: Mapping[Code, Wording] = {
    # --- of the draws of one sample
    "answers go by the input alone": Wording("doubt", "{said}"),
    "code answered": Wording("note", "code answered {answered:,} of {inputs:,} inputs"),
    "conversations": Wording(
        "note",
        (
            "Linked: each draw is one conversation that answers the inputs in the order given, the earlier answers in view. "
            "Answers of one draw hang together, so what is said of inputs like these holds for conversations like these."
        ),
    ),
    "copied texts": Wording(
        "doubt",
        (
            "{draws:,} draws repeat a long text to the letter, where most texts of the same input differ: a cache may "
            "have answered"
        ),
    ),
    "draws are missing": Wording(
        "note",
        "{draws:,} of {requested:,} draws are there; the same call goes on with the rest",
    ),
    "draws failed": Wording("note", _failed),
    "duplicates": Wording("note", _duplicates),
    "empty answers": Wording(
        "note",
        ("{empty:,} of {draws:,} answers are empty: the model ended without a word, which counts as an empty text"),
    ),
    "nothing filled in": Wording(
        "doubt",
        _nothing_filled_in,
    ),
    "other request": Wording("note", _other_request),
    "partly replayed": Wording(
        "doubt",
        "{replayed:,} of {draws:,} draws are replayed from a recording, the others fresh",
    ),
    "progress not shown": Wording("note", "the progress display raised {error} ({why}) and was left out"),
    "recorded in conversations": Wording(
        "note",
        "recorded in conversations, each about all inputs: what is said of inputs like these takes them for independent, and looks "
        "surer than it is",
    ),
    "repeated answers": Wording(
        "doubt",
        ("{again:,} draws repeat an earlier answer (same response id): they are not draws of their own"),
    ),
    "several models": Wording("doubt", _several_models),
    "stopped by a rule": Wording("note", _rule),
    "stopped by its result": Wording("doubt", _rule),
    "tools were called": Wording("note", _tools),
    "unknown request": Wording("doubt", _unknown_request),
    # --- of two samples side by side
    "asked of one only": Wording("note", _asked_of_one),
    "conversations in both": Wording(
        "doubt",
        (
            "drawn in conversations, so inputs are no independent evidence: whole conversations change places in the tests, which "
            "speak about these inputs"
        ),
    ),
    "conversations in one only": Wording(
        "doubt",
        "{one} was drawn in conversations and {other} was not: what differs may be that, and only single inputs are tested",
    ),
    "different models": Wording("doubt", "different models answered ({models[0]} and {models[1]})"),
    "draws left out": Wording("note", "{failed} of {draws} draws failed and are left out"),
    "drawn apart": Wording("doubt", _drawn_apart),
    "given twice": Wording("note", _given_twice),
    "of a test": Wording("doubt", "{said}"),
    "replayed": Wording("note", "both are replayed from recordings"),
    "same draws": Wording("void", "both are the same draws"),
    "shared answers": Wording("doubt", _shared),
    "stopped by the result": Wording("note", _stopped_by_the_result),
    "nothing over inputs": Wording(
        "note",
        (
            "shown without a verdict: one was drawn in conversations and the other was not, so nothing is tested over inputs"
        ),
    ),
    "unpaired seconds": Wording(
        "note",
        ("seconds are shown without a verdict: the two were not drawn in turns, and a service is slower at times"),
    ),
    # --- of the looks of a watch
    "looks are replayed": Wording(
        "doubt",
        ("the looks are replayed from a recording: where they repeat each other, they are no further evidence"),
    ),
    "looks repeat answers": Wording(
        "doubt",
        ("{draws:,} draws of the looks repeat responses seen before: a cache answers; they are left out"),
    ),
    # --- of inputs that stay with the model
    "the model is against an example": Wording(
        "note",
        "the model's answer differs from the example that it was shown, or from what a person said",
    ),
    "the model is against a label": Wording(
        "note", "a person labelled it, and the model's most frequent answer is not the right one"
    ),
    "the model is divided": Wording("note", "the model gives different answers"),
    "the model gives no value": Wording("note", "the model gives no value"),
    "the code is against a label": Wording(
        "note", "the code, which had not seen it, says {said!r}, and a person labelled it otherwise"
    ),
    "the code is another": Wording("note", "the guard hands it back: the model's answer differs from the code's"),
    "the code says otherwise": Wording("note", "the code, which had not seen it, says {said!r}"),
    "the guard hands it back": Wording(
        "note", "a guard that had not seen it hands it back: too unlike the other inputs"
    ),
    # --- of a call that code did not answer alone
    "fields by code": Wording("note", _by_code),
    "handed back": Wording("note", "the guard handed it back"),
    "no part of the record": Wording("note", "{why}"),
    "the code raised": Wording("note", "{said}"),
    # --- of a file and what came with it
    "another spec": Wording("note", _another_spec),
    "approvals at fault": Wording("doubt", "{said}"),
    "code cannot be executed": Wording("doubt", "{name}: its code from the file {said}; a model answers"),
    "bit put right": Wording("note", "{table}, row {row}: a bit of it was flipped, and was repaired by its checksum"),
    "brought up to date": Wording(
        "note", "{place}: it was of an older pointmass, and was brought up to date; {copy} is a copy as it was"
    ),
    "edit left out": Wording("doubt", "what was done to readings by hand, number {number}: {why}; it was left out"),
    "event left out": Wording("doubt", "binding {number}, of {name!r}: {why}; it was left out"),
    "index made anew": Wording("note", "an index of the file was damaged, and was made again from the rows"),
    "input is another": Wording(
        "doubt", "inputs, {key}: its content is not the one that was asked; its draws were left out"
    ),
    "log not read": Wording("doubt", "{place}: the latest writes are in {log}, which cannot be read here"),
    "only looked at": Wording(
        "note", "{place}: it may not be written, so it can be looked at, and nothing can be added"
    ),
    "row left out": Wording(
        "doubt", "{table}, row {row}: it is not what was written ({why}); it was left out, and the rest is as it was"
    ),
    "rows not found": Wording(
        "doubt", "{table}, row {row}: it is not what was written, and draws that belong to it may not be found"
    ),
    "waits for a yes": Wording("note", _waits),
}
