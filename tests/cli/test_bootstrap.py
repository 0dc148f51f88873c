"""The scripts that need nothing but Python."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parent.parent.parent / "scripts"


@pytest.fixture
def bootstrap(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the module that makes the environment."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("bootstrap")


def test_old_python_is_told_what_it_lacks(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.10 ends with a sentence, before anything is installed."""
    monkeypatch.setattr(sys, "version_info", (3, 10, 14))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed"):
        bootstrap.ensure_environment()


def test_up_to_date_environment_is_used_as_it_is(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With the stamp of these pins nothing is installed; in that environment the script goes on."""
    stamp = tmp_path / "stamp"
    stamp.write_text(bootstrap._fingerprint())
    monkeypatch.setattr(bootstrap, "STAMP", stamp)
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", Path(sys.prefix))
    monkeypatch.setattr(bootstrap, "_install", lambda _: pytest.fail("must not install"))
    bootstrap.ensure_environment()


def test_script_goes_on_in_the_environment(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Changed pins are installed; then the same script with the same options runs there, with its exit code."""
    steps: list[object] = []

    def run(command: list[str]) -> int:
        steps.append(command[1:])
        return 7

    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "missing")
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(bootstrap, "_install", lambda _: steps.append("install"))
    monkeypatch.setattr(bootstrap, "run", run)
    monkeypatch.setattr(sys, "argv", [str(SCRIPTS / "test.py"), "--long"])
    with pytest.raises(SystemExit) as ended:
        bootstrap.ensure_environment()
    assert ended.value.code == 7
    assert steps == ["install", [str(SCRIPTS.resolve() / "test.py"), "--long"]]


def test_exit_code_of_a_command(bootstrap: ModuleType) -> None:
    """The command's exit code is handed on."""
    assert bootstrap.run([sys.executable, "-c", "raise SystemExit(3)"]) == 3
