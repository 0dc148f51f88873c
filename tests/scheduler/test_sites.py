"""Public holidays at a site."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from pydantic import ValidationError

from scheduler.sites import Site
from tests.builders import make_problem


def test_region_decides_which_holidays_are_kept() -> None:
    """In 2026 Boxing Day is a Saturday, so Monday the 28th is kept for it; 2 January only in Scotland."""
    england, scotland, britain = (
        Site(site="office", country="GB", region=region).public_holidays([2026]) for region in ("ENG", "SCT", "")
    )
    assert {dt.date(2026, 4, 6), dt.date(2026, 12, 25), dt.date(2026, 12, 26), dt.date(2026, 12, 28)} <= england
    assert dt.date(2026, 1, 2) in scotland - england
    assert dt.date(2026, 4, 6) not in britain
    assert britain <= england


def test_further_dates() -> None:
    """Dates of the site's own are kept with and without a country; nothing else is without one."""
    own = dt.date(2026, 7, 3)
    assert Site(site="office", holidays=(own,)).public_holidays([2026]) == {own}
    assert own in Site(site="office", country="FR", holidays=(own,)).public_holidays([2026])
    assert Site(site="office").public_holidays([2026]) == frozenset()


def test_holidays_of_a_plan() -> None:
    """A plan knows those of the years around it, for each of its sites."""
    sites = (Site(site="office", country="DE", region="BE"), Site(site="home"))
    problem = make_problem(sites=sites)
    assert {dt.date(2024, 12, 25), dt.date(2027, 1, 1)} <= problem.holidays_at["office"]
    assert not problem.holidays_at["home"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"country": "XX"}, "no public holidays are known for 'XX'; write a code of two capital letters such as GB"),
        ({"country": "gb"}, "no public holidays are known for 'gb'"),
        ({"country": "GBR"}, "no public holidays are known for 'GBR'"),
        ({"region": "ENG"}, "'ENG' stands without a country; add the country"),
        ({"country": "GB", "region": "England"}, "'England' is not known in GB; write one of ENG, NIR, SCT, WLS"),
        ({"country": "ZA", "region": "GP"}, "ZA has no regions with holidays of their own; leave region out"),
        ({"holidays": ["25.12.2026"]}, "valid date"),
    ],
)
def test_unknown_calendar(fields: dict[str, object], words: str) -> None:
    """A country or region without a calendar is refused with what to write."""
    with pytest.raises(ValidationError, match=words):
        Site.model_validate({"site": "office", **fields})


def test_calendars_are_loaded_only_where_a_site_has_a_country() -> None:
    """A plan whose sites have none does not pay for the library."""
    code = "import sys; from scheduler.sites import Site; {}; print('holidays' in sys.modules)"
    for statement, loaded in (
        ("Site(site='a', holidays=['2026-07-03']).public_holidays([2026])", "False"),
        ("Site(site='a', country='GB')", "True"),
    ):
        answer = subprocess.run(
            [sys.executable, "-c", code.format(statement)], capture_output=True, text=True, check=True
        )
        assert answer.stdout.strip() == loaded
