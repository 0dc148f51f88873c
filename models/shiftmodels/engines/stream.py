"""What a solver tells while it works, as an iterator."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

News = TypeVar("News")


@dataclass(frozen=True)
class _End:
    """The work has ended, and whether by an error."""

    error: BaseException | None


@dataclass(frozen=True)
class _Item(Generic[News]):
    news: News


def stream(work: Callable[[Callable[[News], None]], None]) -> Iterator[News]:
    """
    Do some work in a thread, which a solver keeps until it ends, and give what it tells at once.

    Parameters
    ----------
    work
        It is called with a function that takes what it has to tell, from any thread.

    Raises
    ------
    BaseException
        What the work raised.
    """
    told: queue.SimpleQueue[_Item[News] | _End] = queue.SimpleQueue()

    def run() -> None:
        try:
            work(lambda news: told.put(_Item(news)))
        except BaseException as error:
            told.put(_End(error))
        else:
            told.put(_End(None))

    threading.Thread(target=run, daemon=True).start()
    while isinstance(item := told.get(), _Item):
        yield item.news
    if item.error is not None:
        raise item.error
