"""Looks and page set-up that all sheets of ``roster.xlsx`` share."""

from __future__ import annotations

from functools import cache
from typing import Any

A4 = 9
"""Number of the paper size in a workbook."""

LOOKS: dict[str, dict[str, Any]] = {
    "text": {},
    "title": {"bold": True, "font_size": 13},
    "header": {"bold": True, "bg_color": "#E3E8EF", "bottom": 1, "align": "left", "valign": "vcenter"},
    "date_header": {"bold": True, "bg_color": "#E3E8EF", "left": 1, "align": "center", "num_format": "ddd d mmm"},
    "queue_header": {"bold": True, "bg_color": "#E3E8EF", "align": "center", "left": 1},
    "measure": {"font_size": 9, "bg_color": "#E3E8EF", "bottom": 1, "align": "right"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    "time": {"num_format": "hh:mm", "align": "left", "bold": True},
    "time_again": {"num_format": 'hh:mm" again"', "align": "left", "bold": True},
    "hours": {"num_format": "0.00"},
    "money": {"num_format": "#,##0.00"},
    "share": {"num_format": "0.00%"},
    "number": {"align": "right"},
    "first": {"align": "right", "left": 1},
    "shift": {"align": "center", "bg_color": "#D6E6F5", "border": 1, "border_color": "#BFBFBF"},
    "night": {"align": "center", "bg_color": "#8FB4D9", "border": 1, "border_color": "#BFBFBF"},
    "off": {"align": "center", "font_color": "#808080", "border": 1, "border_color": "#D9D9D9"},
    "absent": {"align": "center", "italic": True, "bg_color": "#E4E4E4", "border": 1, "border_color": "#BFBFBF"},
    "under": {"num_format": "+General;-General;0", "bg_color": "#F4A6A0", "bold": True},
    "over": {"num_format": "+General;-General;0", "bg_color": "#FFE699"},
    "met": {"num_format": "+General;-General;0", "bg_color": "#C6E5C3"},
}


class Formats:
    """
    The looks of a workbook by name.

    Parameters
    ----------
    workbook
        Workbook of XlsxWriter that is being written.
    """

    def __init__(self, workbook: Any) -> None:
        self._made = cache(lambda name: workbook.add_format(LOOKS[name]))

    def __getitem__(self, name: str) -> Any:
        return self._made(name)


def set_page(sheet: Any, title: str, *, header_rows: int, pages_wide: int = 1) -> None:
    """
    Landscape, fitted to the width, with the header on each page.

    Parameters
    ----------
    sheet
        Sheet of XlsxWriter.
    title
        Printed above each page.
    header_rows
        Rows at the top that are printed on each page.
    pages_wide
        Pages beside each other.
    """
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.repeat_rows(0, header_rows - 1)
    # An ampersand begins a code in headers; a header holds at most 255 characters.
    sheet.set_header("&L" + title.replace("&", "&&")[:100] + "&R&A")
    sheet.set_footer("&RPage &P of &N")
