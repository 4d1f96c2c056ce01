"""Following links to other sites: politely, in parallel, and with patience."""

from __future__ import annotations

import difflib
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from msgspec import Struct

from playbook.links import marks
from playbook.links.asking import PASSING, Answer, Network, Unanswered
from playbook.links.ways import anchors_of, is_top, without_highlight

State = Literal["good", "moved", "lost", "unsure", "ignored"]
_LEADS_ON: Final = frozenset((301, 302, 303, 307, 308))
_FOR_GOOD: Final = frozenset((301, 308))
_AGAIN: Final = frozenset((429, 500, 502, 503, 504))
_BUSY: Final = 429
_GONE: Final = frozenset((404, 410))
_WHO: Final = frozenset((401, 403, 407))
_PAGES: Final = frozenset(("text/html", "application/xhtml+xml"))


class Clock(NamedTuple):
    """What time it is, and how to let it pass.

    Args:
        now: Returns seconds, from no matter when.
        wait: Waits for some seconds.
    """

    now: Callable[[], float]
    wait: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Manners:
    """Say how servers are treated.

    Args:
        jobs: Servers that are asked at once; each gets one question at a time.
        delay: Seconds between two questions to one server.
        tries: How often to ask when something may pass.
        backoff: Seconds before the second try; twice as many before each next.
        longest: Seconds that a server may ask to wait; for more there is no waiting.
        hops: How often a server may send on to another address.
    """

    jobs: int = 8
    delay: float = 0.5
    tries: int = 3
    backoff: float = 1.0
    longest: float = 60.0
    hops: int = 8


class Verdict(Struct, frozen=True, kw_only=True):
    """What is said of one link.

    Args:
        state: How it is.
        why: What is wrong; empty when nothing is.
        instead: What to do about it.
        status: Number of the last answer; 0 when there was none.
        to: Where it is now, when it moved for good.
    """

    state: State
    why: str = ""
    instead: str = ""
    status: int = 0
    to: str = ""


class _Gate:
    """Let one question at a time through to a server, with time in between."""

    def __init__(self, clock: Clock, delay: float) -> None:
        self.clock, self.delay = clock, delay
        self.lock = threading.Lock()
        self.open_at = 0.0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self.lock:
            left = self.open_at - self.clock.now()
            if left > 0:
                self.clock.wait(left)
            try:
                yield
            finally:
                self.open_at = max(self.open_at, self.clock.now() + self.delay)

    def close_for(self, seconds: float) -> None:
        """Ask nothing for some seconds."""
        self.open_at = self.clock.now() + seconds


class Follower:
    """Follow links to other sites.

    Args:
        network: Asks servers.
        manners: How they are treated.
        clock: The time.
    """

    def __init__(self, network: Network, manners: Manners, clock: Clock) -> None:
        self.network, self.manners, self.clock = network, manners, clock
        self._gates: dict[str, _Gate] = {}
        self._opening = threading.Lock()

    def follow(self, links: Iterable[str], seen: Callable[[int], None]) -> Mapping[str, Verdict]:
        """Return what is said of each link.

        Each address is asked for once, however many places on it are linked to.

        Args:
            links: The links.
            seen: Called with the number of links that are done now.
        """
        pages: defaultdict[str, list[str]] = defaultdict(list)
        servers: defaultdict[str, dict[str, None]] = defaultdict(dict)
        verdicts: dict[str, Verdict] = {}
        for link in dict.fromkeys(links):
            try:
                page = urldefrag(link).url
                servers[_server(page)][page] = None
            except ValueError:
                verdicts[link] = _unanswered(Unanswered("address"))
                seen(1)
            else:
                pages[page].append(link)

        def ask_all(mine: Iterable[str]) -> None:
            for page in mine:
                verdicts.update(self._page(page, pages[page]))
                seen(len(pages[page]))

        pool = ThreadPoolExecutor(self.manners.jobs)
        try:
            for done in [pool.submit(ask_all, mine) for mine in servers.values()]:
                done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return verdicts

    def _page(self, page: str, links: Sequence[str]) -> Mapping[str, Verdict]:
        """Return what is said of the links to one page."""
        places = {link: urldefrag(link).fragment for link in links}
        anchored = any(not is_top(without_highlight(place)) for place in places.values())
        try:
            found = self._found(page, anchored)
        except Unanswered as why:
            return dict.fromkeys(links, _unanswered(why))
        if isinstance(found, Verdict):
            return dict.fromkeys(links, found)
        there, for_good, answer = found
        refused = _refused(answer)
        if refused:
            return dict.fromkeys(links, refused)
        now = there if for_good else page
        anchors = _anchors(answer) if anchored else None
        return {
            link: _shown(page, place, now, answer.status, anchors) for link, place in places.items()
        }

    def _found(self, page: str, anchored: bool) -> tuple[str, bool, Answer] | Verdict:
        """Return where a page is, whether it is there for good, and the answer there."""
        here, for_good, been = page, True, {page}
        for _ in range(self.manners.hops + 1):
            answer = self._patient(here, anchored)
            if answer.status not in _LEADS_ON or not answer.location:
                return here, for_good, answer
            for_good = for_good and answer.status in _FOR_GOOD
            try:
                here = urldefrag(urljoin(here, answer.location)).url
                scheme = urlsplit(here).scheme
            except ValueError:
                return Verdict(state="lost", why=_ODD, instead=_CORRECT, status=answer.status)
            if scheme not in ("http", "https"):
                why = f"leads on to “{scheme}:”, which is no page"
                return Verdict(state="lost", why=why, instead=_CORRECT, status=answer.status)
            if here in been:
                return Verdict(state="lost", why=_ROUND, instead=_CORRECT, status=answer.status)
            been.add(here)
        return Verdict(state="lost", why=_FAR, instead=_CORRECT)

    def _patient(self, address: str, anchored: bool) -> Answer:
        """Ask until there is an answer that will not be another in a moment."""
        for left in reversed(range(self.manners.tries)):
            pause = self.manners.backoff * 2 ** (self.manners.tries - 1 - left)
            try:
                answer = self._asked(address, anchored)
            except Unanswered as why:
                if not left or why.reason not in PASSING:
                    raise
            else:
                asks = answer.wait or 0
                if not left or answer.status not in _AGAIN or asks > self.manners.longest:
                    return answer
                pause = max(pause, asks)
            self._gate(address).close_for(pause)
        raise AssertionError("the last try always ends")

    def _asked(self, address: str, anchored: bool) -> Answer:
        """Ask for an address; for its head only, where that is enough and is understood."""
        gate = self._gate(address)
        if not anchored:
            with gate():
                answer = self.network.ask("HEAD", address)
            # Of a server that does not know the question the answer is not believed.
            if answer.status < 400 or answer.status == _BUSY:
                return answer
        with gate():
            return self.network.ask("GET", address)

    def _gate(self, address: str) -> _Gate:
        with self._opening:
            server = _server(address)
            if server not in self._gates:
                self._gates[server] = _Gate(self.clock, self.manners.delay)
            return self._gates[server]


