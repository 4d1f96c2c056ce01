"""What was looked at and how it is, as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from playbook.problems import Unusable


@dataclass(frozen=True, slots=True)
class Sign:
    """Say how one thing is.

    Args:
        name: What was looked at, in a word or two.
        what: How it is.
        instead: What to do about it; empty when all is well.
    """

    name: str
    what: str
    instead: str = ""

    @property
    def well(self) -> bool:
        """Tell whether nothing has to be done."""
        return not self.instead


Look = Callable[[], Iterable[Sign]]


def looked(looks: Iterable[tuple[str, Look]]) -> Iterator[Sign]:
    """Yield what each look finds; one that fails is a sign too, and the others go on.

    Args:
        looks: What is looked at, in a word or two, and the function that looks.
    """
    for name, look in looks:
        try:
            yield from look()
        except Unusable as unusable:
            first = unusable.problems[0]
            yield Sign(name, f"{first.place}: {first.what}", first.instead)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            yield Sign(name, f"it cannot be looked at ({reason})", "see that you may read it")
