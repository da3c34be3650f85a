"""The pytest plugin: what is inconclusive is counted by itself, and fails or is skipped as the project says."""

from __future__ import annotations

from typing import Any

import pytest

OPTION = "pointmass_inconclusive"
"""The ini setting and the option ``--pointmass-inconclusive``: ``fail`` (default) or ``skip``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take ``--pointmass-inconclusive=fail|skip`` and the ini setting of the same name."""
    said = "what an inconclusive statistical assertion does: fail (default) or skip"
    group = parser.getgroup("pointmass")
    group.addoption("--pointmass-inconclusive", choices=("fail", "skip"), default=None, dest=OPTION, help=said)
    parser.addini(OPTION, said, default="fail")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a setting that means nothing.

    Raises:
        pytest.UsageError: The ini setting is neither ``fail`` nor ``skip``.
    """
    if _setting(config) not in {"fail", "skip"}:
        raise pytest.UsageError(f"{OPTION}: got {_setting(config)!r}; it is 'fail' or 'skip'")


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


def _setting(config: pytest.Config) -> str:
    given = config.getoption(OPTION)
    return str(given or config.getini(OPTION))
