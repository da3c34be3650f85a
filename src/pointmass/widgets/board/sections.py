"""The sides from which a proposal is looked at: its code, inputs, guard, evidence, candidates and questions, and editing it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from pointmass.digest import canonical
from pointmass.html import proposal as views
from pointmass.html import tree
from pointmass.html.parts import percent
from pointmass.html.tree import Cell, Column, Part
from pointmass.html.views import input_text
from pointmass.rounded import at_least
from pointmass.sample.data import label

if TYPE_CHECKING:
    from pointmass.stabilize import Proposal
    from pointmass.widgets.board.base_page import Board

_ROWS = 200


class SectionPage(Protocol):
    """The page that a section stands on."""

    board: Board
    values: dict[str, Any]

    def make(self, made: Callable[[], Proposal]) -> None:
        """Make another proposal of the one that is shown, in the background."""


class Section:
    """One side of a proposal."""

    said = ""
    always = False

    def __init__(self, page: SectionPage) -> None:
        self.page = page

    def title(self, proposal: Proposal) -> str:  # noqa: ARG002 - some count what they show
        """Return what the section is called."""
        return self.said

    def has(self, proposal: Proposal) -> bool:
        """Whether there is anything to show."""
        return self.always or bool(proposal.source)

    def draw(self, proposal: Proposal) -> Part | None:
        """Return what is shown."""
        raise NotImplementedError

    def do(self, proposal: Proposal, action: str, value: str) -> None:
        """Do what a button of the section does; what is another's is passed over."""


class _Code(Section):
    said = "Code"

    def draw(self, proposal: Proposal) -> Part | None:
        return tree.stack(tree.code(proposal.source), views.fields_part(proposal.view()))


class _Inputs(Section):
    """The inputs that it answers, hands back, and gets wrong; a click opens one."""

    said = "Inputs"
    always = True
    lists = (("answers", "answers"), ("hands_back", "hands back"), ("wrong", "gets wrong"))

    def draw(self, proposal: Proposal) -> Part | None:
        chosen = self.page.values.setdefault("list", "answers")
        sides = [(name, f"{said} ({len(getattr(proposal, name)):,})") for name, said in self.lists]
        rows = getattr(proposal, chosen)
        columns = [str(column) for column in rows.columns]
        cells = [[_cell(value) for value in row] for row in rows.head(_ROWS).itertuples(index=False)]
        current = self.page.values.setdefault(f"input:{chosen}", "")
        table = tree.table(
            [Column(column) for column in columns],
            cells,
            key=f"inputs:{chosen}",
            do="input",
            ids=[str(at) for at in range(len(cells))],
            current=current,
            total=len(rows),
        )
        opened = current.isdecimal() and int(current) < len(cells)
        return tree.stack(
            tree.row(tree.choice("list", chosen, sides, said="which inputs")),
            table if cells else tree.sub("none"),
            self._one(proposal, rows.iloc[int(current)]) if opened else None,
        )

    def _one(self, proposal: Proposal, row: Any) -> Part:
        """Show one input whole: what the model answers, and how often."""
        sample = proposal.result.sample
        key = canonical(row["input"])
        at = next((at for at in range(len(sample)) if canonical(sample.given(at)) == key), None)
        head = tree.title(input_text(row["input"]), "as it was given")
        if at is None:
            return tree.stack(head, tree.sub("It is not in the sample: a person or the model was asked about it."))
        counts = sorted(sample.counts()[at].items(), key=lambda each: (-each[1], each[0]))
        said = [(label(key), f"×{count:,}") for key, count in counts]
        facts = [tree.row(tree.sub("the model:"), tree.counted(said))]
        if "answer" in row.index:
            facts.append(tree.row(tree.sub("the code:"), _cell(row["answer"])))
        if row.get("why"):
            facts.append(tree.sub(str(row["why"])))
        return tree.stack(head, *facts)

    def do(self, proposal: Proposal, action: str, value: str) -> None:  # noqa: ARG002 - what every section is told
        if action == "input":
            key = f"input:{self.page.values.get('list', 'answers')}"
            self.page.values[key] = "" if self.page.values.get(key) == value else value


