"""A run as one page that opens in any browser, without a network and without scripts."""

from scheduler.page.write import write_page

__all__ = ["write_page"]
