"""A real JupyterLab in a real Chromium: a server of its own, a page that tells on itself, and a notebook to drive."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

KERNEL = "pointmass-tests"
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]
PATIENCE = 60_000  # milliseconds; the machine may be busy with other work

_IDLE = """([n]) => {
  if (document.querySelector('.jp-Dialog')) return 'dialog';
  const panel = window.jupyterapp?.shell?.currentWidget, kernel = panel?.sessionContext?.session?.kernel;
  return panel?.context?.path?.endsWith(n) && kernel?.status === 'idle' && kernel.connectionStatus === 'connected' && 'idle';
}"""
_CELL = "const panel = window.jupyterapp.shell.currentWidget, cell = panel.content.widgets[i];"


def chromium() -> str | None:
    """Find the system's Chromium."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


@dataclass(frozen=True)
class Lab:
    """A running server: where it listens, its token, and the folder of its notebooks."""

    url: str
    token: str
    folder: Path


@contextlib.contextmanager
def lab_server(home: Path, *, pythonpath: tuple[Path, ...] = ()) -> Iterator[Lab]:
    """Start JupyterLab with directories of its own, and a kernel that is this interpreter."""
    folder = home / "notebooks"
    folder.mkdir(parents=True)
    _write(
        home / "data" / "kernels" / KERNEL / "kernel.json",
        {
            "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            "display_name": "Python (tests)",
            "language": "python",
        },
    )
    for name, value in SETTINGS.items():
        _write(home / "settings" / f"{name.replace(':', '/')}.jupyterlab-settings", value)
    port, token = _free_port(), secrets.token_hex(16)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
        *(f"--port={port}", "--port-retries=0", f"--IdentityProvider.token={token}"),
        *(
            f"--ServerApp.root_dir={folder}",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",
        ),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    lab = Lab(f"http://127.0.0.1:{port}", token, folder)
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - a command made of our own words
            command, stdout=log, stderr=subprocess.STDOUT, env=_environment(home, pythonpath), start_new_session=True
        )
        try:
            _await(lab, server, home / "server.log")
            yield lab
        finally:
            _end(server)