class _Guard(Section):
    """What goes back to the model, how strict the guard is, and another strictness."""

    said = "Guard"

    def has(self, proposal: Proposal) -> bool:
        view = proposal.view()
        return bool(view.guard or view.curve)

    def draw(self, proposal: Proposal) -> Part | None:
        view = proposal.view()
        best = proposal.result.best
        if not view.curve or best is None:
            return views.guard_part(view)
        at = self._at(proposal)
        steps = [
            f"{p.strictness}{' (proposed)' if p.chosen else ''}: answers {percent(p.coverage)}, {p.count} agree "
            f"[≥ {at_least(p.bound)}]"
            for p in view.curve
        ]
        another = not view.curve[at].chosen
        reasons = best.fitted.hands_back[at] if best.fitted.hands_back else ()
        return tree.stack(
            tree.slider(
                "strictness",
                at,
                low=0,
                high=len(steps) - 1,
                said="how strict the guard is, from loose to strict",
                shown=steps[at],
                places=steps,
            ),
            tree.row(tree.button("Propose it with this guard", do="guard", value=str(at))) if another else None,
            tree.sub("The bound is then made for all guards that were compared, and so is a little lower.")
            if another
            else None,
            tree.heading("what goes back to the model with it"),
            tree.items(reasons) if reasons else tree.sub("nothing by rule"),
            views.curve_part(view),
        )

    def _at(self, proposal: Proposal) -> int:
        points = proposal.view().curve
        chosen = next((at for at, point in enumerate(points) if point.chosen), 0)
        at = self.page.values.get("strictness", chosen)
        return at if isinstance(at, int) and 0 <= at < len(points) else chosen

    def do(self, proposal: Proposal, action: str, value: str) -> None:
        if action == "guard" and value.isdecimal():
            self.page.values.pop("strictness", None)
            self.page.make(lambda: proposal.choose(0, strictness=int(value)))


class _Evidence(Section):
    said = "Evidence"
    always = True

    def draw(self, proposal: Proposal) -> Part | None:
        view = proposal.view()
        return tree.stack(
            views.evidence_part(view),
            tree.fold(f"what else to know ({len(view.notes)})", tree.items(view.notes), key="notes")
            if view.notes
            else None,
            views.others_part(view),
        )


class _Candidates(Section):
    """What every author wrote, in one list; a click shows the code."""

    said = "Candidates"

    def title(self, proposal: Proposal) -> str:
        return f"Candidates ({len(proposal.candidates):,})"

    def has(self, proposal: Proposal) -> bool:
        return len(proposal.candidates) > 1

    def draw(self, proposal: Proposal) -> Part | None:
        rows: list[list[Cell]] = []
        of_record = bool(proposal.parts)
        for each in proposal.candidates.to_dict("records"):
            whose = f"{each['field']}: {each['author']}" if each["field"] else str(each["author"])
            rows.append(
                [
                    tree.theirs(whose),
                    percent(each["coverage"]),
                    f"{percent(each['agreement'])} [≥ {at_least(each['at_least'])}]",
                    f"{each['lines']:,}",
                    tree.theirs(each["program"]),
                    tree.theirs(each["why_not"]) if each["why_not"] else "proposed",
                ]
            )
        columns = [
            Column("author", width=20),
            Column("answers", numeric=True, width=9),
            Column("agreement", numeric=True, width=17),
            Column("lines", numeric=True, width=7),
            Column("what it does", width=22),
            Column("why not", width=25),
        ]
        current = str(self.page.values.get("candidate", ""))
        table = tree.table(
            columns,
            rows,
            key="candidates",
            do="" if of_record else "candidate",
            ids=[] if of_record else [str(at) for at in range(len(rows))],
            current=current,
        )
        ranked = proposal.result.ranked
        if of_record or not current.isdecimal() or int(current) >= len(ranked):
            return table
        source = ranked[int(current)].source
        propose = tree.row(tree.button("Propose this one", do="propose", value=current)) if int(current) else None
        return tree.stack(
            table, propose if source else tree.sub("it has no code to bind"), tree.code(source) if source else None
        )

    def do(self, proposal: Proposal, action: str, value: str) -> None:
        if action == "candidate":
            self.page.values["candidate"] = "" if self.page.values.get("candidate") == value else value
        elif action == "propose" and value.isdecimal():
            self.page.values["candidate"] = ""
            self.page.make(lambda: proposal.choose(int(value)))


