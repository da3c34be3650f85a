"""The page that samples: inputs from a file, a paste or a variable; what it will cost; and how far it is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pointmass.errors import InputError
from pointmass.html import tree
from pointmass.html.progress import lost, span
from pointmass.html.tree import Column, Part
from pointmass.sampler import Progress
from pointmass.widgets.board.base_page import Board, Page, called, variables
from pointmass.workbench.input_files import Form, read_file, read_text
from pointmass.workbench.sampling import Sampling

_SOURCES = (("file", "a file"), ("paste", "pasted text"), ("variable", "a variable"))
_SHOWN = 3
_DRAWS = "8"


class SamplePage(Page):
    """Ask a model about many inputs."""

    title = "Sample"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values = {"source": "file", "path": "", "pasted": "", "variable": "", "draws": _DRAWS}
        self._rows: list[Any] = []
        self._where = ""
        self._job: Sampling | None = None
        self._progress: Progress | None = None
        self._ended = ""

    # --- what is shown

    def draw(self) -> Part:
        """Return the form, or how far the sample is."""
        if self._job is not None and self._progress is not None:  # drawn ten times a second, so nothing else is
            return tree.stack(
                tree.sub(f"{len(self._rows):,} inputs from {tree.theirs(self._where)}"), self._under_way(self._progress)
            )
        return tree.stack(self._source(), self._read(), self._ask(), self._stored())

    def _stored(self) -> Part | None:
        """List the samples of the name that the file holds, to be opened."""
        kept = self.board.workbench.samples(self.board.name)
        if not len(kept) or self._job is not None:
            return None
        now = self.board.handle.spec.digest
        rows: list[list[tree.Cell]] = [
            [
                f"{each.inputs:,} inputs",
                f"{each.draws:,}" + (f", {each.failed:,} failed" if each.failed else ""),
                tree.label(each.model, limit=60),
                datetime.fromtimestamp(each.newest, UTC).strftime("%Y-%m-%d %H:%M UTC"),
                "the spec as it is" if each.spec == now else f"an earlier spec, {each.spec[:8]}",
                tree.button("Open", do="open", value=str(at)),
            ]
            for at, each in enumerate(kept)
        ]
        columns = [
            Column("inputs", width=14),
            Column("draws", numeric=True, width=14),
            Column("who was asked", width=24),
            Column("the newest", width=18),
            Column("of", width=18),
            Column("", width=12),
        ]
        return tree.stack(tree.heading("samples that the file holds"), tree.table(columns, rows, key="kept", shown=4))

    def _source(self) -> Part:
        source = self.values["source"]
        if source == "paste":
            how = tree.entry(
                "pasted",
                self.values["pasted"],
                said="one input a line, a table with a header, or JSON lines",
                kind="area",
                do="read",
            )
        elif source == "variable":
            known = [("", "choose a variable"), *((name, name) for name in _candidates())]
            how = tree.choice("variable", self.values["variable"], known, said="a list, Series or DataFrame", many=True)
        else:
            how = tree.entry(
                "path", self.values["path"], said="a .csv, .tsv, .jsonl or .txt", hint="inputs.csv", do="read"
            )
        return tree.stack(
            tree.heading("Inputs"),
            tree.row(tree.choice("source", source, _SOURCES, said="where the inputs come from")),
            tree.row(how, tree.button("Read", do="read")),
        )

    def _read(self) -> Part | None:
        if not self._rows:
            return tree.sub("No inputs were read yet.")
        names, columns = self._parameters(), self._columns()
        said = f"{len(self._rows):,} inputs from {self._where}"
        picks = [
            tree.choice(f"column:{name}", self._column(name), [(each, each) for each in columns], said=name, many=True)
            for name in names
        ]
        first = [[tree.label(str(row[name]), limit=120) for name in names] for row in self._inputs()[:_SHOWN]]
        return tree.stack(
            tree.sub(said),
            tree.row(*picks) if columns else None,
            tree.table([Column(name) for name in names], first, key="first", total=len(self._rows)),
        )

    def _ask(self) -> Part | None:
        if not self._rows:
            return None
        told = tree.told(self._ended, good=True) if self._ended else None
        try:
            number = self._draws()
            cost = self.board.workbench.estimate(self.board.name, self._given(), number)
        except InputError as error:
            return tree.stack(tree.row(self._number()), tree.told(str(error), good=False))
        resume = "Resume" if self._ended and cost.requests else "Sample"
        return tree.stack(
            tree.heading("Draws"),
            tree.row(self._number(), tree.button(resume, do="sample", main=True)),
            tree.sub(str(cost)),
            told,
        )

    def _number(self) -> Part:
        return tree.entry(
            "draws", self.values["draws"], said="draws of each input", kind="number", do="sample", soon=True
        )

    def _under_way(self, progress: Progress) -> Part:
        share = progress.done / progress.total if progress.total else 0.0
        came = progress.done - progress.already
        rate = f"{came / progress.elapsed:,.1f} a second" if progress.elapsed else ""
        figures = [
            f"{progress.done:,} of {progress.total:,} draws",
            rate,
            f"about {span(progress.eta)} left" if progress.eta is not None else "",
            f"{progress.input_tokens:,} tokens in, {progress.output_tokens:,} out" if progress.input_tokens else "",
            "" if progress.dollars is None else f"${progress.dollars:,.2f}",
            lost(progress.lost, progress.failed),
            f"waiting {span(progress.waits)}: {progress.why}" if progress.waits is not None else "",
        ]
        return tree.stack(
            tree.heading("Sampling"),
            tree.meter(share, said=" · ".join(figure for figure in figures if figure)),
            tree.row(tree.button("Pause", do="pause")),
        )

    # --- what is done

    def choose(self, name: str, value: Any) -> None:
        """Take a value; another source has other inputs."""
        super().choose(name, value)
        if name in ("source", "variable"):
            self._rows = []
            if self.values["source"] == "variable" and self.values["variable"]:
                self._take()

    def do(self, action: str, value: str) -> None:
        """Read inputs, sample, pause, or open a sample of the file."""
        if action == "read":
            self._take()
        elif action == "sample":
            self._start()
        elif action == "pause" and self._job is not None:
            self._job.cancel()
        elif action == "open":
            self.board.take(self.board.workbench.samples(self.board.name)[int(value)].open())
            self.board.go("distribution")

    @property
    def code(self) -> str:
        """The call that draws the same."""
        if not self._rows:
            return ""
        handle = called(
            self.board.handle, otherwise=f"{called(self.board.workbench, otherwise='wb')}[{self.board.name!r}]"
        )
        given = "inputs"
        before = ""
        if self.values["source"] == "variable":
            given = self.values["variable"]
        elif self.values["source"] == "file":
            columns = ", ".join(repr(self._column(name)) for name in self._parameters())
            table = Path(self.values["path"]).suffix.lower() in (".csv", ".tsv")
            read = f"pd.read_csv({self.values['path']!r})[[{columns}]]" if table else f"open({self.values['path']!r})"
            before = f"inputs = {read}\n"
        return f"{before}s = {handle}.sample({given}, draws={self.values['draws']})"

    def _take(self) -> None:
        self._rows, self._where, self._ended = [], "", ""
        source = self.values["source"]
        if source == "file":
            path = self.values["path"].strip()
            if not path:
                raise InputError("give the path of a .csv, .tsv, .jsonl or .txt with the inputs")
            self._rows, self._where = read_file(Path(path).expanduser()), path
        elif source == "paste":
            text = self.values["pasted"]
            self._rows, self._where = (
                read_text(text, form=_form(text, self._parameters()), where="the pasted text"),
                "the pasted text",
            )
            if not self._rows:
                raise InputError("the pasted text holds no input; give one per line")
        else:
            name = self.values["variable"]
            if name not in variables():
                raise InputError("choose a variable that holds the inputs")
            self._rows, self._where = _listed(variables()[name]), name

    def _start(self) -> None:
        if self._job is not None:
            return
        number, given = self._draws(), self._given()
        self._ended = ""
        job = self.board.workbench.sample(self.board.name, given, number, wait=False, progress=self._told)
        self._job = job

        def follow() -> None:
            try:
                sample = job.result()
            finally:
                self._job = self._progress = None
            missing = len(sample) * sample.requested - sample.n_draws
            title = self.board.take(sample)
            if missing:
                self._ended = (
                    f"paused: {sample.n_draws:,} draws are stored; Resume asks for the {missing:,} that are missing"
                )
            else:
                self._ended = f"{title} is drawn"
                self.board.go("distribution")

        self.board.work(follow)

    def _told(self, progress: Progress) -> None:
        self._progress = progress
        self.board.paint()

    # --- the inputs

    def _draws(self) -> int:
        try:
            number = int(self.values["draws"])
        except ValueError:
            number = 0
        if number < 1:
            raise InputError(f"draws of each input: got {self.values['draws']!r}; a whole number, 1 or more")
        return number

    def _parameters(self) -> list[str]:
        return [parameter.name for parameter in self.board.handle.spec.parameters]

    def _columns(self) -> list[str]:
        return list(dict.fromkeys(str(name) for row in self._rows[:50] if isinstance(row, dict) for name in row))

    def _column(self, parameter: str) -> str:
        """Return the column that a parameter is read from: the chosen one, the one of its name, or the one at its place."""
        columns = self._columns()
        chosen = self.values.get(f"column:{parameter}", "")
        if chosen in columns:
            return chosen
        if parameter in columns or not columns:
            return parameter
        place = self._parameters().index(parameter)
        return columns[min(place, len(columns) - 1)]

    def _inputs(self) -> list[dict[str, Any]]:
        """Return the inputs, a mapping of the parameters each."""
        names = self._parameters()
        if not self._columns():
            return (
                [{names[0]: row} for row in self._rows]
                if len(names) == 1
                else [dict.fromkeys(names, row) for row in self._rows]
            )
        return [{name: row.get(self._column(name)) for name in names} for row in self._rows if isinstance(row, dict)]

    def _given(self) -> list[Any]:
        """Return the inputs as ``sample`` takes them: read as the types of the parameters where a file has only texts."""
        annotations = {p.name: p.annotation for p in self.board.handle.spec.parameters}
        return [{name: _typed(value, annotations[name]) for name, value in row.items()} for row in self._inputs()]


def _typed(value: Any, annotation: Any) -> Any:
    """Read a number out of a text where a number is asked for; whatever else is wrong with it, sampling tells."""
    if isinstance(value, str) and annotation in (int, float):
        try:
            return annotation(value)
        except ValueError:
            return value
    return value


def _form(text: str, parameters: list[str]) -> Form:
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lstrip().startswith("{"):
        return "JSON"
    cells = [cell.strip().strip('"') for sign in ",;\t|" for cell in first.split(sign)]
    return "table" if len(set(cells) & set(parameters)) and any(sign in first for sign in ",;\t|") else "lines"


def _candidates() -> list[str]:
    """Return the variables that may hold inputs."""
    found = []
    for name, value in list(variables().items()):
        if name.startswith("_") or name in ("In", "Out"):
            continue
        kind = type(value).__name__
        if kind in ("DataFrame", "Series", "ndarray") or (isinstance(value, list | tuple) and value):
            found.append(name)
    return sorted(found)


def _listed(value: Any) -> list[Any]:
    if type(value).__name__ == "DataFrame":
        return list(value.to_dict("records"))
    return list(value)