_CORRECT: Final = "correct the address, or remove the link"
_LOOK: Final = "look yourself; when it is right, name it with the reason under “linkcheck: ignore:”"
_NO_PLACE: Final = "leads to a page that is there, and to a place that is not on it"
_MOVED: Final = "leads to a page that has moved for good"
_ROUND: Final = "leads on in a round that never ends"
_FAR: Final = "leads on and on"
_ODD: Final = "leads on to what is no address"
_WHYS: Final[Mapping[str, tuple[State, str, str]]] = {
    "name": ("lost", "leads to a server that does not exist", _CORRECT),
    "silent": ("lost", "leads to a server that does not answer", _CORRECT),
    "slow": (
        "lost",
        "leads to a server that takes too long",
        "try again later, or remove the link",
    ),
    "tls": ("lost", "leads to a server that cannot prove who it is", _CORRECT),
    "own": ("unsure", "leads to a network of your own, which is not asked by itself", ""),
    "credentials": (
        "lost",
        "holds a name or a password, which every reader would see",
        "take out what stands before “@”, and change that password",
    ),
    "scheme": ("lost", "leads on to what is no page", _CORRECT),
    "address": ("lost", "is no address", _CORRECT),
}


def _unanswered(error: Unanswered) -> Verdict:
    state, why, instead = _WHYS[error.reason]
    if error.reason == "own":
        instead = f"if you trust the project, say --own {error.detail}"
    elif error.detail:
        why = f"{why} ({error.detail})"
    return Verdict(state=state, why=why, instead=instead)


def _refused(answer: Answer) -> Verdict | None:
    """Return what is said of an answer that shows no page; nothing when it shows one."""
    status = answer.status
    if 200 <= status < 300:
        return None
    if status in _WHO:
        why = f"leads to a page that asks who you are ({status})"
        return Verdict(state="unsure", why=why, instead=_LOOK, status=status)
    if status == _BUSY or (status in _AGAIN and answer.wait):
        why = f"leads to a server that asks to come back later ({status})"
        return Verdict(state="unsure", why=why, instead="try again later", status=status)
    gone = f"leads to a page that is not there ({status})"
    why = gone if status in _GONE else f"leads to a server that answers {status}"
    return Verdict(state="lost", why=why, instead=_CORRECT, status=status)


def _shown(
    page: str, place: str, there: str, status: int, anchors: Sequence[str] | None
) -> Verdict:
    """Return what is said of a link to a page that is there."""
    anchor = without_highlight(place)
    if anchors is not None and not is_top(anchor) and not {*anchors_of(anchor)} & {*anchors}:
        near = difflib.get_close_matches(anchors_of(anchor)[1], anchors, 1, 0.6)
        instead = f"did you mean “{page}#{near[0]}”?" if near else "remove what follows “#”"
        return Verdict(state="lost", why=_NO_PLACE, instead=instead, status=status)
    if there == page:
        return Verdict(state="good", status=status)
    to = f"{there}#{place}" if place else there
    return Verdict(state="moved", why=_MOVED, instead=f"write {to}", status=status, to=to)


def _anchors(answer: Answer) -> Sequence[str] | None:
    """Return the places on a page; nothing when not all of them are known."""
    if answer.kind not in _PAGES or not answer.whole:
        return None
    return marks.of_html(answer.body).anchors


def _server(address: str) -> str:
    return urlsplit(address).netloc.rpartition("@")[2].lower()
