"""The command line: ``pointmass tour | lab | sample | show | history | export | drift | certify | recover | bench``."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

import pointmass
from pointmass.errors import PointmassError
from pointmass.shown import PLAIN, printable

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Look at what an LLM spec really does, and turn the consistent part of it into ordinary code.",
)

_PLAIN_WIDTH = 120  # columns where the output is not a terminal: a file, a pipe, a log


@app.callback(invoke_without_command=True)
def start(
    *,
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
) -> None:
    """Look at what an LLM spec really does, and turn the consistent part of it into ordinary code."""
    if version:
        typer.echo(f"pointmass {pointmass.__version__}")
        raise typer.Exit


@app.command()
def tour() -> None:
    """Walk through the main job on recorded draws: no key, no cost, a few seconds."""
    from rich.console import Console  # noqa: PLC0415 - each command loads what it needs

    from pointmass.cli.tour import tour as walk  # noqa: PLC0415 - as above

    console = Console(highlight=False)
    walk(console if console.is_terminal else Console(highlight=False, width=_PLAIN_WIDTH, color_system=None))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(help="Where the notebooks are copied to, if they are not there yet.")
    ] = Path("pointmass-notebooks"),
) -> None:
    """Open JupyterLab on the notebooks, in a folder of your own; further options go to JupyterLab (--no-browser, …)."""
    from pointmass.cli.lab import open_lab  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(open_lab(folder, context.args))


@app.command()
def sample(  # noqa: PLR0913 - the options of a command
    file: Annotated[Path, typer.Argument(help="A file of draws and bindings; made when it is not there.")],
    name: Annotated[str, typer.Argument(help="The name of the spec: one in the file, or a new one with --prompt.")],
    inputs: Annotated[
        Path, typer.Argument(help="Inputs: .txt, .csv (one column per parameter) or .jsonl.", exists=True)
    ],
    *,
    prompt: Annotated[str | None, typer.Option(help="The prompt of a new spec; its columns are text.")] = None,
    label: Annotated[list[str] | None, typer.Option(help="What a new spec may answer; once for each.")] = None,
    draws: Annotated[int, typer.Option(help="Draws of each input.")] = 16,
    model: Annotated[
        str | None, typer.Option(help="The model to ask, by its service's name; else who answered before.")
    ] = None,
    recording: Annotated[Path | None, typer.Option(help="Replay a file of recorded draws instead.")] = None,
    variant: Annotated[str, typer.Option(help="The variant of the recording.")] = "plain",
    allow_options: Annotated[
        bool, typer.Option("--allow-options", help="Send the request options that the file's spec has, unasked.")
    ] = False,
) -> None:
    """Draw a sample, keep it in the file, and print the distribution of outcomes."""
    from rich.console import Console  # noqa: PLC0415 - each command loads what it needs

    from pointmass.cli.sample import sample as draw  # noqa: PLC0415 - as above

    draw(
        Console(highlight=False),
        file,
        name,
        inputs,
        prompt=prompt,
        labels=label or [],
        draws=draws,
        model=model,
        recording=recording,
        variant=variant,
        allow_options=allow_options,
    )


@app.command()
def show(file: Annotated[Path, typer.Argument(help="A file of draws and bindings.", exists=True)]) -> None:
    """List what a file holds: draws by spec and model, and what each name means."""
    from rich.console import Console  # noqa: PLC0415 - each command loads what it needs

    from pointmass.cli.contents import print_contents  # noqa: PLC0415 - as above

    print_contents(Console(highlight=False), file)


@app.command()
def history(
    file: Annotated[Path, typer.Argument(help="A file of draws and bindings.", exists=True)],
    name: Annotated[str, typer.Argument(help="The name whose history is printed.")],
) -> None:
    """List every meaning that a name had, who approved it, and on what evidence."""
    from rich.console import Console  # noqa: PLC0415 - each command loads what it needs

    from pointmass.cli.contents import print_history  # noqa: PLC0415 - as above

    print_history(Console(highlight=False), file, name)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="A file of draws and bindings.", exists=True)],
    folder: Annotated[Path, typer.Argument(help="Where the bundles go, one folder per name.")],
    names: Annotated[list[str] | None, typer.Argument(help="Which names; else all that have a spec.")] = None,
) -> None:
    """Write names as bundles: the spec, the approved code, the evidence and the tests, ready for a review."""
    from rich.console import Console  # noqa: PLC0415 - each command loads what it needs

    from pointmass.cli.export import export as write  # noqa: PLC0415 - as above

    raise typer.Exit(write(Console(highlight=False), file, folder, names=names or []))


@app.command()
def drift(  # noqa: PLR0913 - one option each
    file: Annotated[Path, typer.Argument(help="A file of draws and bindings.", exists=True)],
    name: Annotated[str, typer.Argument(help="The name to watch.")],
    *,
    model: Annotated[
        str | None, typer.Option(help="The model to ask, by its service's name; else the baseline's.")
    ] = None,
    recording: Annotated[Path | None, typer.Option(help="Replay a file of recorded draws instead.")] = None,
    variant: Annotated[str, typer.Option(help="The variant of the recording.")] = "plain",
    baseline: Annotated[
        int, typer.Option(help="Which of its samples in the file is the baseline, from 1, the oldest first.")
    ] = 1,
    once: Annotated[bool, typer.Option("--once", help="Use this look only, and ignore the earlier ones.")] = False,
    draws: Annotated[
        int | None, typer.Option(help="Fresh draws of each input; else as many as the baseline has.")
    ] = None,
    margin: Annotated[
        float, typer.Option(help="The largest shift that must be ruled out for the verdict 'same'.")
    ] = 0.2,
    level: Annotated[float, typer.Option(help="Confidence over all looks at this baseline together.")] = 0.95,
    allow_options: Annotated[
        bool, typer.Option("--allow-options", help="Send the request options that the file's spec has, unasked.")
    ] = False,
) -> None:
    """Draw anew and weigh every look at the baseline so far: exits with 0 same, 1 moved, 2 could not find out."""
    from pointmass.cli.drift import drift as look  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(
        look(
            file,
            name,
            model=model,
            recording=recording,
            variant=variant,
            baseline=baseline,
            allow_options=allow_options,
            how={"running": not once, "draws": draws, "margin": margin, "level": level},
        )
    )


@app.command()
def certify(
    file: Annotated[Path, typer.Argument(help="A file of draws and bindings.", exists=True)],
    name: Annotated[str, typer.Argument(help="The name that the code is for.")],
    code: Annotated[
        Path, typer.Argument(help="A module with a function of that name; `accepts` beside it if you like.")
    ],
    *,
    sample: Annotated[int, typer.Option(help="Which of its samples in the file, from 1, the oldest first.")] = 1,
    agreement: Annotated[float, typer.Option(help="The agreement with the model to prove.")] = 0.75,
    allow_import: Annotated[
        list[str] | None, typer.Option(help="A library that the code may import; once each.")
    ] = None,
    bind: Annotated[bool, typer.Option("--bind", help="Ask for a yes, and bind it under the name.")] = False,
) -> None:
    """Judge somebody's code on a sample, in the sandbox: exits with 0 it may stand in, 1 it may not, 2 could not find out."""
    from rich.console import Console  # noqa: PLC0415 - each command loads what it needs

    from pointmass.cli.certify import certify as judge  # noqa: PLC0415 - as above

    imports = tuple(allow_import or ())
    raise typer.Exit(
        judge(
            Console(highlight=False),
            file,
            name,
            code,
            sample=sample,
            agreement=agreement,
            allow_imports=imports,
            bind=bind,
        )
    )