def _environment(home: Path, pythonpath: tuple[Path, ...]) -> dict[str, str]:
    names = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    paths = os.pathsep.join([*(str(path) for path in pythonpath), os.environ.get("PYTHONPATH", "")]).strip(os.pathsep)
    return {**os.environ, **{name: str(home / sub) for name, sub in names.items()}, "PYTHONPATH": paths}


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(lab: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended at its start:\n{log.read_text()[-3000:]}")
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            address = f"{lab.url}/api/status?token={lab.token}"
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310 - our own address, above
            return
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start within a minute:\n{log.read_text()[-3000:]}")


def _end(server: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
            return


@dataclass
class Witness:
    """What a page did that it must not do."""

    errors: list[str] = field(default_factory=list)
    external: list[str] = field(default_factory=list)

    def watch(self, context: Any, page: Any) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        context.route("**/*", self._route)

    def _route(self, route: Any) -> None:
        url = route.request.url
        if url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            self.external.append(url)
            route.abort()


@dataclass
class Notebook:
    """A notebook that is open in the page."""

    page: Any
    lab: Lab
    name: str

    def open(self, *, reload: bool = False) -> None:
        """Open the notebook as it is on disk, and wait for its kernel.

        The page is loaded once and then kept, which saves seconds a test, unless *reload* asks for a new one.
        """
        if reload or not self.page.evaluate("() => Boolean(window.jupyterapp)"):
            self.page.goto(f"{self.lab.url}/lab/tree/{self.name}?reset&token={self.lab.token}")
        else:
            self.close()
            self.command("docmanager:open", path=self.name)
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=PATIENCE)
        self.idle()
        self.page.evaluate(
            "() => { window.jupyterapp.shell.collapseLeft(); window.jupyterapp.shell.collapseRight?.(); }"
        )

    def close(self) -> None:
        """Close what is open, without saving it."""
        self.page.evaluate(
            """() => { for (const open of [...window.jupyterapp.shell.widgets('main')]) {
              if (open.context) open.context.model.dirty = false;
              open.close();
            } }"""
        )
        self.page.wait_for_selector(".jp-NotebookPanel", state="detached", timeout=PATIENCE)

    def idle(self) -> None:
        """Wait until the kernel is idle, agreeing to what a dialog asks on the way."""
        while self.page.wait_for_function(_IDLE, arg=[self.name], timeout=PATIENCE).json_value() == "dialog":
            self.page.click(".jp-Dialog .jp-mod-accept")
            self.page.wait_for_selector(".jp-Dialog", state="detached", timeout=PATIENCE)

    def command(self, name: str, **arguments: Any) -> None:
        """Execute a command of JupyterLab and wait for it."""
        self.page.evaluate(
            "async ([name, args]) => { await window.jupyterapp.commands.execute(name, args); }", [name, arguments]
        )

    def run(self, index: int = 0, *, wait: bool = True) -> None:
        """Execute one cell."""
        self.page.evaluate(
            f"(i) => {{ {_CELL} panel.content.activeCellIndex = i; cell.model.executionCount = null;"
            " window.jupyterapp.commands.execute('notebook:run-cell'); }",
            index,
        )
        if wait:
            self.ran(index)

    def ran(self, index: int = 0) -> None:
        """Wait until a cell has been executed."""
        self.page.wait_for_function(
            f"(i) => {{ {_CELL} return /\\d/.test(cell.promptNode?.textContent ?? '')"
            " && panel.sessionContext.session.kernel.status === 'idle'; }",
            arg=index,
            timeout=PATIENCE,
        )

    def text(self, index: int) -> str:
        """Return what the output of a cell shows as text."""
        shown = self.page.evaluate(f"(i) => {{ {_CELL} return cell.outputArea.node.innerText; }}", index)
        return str(shown)

    def stored(self, index: int) -> list[dict[str, Any]]:
        """Return the outputs of a cell as the notebook file would hold them."""
        outputs: list[dict[str, Any]] = self.page.evaluate(
            f"(i) => {{ {_CELL} return cell.model.toJSON().outputs; }}", index
        )
        return outputs

    def value(self, expression: str) -> str:
        """Ask the kernel for the ``repr`` of an expression, without a cell."""
        result = self.page.evaluate(
            """async (code) => {
              const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
              const future = kernel.requestExecute({ code: '', silent: true, user_expressions: { value: code } });
              const reply = await future.done;
              return reply.content.user_expressions.value;
            }""",
            expression,
        )
        return str(result.get("data", {}).get("text/plain", result))

    def becomes(self, expression: str, expected: str, *, seconds: float = 10) -> bool:
        """Whether the ``repr`` of an expression becomes what is expected: what was clicked is on its way."""
        end = time.monotonic() + seconds
        while self.value(expression) != expected:
            if time.monotonic() > end:
                return False
            self.page.wait_for_timeout(50)
        return True

    def cells(self) -> int:
        """Return how many cells there are."""
        return int(self.page.evaluate("() => window.jupyterapp.shell.currentWidget.content.widgets.length"))

    def save(self) -> None:
        """Write the notebook to disk."""
        self.command("docmanager:save")

    def shut_down(self) -> None:
        """End the kernel, so that the next opening starts a fresh one."""
        self.page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")

    def restart(self) -> None:
        """Restart the kernel and wait until it is there again."""
        self.page.evaluate(
            "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }"
        )
        self.idle()

    def errors(self) -> list[str]:
        """Return every error output in the notebook: nothing may be swallowed."""
        found: list[str] = self.page.evaluate(
            """() => (window.jupyterapp?.shell?.currentWidget?.content?.widgets ?? [])
              .flatMap(cell => cell.model.type === 'code' ? cell.model.toJSON().outputs : [])
              .filter(output => output.output_type === 'error').map(output => `${output.ename}: ${output.evalue}`)"""
        )
        return found

    def screenshot(self, name: str, *, dark: bool = False) -> None:
        """Keep a picture of the page where ``POINTMASS_SCREENSHOTS`` names a folder."""
        folder = os.environ.get("POINTMASS_SCREENSHOTS")
        if folder:
            self.theme(dark=dark)
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}_{'dark' if dark else 'light'}.png"))

    def theme(self, *, dark: bool) -> None:
        """Change the theme."""
        self.command("apputils:change-theme", theme=f"JupyterLab {'Dark' if dark else 'Light'}")
        self.page.wait_for_function(
            "(light) => document.body.dataset.jpThemeLight === light", arg="false" if dark else "true", timeout=PATIENCE
        )
        self.page.wait_for_timeout(300)


def write_notebook(path: Path, cells: tuple[Any, ...]) -> None:
    """Write a notebook for the tests' kernel: of code cells from their text, or of cells as they are."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {"name": KERNEL, "display_name": "Python (tests)", "language": "python"}
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.cells = [nbformat.v4.new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    nbformat.write(notebook, path)
