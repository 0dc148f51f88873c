"""Progress on standard error, and the signals that end a run."""

from __future__ import annotations

import signal

import pytest

from scheduler.cli.interrupt import stop_on_signals
from scheduler.cli.progress import Display
from scheduler.solve import Progress


def test_plain_lines_are_spaced(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal, points less than 2 seconds after a printed one are left out; unknown numbers are dashes."""
    with Display(quiet=False) as display:
        display.show(Progress(1.0, None, None))
        display.show(Progress(2.9, 120.0, None))
        display.show(Progress(3.0, 100.0, 75.0))
    printed = capsys.readouterr()
    assert printed.out == ""
    first, second = printed.err.splitlines()
    assert first.split() == ["1.0", "s", "cost", "-", "bound", "-", "gap", "-"]
    # (100 - 75) / 100 = 25 %
    assert second.split() == ["3.0", "s", "cost", "100.00", "bound", "75.00", "gap", "25.00%"]


def test_quiet_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """``--quiet`` leaves standard error empty."""
    with Display(quiet=True) as display:
        display.show(Progress(1.0, 2.0, 1.0))
        display.say("Writing files ...")
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_first_signal_asks_and_third_ends(number: signal.Signals) -> None:
    """The first signal sets the event, the second changes nothing, the third raises; the handler before is put back."""
    before = signal.getsignal(number)
    with stop_on_signals() as stop:
        signal.raise_signal(number)
        assert stop.is_set()
        signal.raise_signal(number)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) is before