@app.command()
def recover(
    file: Annotated[
        Path, typer.Argument(help="A damaged file of draws and bindings; it is left as it is.", exists=True)
    ],
    to: Annotated[Path | None, typer.Argument(help="The new file; else beside the old one.")] = None,
) -> None:
    """Save what can be read of a damaged file into a new one: exits with 1 where something was lost."""
    from rich.console import Console  # noqa: PLC0415 - each command loads what it needs

    from pointmass.cli.recover import recover as save  # noqa: PLC0415 - as above

    raise typer.Exit(save(Console(highlight=False), file, to))


@app.command()
def bench(
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer rounds: a look, not a measurement.")] = False,
) -> None:
    """Measure what pointmass costs, as ratios taken in one go on this machine."""
    from pointmass.bench import main as measure  # noqa: PLC0415 - each command loads what it needs

    measure(quick=quick)


def main() -> None:
    """Run the command line; an error of ours is one message without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAIN)  # a terminal that cannot show × shows x
    try:
        app()
    except BrokenPipeError:
        raise  # whoever read the output has gone; there is nobody to write to
    except (PointmassError, OSError) as error:
        said = "\n".join([str(error), *getattr(error, "__notes__", ())])
        print(f"pointmass: {printable(said)}", file=sys.stderr)  # noqa: T201 - the command line's own voice
        sys.exit(1)
