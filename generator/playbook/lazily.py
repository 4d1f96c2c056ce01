"""Values by key: made when they are first asked for, or kept while they are among the latest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


class Latest(dict[K, T]):
    """Hold the values that were put in last, and no more than so many; threads can share it.

    Args:
        most: How many.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self._lock = Lock()

    def __setitem__(self, key: K, value: T) -> None:
        """Put a value in; the one that was put in first makes room for it."""
        with self._lock:
            if len(self) >= self.most and key not in self:
                del self[next(iter(self))]
            super().__setitem__(key, value)


class Lazily(Mapping[str, T]):
    """Hold a value for each key, made once and only when somebody asks.

    Args:
        keys: The keys, in their order.
        make: Makes the value of a key.
        known: Values that are known already.
    """

    def __init__(
        self, keys: Mapping[str, object], make: Callable[[str], T], known: Mapping[str, T]
    ) -> None:
        self._keys, self._make = keys, make
        self._known = dict(known)

    def __getitem__(self, key: str) -> T:
        """Return the value of a key."""
        try:
            return self._known[key]
        except KeyError:
            if key not in self._keys:
                raise
        value = self._known[key] = self._make(key)
        return value

    def __iter__(self) -> Iterator[str]:
        """Yield every key."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._keys)

    def known(self, but: Iterable[str] = ()) -> dict[str, T]:
        """Return the values that were asked for before.

        Args:
            but: Keys to leave out.
        """
        known = dict(self._known)
        for key in but:
            known.pop(key, None)
        return known

    def make_all(self) -> None:
        """Make every value now."""
        for key in self._keys:
            self[key]
