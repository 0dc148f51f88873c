"""The page of all messages: `python -m scheduler.message_page > docs/messages.md`."""

from __future__ import annotations

from scheduler.messages import CATALOGUE

HEAD = """# Messages of `check` and `explain`

Written by `python -m scheduler.message_page` from `scheduler/messages.py`. With `--json`, each message comes with its
code and its arguments, the words in braces; a code never changes its meaning.

| code | text | what to do |
|---|---|---|
"""


def page() -> str:
    """The catalogue as a page of Markdown."""
    rows = (f"| `{one.code}` | {one.text} | {one.remedy} |\n" for one in CATALOGUE.values())
    return HEAD + "".join(rows)


if __name__ == "__main__":
    print(page(), end="")