class _Questions(Section):
    """Inputs on which the best programs differ: an answer makes a new proposal."""

    said = "Questions"

    def title(self, proposal: Proposal) -> str:
        return f"Questions ({len(proposal.questions):,})"

    def has(self, proposal: Proposal) -> bool:
        return bool(proposal.questions)

    def draw(self, proposal: Proposal) -> Part | None:
        parts: list[Part] = [
            tree.sub("What should these inputs become? An answer teaches, certifies nothing, and makes a new proposal.")
        ]
        for number, question in enumerate(proposal.questions, start=1):
            buttons = [
                tree.button(tree.theirs(_written(each.value), limit=80), do="answer", value=f"{number}:{at}")
                for at, each in enumerate(question.answers)
            ]
            name = f"answer:{number}"
            own = tree.entry(name, str(self.page.values.get(name, "")), said="or something else", do=f"answer:{number}")
            parts += [tree.title(input_text(question.input), tree.theirs(question.why)), tree.row(*buttons, own)]
        return tree.stack(*parts)

    def do(self, proposal: Proposal, action: str, value: str) -> None:
        said, _, number = action.partition(":")
        if said != "answer":
            return
        if number.isdecimal():
            text = str(self.page.values.pop(f"answer:{number}", ""))
            place, answer = int(number), _typed(proposal, text)
        else:
            given, _, at = value.partition(":")
            place = int(given)
            answer = proposal.questions[place - 1].answers[int(at)].value
        self.page.make(lambda: proposal.answer(place, answer))


class _Edit(Section):
    """The source, to be changed; it is judged again before it can be bound."""

    said = "Edit"
    same = "these inputs: they certify nothing"

    def draw(self, proposal: Proposal) -> Part | None:
        text = str(self.page.values.get("source", proposal.source))
        chosen = str(self.page.values.get("on", ""))
        options = [("", self.same), *((title, title) for title in self._others(proposal))]
        return tree.stack(
            tree.sub(
                "Whoever edits has seen these inputs, so that they cannot certify the change: try it on them, then draw a "
                "sample of other inputs and certify it there."
            ),
            tree.entry("source", text, said="source", kind="area", rows=11),
            tree.row(
                tree.choice("on", chosen, options, said="tried on", many=True),
                tree.button("Try it", do="edit"),
                tree.button("As it was", do="unedit"),
            ),
        )

    def _others(self, proposal: Proposal) -> list[str]:
        return [title for title, sample in self.page.board.samples.items() if sample.digest != proposal.sample_digest]

    def do(self, proposal: Proposal, action: str, value: str) -> None:  # noqa: ARG002 - what every section is told
        if action == "unedit":
            self.page.values.pop("source", None)
        elif action == "edit":
            source = str(self.page.values.get("source", proposal.source))
            other = self.page.board.samples.get(str(self.page.values.get("on", "")))
            self.page.make(lambda: proposal.edit(source, other))


SECTIONS: Mapping[str, type[Section]] = {
    "code": _Code,
    "inputs": _Inputs,
    "guard": _Guard,
    "evidence": _Evidence,
    "candidates": _Candidates,
    "questions": _Questions,
    "edit": _Edit,
}
"""What a proposal is looked at from, in this order."""


def _written(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value)


def _cell(value: Any) -> Part:
    is_data = isinstance(value, dict | list)
    return tree.label(value if isinstance(value, str) else canonical(value) if is_data else str(value), limit=160)


def _typed(proposal: Proposal, text: str) -> Any:
    """Read what was typed: JSON data where the result is no text, and a label as it is."""
    if proposal.spec.returns is str:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
