"""The page in a browser: it fits a desk and a phone, and runs nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.page.pages import written

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update"
)
MEASURE = "<script>document.title=innerWidth+' '+document.documentElement.scrollWidth</script>"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


def _title(page: Path, width: int, profile: Path) -> str:
    """Title of a page after it was opened in a window of some width."""
    options = [*OPTIONS.split(), f"--user-data-dir={profile}", f"--window-size={width},900", "--dump-dom"]
    assert CHROMIUM is not None
    command = [CHROMIUM, *options, page.as_uri()]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    found = re.search(r"<title>(.*?)</title>", answer.stdout, re.DOTALL)
    assert found is not None
    return found[1]


def test_no_script_of_the_plan_runs(tmp_path: Path) -> None:
    """The title would be another one."""
    page = tmp_path / "report.html"
    written(page)
    assert "roster from 2026-11-30" in _title(page, 1400, tmp_path / "profile")


@pytest.mark.parametrize("width", [1400, 500])
def test_page_is_no_wider_than_its_window(tmp_path: Path, width: int) -> None:
    """Charts scroll by themselves; a script that measures is added for this test alone."""
    page = tmp_path / "report.html"
    text = written(page)
    page.write_text(re.sub(r"<meta http-equiv[^>]*>", "", text).replace("</body>", f"{MEASURE}</body>"), "utf-8")
    inner, scroll = _title(page, width, tmp_path / "profile").split()
    assert int(scroll) <= int(inner) <= width
