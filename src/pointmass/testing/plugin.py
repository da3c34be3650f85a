"""The pytest plugin: draws of a name for a test, and inconclusive results counted by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from pointmass.sample import Sample
    from pointmass.sampler import Until
    from pointmass.workbench import Handle
    from pointmass.workbench.options import SampleHow

MARK = (
    "draws(number, until=rule): how many draws of each input the `draws` fixture takes, or a rule of pm.until "
    "that stops each input when its answer is known"
)
"""What ``pytest --markers`` says of the mark."""

OPTION = "pointmass_inconclusive"
"""The ini setting and the option ``--pointmass-inconclusive``: ``fail`` (default) or ``skip``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take ``--pointmass-inconclusive=fail|skip`` and the ini setting of the same name."""
    said = "what an inconclusive statistical assertion does: fail (default) or skip"
    group = parser.getgroup("pointmass")
    group.addoption("--pointmass-inconclusive", choices=("fail", "skip"), default=None, dest=OPTION, help=said)
    parser.addini(OPTION, said, default="fail")


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, and refuse a setting that means nothing.

    Raises:
        pytest.UsageError: The ini setting is neither ``fail`` nor ``skip``.
    """
    config.addinivalue_line("markers", MARK)
    if _setting(config) not in {"fail", "skip"}:
        raise pytest.UsageError(f"{OPTION}: got {_setting(config)!r}; it is 'fail' or 'skip'")


@pytest.fixture
def draws(request: pytest.FixtureRequest) -> Callable[..., Sample]:
    """Draw what a name answers, as ``@pytest.mark.draws`` says: ``draws(handle, inputs)`` returns a sample.

    Before the name is stabilized the model is drawn; afterwards the code is called, and the same test holds unchanged
    (``pointmass.testing.sample_of``). Further arguments are those of ``handle.sample``.
    """
    from pointmass.testing.sampled import DRAWS, sample_of  # noqa: PLC0415 - only where a test draws

    mark = request.node.get_closest_marker("draws")
    wanted = _wanted(mark) if mark is not None else DRAWS

    def drawn(handle: Handle, inputs: Any, draws: int | Until = wanted, **how: Unpack[SampleHow]) -> Sample:
        how.setdefault("progress", False)
        return sample_of(handle, inputs, draws, **how)

    return drawn


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Mark the report of an inconclusive test, skipped where that is wished."""
    from pointmass.testing.verdict import Inconclusive  # noqa: PLC0415 - not before a test has ended

    found = call.excinfo.value if call.excinfo is not None else None
    inconclusive = isinstance(found, Inconclusive)
    if inconclusive and _setting(item.config) == "skip":
        # As pytest itself makes a skip of unittest's: the report is written for the exception that it finds.
        message = str(found)
        call.excinfo = pytest.CallInfo.from_call(lambda: pytest.skip(message), call.when).excinfo
    report = yield
    report.pointmass_inconclusive = inconclusive
    return report


def pytest_report_teststatus(report: Any) -> tuple[str, str, str] | None:
    """Count what is inconclusive by itself."""
    if getattr(report, "pointmass_inconclusive", False):
        return "inconclusive", "?", "INCONCLUSIVE"
    return None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Show why tests were inconclusive, as failures and skips are shown."""
    for report in terminalreporter.stats.get("inconclusive", ()):
        text = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
        terminalreporter.write_sep("_", report.nodeid)
        terminalreporter.write_line(text)


def _wanted(mark: pytest.Mark) -> Any:
    """Return the number or the rule that a mark gives."""
    given = [*mark.args, *mark.kwargs.values()]
    if len(given) != 1 or set(mark.kwargs) - {"until"}:
        raise pytest.UsageError(
            f"draws: got {mark.args} and {dict(mark.kwargs)}; the mark takes one of a number and a rule: "
            "@pytest.mark.draws(16), @pytest.mark.draws(until=pm.until(mode=0.95))"
        )
    return given[0]


def _setting(config: pytest.Config) -> str:
    given = config.getoption(OPTION)
    return str(given or config.getini(OPTION))
