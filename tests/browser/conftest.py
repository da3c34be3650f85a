"""One JupyterLab and one Chromium for all browser tests; each test gets a notebook, and each page is asked at its end."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent


def _load(path: Path) -> ModuleType:
    """Load a module that lies beside the tests, where it cannot be imported by its name."""
    name = f"pointmass_tests_{path.stem}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise ImportError(path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


lab_driver = _load(HERE / "lab.py")
made = _load(HERE.parent / "html" / "made.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as a browser test, and put it first: one worker takes it whole, and nothing else lasts as long."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    items[:] = ours + [item for item in items if item not in ours]


@pytest.fixture(scope="session")
def driver() -> ModuleType:
    """Return the module that drives JupyterLab."""
    return lab_driver


@pytest.fixture(scope="session")
def views() -> ModuleType:
    """Return the made-up views."""
    return made


@pytest.fixture(scope="session")
def chromium() -> str:
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("browser tests need the Python package playwright")
    if importlib.util.find_spec("jupyterlab") is None:
        pytest.skip("browser tests need the Python package jupyterlab")
    found: str | None = lab_driver.chromium()
    if found is None:
        pytest.skip("browser tests need one of chromium, chromium-browser, google-chrome on PATH")
    return found


@pytest.fixture(scope="package")
def lab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with lab_driver.lab_server(tmp_path_factory.mktemp("lab"), pythonpath=(HERE.parent / "html", HERE)) as server:
        yield server


@pytest.fixture(scope="package")
def page(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=lab_driver.CHROMIUM_FLAGS)
        context = browser.new_context(viewport={"width": 1180, "height": 1000})
        made = context.new_page()
        made.set_default_timeout(15_000)
        made.witness = lab_driver.Witness()
        made.witness.watch(context, made)
        yield made
        context.close()
        browser.close()


@pytest.fixture
def notebook(lab: Any, page: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Return what opens a notebook of the given cells; afterwards nothing may have gone wrong unseen."""
    opened: list[Any] = []

    def open_notebook(*cells: Any) -> Any:
        name = f"{re.sub(r'[^A-Za-z0-9_-]', '_', request.node.name)}.ipynb"
        lab_driver.write_notebook(lab.folder / name, cells)
        opened.append(lab_driver.Notebook(page, lab, name))
        opened[-1].open()
        return opened[-1]

    yield open_notebook
    errors = [error for each in opened for error in each.errors()]
    xss = page.evaluate("() => window.__xss ?? null") if opened else None
    for each in opened:
        each.shut_down()
    page_errors, external = list(page.witness.errors), list(page.witness.external)
    page.witness.errors.clear()
    page.witness.external.clear()
    assert (errors, page_errors, external, xss) == ([], [], [], None)
