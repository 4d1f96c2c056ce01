"""What is said of links to other sites, and how servers are treated meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from localserver import HTML, LocalServer, local_server

from playbook.links.asking import Limits, Network
from playbook.links.following import Clock, Follower, Manners, Verdict

QUICK = Manners(delay=0, backoff=0.01)
REAL = Clock(time.monotonic, time.sleep)
SHORT = Limits(silence=1, whole=2)


class FakeClock:
    """A clock that stands still until somebody waits."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.waited: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waited.append(round(seconds, 3))
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.seconds, self.wait)


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with local_server() as made:
        yield made


def said(
    *links: str, own: str = "127.0.0.1", manners: Manners = QUICK, clock: Clock = REAL
) -> list[Verdict]:
    follower = Follower(Network([own], SHORT), manners, clock)
    verdicts = follower.follow(links, lambda _links: None)
    return [verdicts[link] for link in links]


def words(verdict: Verdict) -> str:
    return f"{verdict.state}: {verdict.why}; {verdict.instead}"


def test_a_page_that_is_there_is_good_and_only_its_head_is_asked_for(server: LocalServer) -> None:
    assert said(server.page("/x")) == [Verdict(state="good", status=200)]
    assert server.lines == ["HEAD /x"]


@pytest.mark.parametrize("status", [405, 501, 403, 404, 400, 500])
def test_a_server_that_does_not_know_head_is_asked_again(server: LocalServer, status: int) -> None:
    server.says("/x", (status, {}, b""), (200, HTML, b"ok"))
    assert said(server.url("/x"))[0].state == "good"
    assert server.lines == ["HEAD /x", "GET /x"]


LOST = {
    404: "lost: leads to a page that is not there (404); correct the address, or remove the link",
    410: "lost: leads to a page that is not there (410); correct the address, or remove the link",
    418: "lost: leads to a server that answers 418; correct the address, or remove the link",
    500: "lost: leads to a server that answers 500; correct the address, or remove the link",
    503: "lost: leads to a server that answers 503; correct the address, or remove the link",
    401: "unsure: leads to a page that asks who you are (401); look yourself; when it is right, "
    "name it with the reason under “linkcheck: ignore:”",
    403: "unsure: leads to a page that asks who you are (403); look yourself; when it is right, "
    "name it with the reason under “linkcheck: ignore:”",
    429: "unsure: leads to a server that asks to come back later (429); try again later",
}


@pytest.mark.parametrize("status", LOST)
def test_what_a_server_answers_is_told_in_words(server: LocalServer, status: int) -> None:
    (verdict,) = said(server.says("/x", (status, HTML, b"")))
    assert (words(verdict), verdict.status) == (LOST[status], status)


def test_a_place_on_a_page_is_looked_for_and_the_nearest_is_named(server: LocalServer) -> None:
    body = "<h1 id='één'>1</h1><a name=old>2</a><p id='two%20words'>"
    page = server.page("/x", body)
    good = [
        f"{page}#{place}" for place in ("", "top", "één", "%C3%A9%C3%A9n", "old", "two%20words")
    ]
    *fine, lost, far = said(*good, f"{page}#éen", f"{page}#zzz")
    assert {verdict.state for verdict in fine} == {"good"}
    assert words(lost) == (
        "lost: leads to a page that is there, and to a place that is not on it; "
        f"did you mean “{page}#één”?"
    )
    assert far.instead == "remove what follows “#”"
    assert server.lines == ["GET /x"]


def test_words_to_show_in_colour_are_no_part_of_a_place(server: LocalServer) -> None:
    page = server.page("/x", "<h1 id=here>1</h1>")
    fine = said(f"{page}#:~:text=one", f"{page}#here:~:text=one")
    assert {verdict.state for verdict in fine} == {"good"}
    assert said(f"{page}#gone:~:text=one")[0].state == "lost"
    server.asked.clear()
    assert said(f"{page}#:~:text=one")[0].state == "good"
    assert server.lines == ["HEAD /x"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/pdf"}, b"%PDF"),
        (HTML | {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
        (HTML, b"x" * (5 * 1024 * 1024)),
    ],
)
def test_a_place_is_not_missed_where_it_cannot_be_seen(
    server: LocalServer, headers: dict[str, str], body: bytes
) -> None:
    assert said(server.says("/x", (200, headers, body)) + "#place")[0].state == "good"


@pytest.mark.parametrize(
    ("status", "state"), [(301, "moved"), (308, "moved"), (302, "good"), (307, "good")]
)
def test_what_moved_for_good_is_told_with_what_to_write(
    server: LocalServer, status: int, state: str
) -> None:
    server.page("/new", "<p id=p>")
    link = server.moves("/old", "new", status) + "#p"
    (verdict,) = said(link)
    to = server.url("/new#p") if state == "moved" else ""
    assert (verdict.state, verdict.to) == (state, to)
    assert verdict.instead == (f"write {to}" if to else "")


@pytest.mark.parametrize(("first", "then"), [(301, 302), (302, 301), (307, 308)])
def test_what_moved_for_a_while_on_its_way_did_not_move_for_good(
    server: LocalServer, first: int, then: int
) -> None:
    server.moves("/a", "/b", first)
    server.moves("/b", "/c", then)
    server.page("/c")
    assert said(server.url("/a"))[0].state == "good"


def test_what_leads_on_without_end_is_told(server: LocalServer) -> None:
    server.moves("/a", "/b")
    server.moves("/b", "/a")
    for number in range(20):
        server.moves(f"/{number}", f"/{number + 1}")
    assert [one.why for one in said(server.url("/a"), server.url("/0"))] == [
        "leads on in a round that never ends",
        "leads on and on",
    ]


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("file:///etc/passwd", "leads on to “file:”, which is no page"),
        ("javascript:alert(1)", "leads on to “javascript:”, which is no page"),
        ("ftp://example.org/", "leads on to “ftp:”, which is no page"),
        ("http://[", "leads on to what is no address"),
        ("http://a:secret@127.0.0.1/", "holds a name or a password, which every reader would see"),
    ],
)
def test_S30_what_a_server_sends_on_to_is_judged_as_well(
    server: LocalServer, to: str, why: str
) -> None:
    (verdict,) = said(server.moves("/x", to))
    assert (verdict.state, verdict.why) == ("lost", why)
    assert "secret" not in words(verdict)
    assert server.lines == ["HEAD /x"]


@pytest.mark.parametrize("host", ["localhost", "2130706433", "[::1]", "0x7f000001"])
def test_S30_a_server_cannot_send_on_to_a_network_of_ones_own(
    server: LocalServer, host: str
) -> None:
    server.page("/inside")
    (verdict,) = said(server.moves("/x", server.url("/inside", host)))
    assert verdict.state in ("unsure", "lost")
    assert server.lines == ["HEAD /x"]


def test_S30_a_network_of_ones_own_is_told_and_not_asked(server: LocalServer) -> None:
    (verdict,) = said(server.page("/x"), own="example.org")
    assert words(verdict) == (
        "unsure: leads to a network of your own, which is not asked by itself; "
        "if you trust the project, say --own 127.0.0.1"
    )
    assert server.asked == []


def test_what_is_no_address_is_told_beside_the_others(server: LocalServer) -> None:
    odd, good = said("http://[", server.page("/x"))
    assert (odd.why, good.state) == ("is no address", "good")


def test_an_empty_page_has_no_place(server: LocalServer) -> None:
    assert said(server.says("/x", (200, HTML, b"")) + "#place")[0].state == "lost"


def test_S30_a_password_in_a_link_is_never_sent(server: LocalServer) -> None:
    link = server.page("/x").replace("//", "//somebody:secret@")
    (verdict,) = said(link)
    assert verdict.state == "lost"
    assert "password" in verdict.why
    assert server.asked == []


def test_what_may_pass_is_tried_again(server: LocalServer) -> None:
    server.says("/x", (503, {}, b""), (503, {}, b""), (503, {}, b""), (200, HTML, b""))
    clock = FakeClock()
    manners = Manners(delay=0.5, backoff=1.0)
    assert said(server.url("/x"), manners=manners, clock=clock.clock)[0].state == "good"
    # HEAD and GET, half a second apart; after a second the same; after two the last.
    assert server.lines == ["HEAD /x", "GET /x", "HEAD /x", "GET /x"]
    assert clock.waited == [0.5, 1.0, 0.5]


def test_what_does_not_pass_is_given_up(server: LocalServer) -> None:
    clock = FakeClock()
    link = server.says("/x", (502, {}, b""))
    (verdict,) = said(link, manners=Manners(delay=0, backoff=1.0), clock=clock.clock)
    assert (verdict.state, verdict.status) == ("lost", 502)
    assert clock.waited == [1.0, 2.0]
    assert len(server.lines) == 6


def test_a_page_that_is_gone_is_not_tried_again(server: LocalServer) -> None:
    clock = FakeClock()
    said(server.url("/gone"), manners=Manners(delay=0), clock=clock.clock)
    assert server.lines == ["HEAD /gone", "GET /gone"]
    assert clock.waited == []


def test_a_server_that_asks_to_wait_is_waited_for(server: LocalServer) -> None:
    clock = FakeClock()
    server.says("/x", (429, {"Retry-After": "7"}, b""), (200, HTML, b""))
    server.page("/y")
    manners = Manners(delay=0, jobs=1)
    states = said(server.url("/x"), server.url("/y"), manners=manners, clock=clock.clock)
    assert [one.state for one in states] == ["good", "good"]
    assert clock.waited == [7.0]


def test_a_server_that_asks_to_wait_too_long_is_left(server: LocalServer) -> None:
    clock = FakeClock()
    link = server.says("/x", (429, {"Retry-After": "3600"}, b""))
    (verdict,) = said(link, manners=Manners(delay=0), clock=clock.clock)
    assert (verdict.state, verdict.status) == ("unsure", 429)
    assert clock.waited == []
    assert server.lines == ["HEAD /x"]


class Counting:
    """Answer after some seconds, and count how many are answered at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.lock = seconds, threading.Lock()
        self.inside = self.most = 0

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(self.seconds)
        with self.lock:
            self.inside -= 1
        handler.send_response(200)
        handler.end_headers()


def test_a_server_gets_one_question_at_a_time_with_time_in_between(server: LocalServer) -> None:
    reply = Counting(0.02)
    clock = FakeClock()
    links = [server.says(f"/{number}", reply) for number in range(6)]
    verdicts = said(*links, manners=Manners(delay=0.5, jobs=8), clock=clock.clock)
    assert {one.state for one in verdicts} == {"good"}
    assert reply.most == 1
    assert clock.waited == [0.5] * 5


def test_a_server_gets_one_question_at_a_time_when_others_send_on_to_it_too(
    server: LocalServer,
) -> None:
    reply = Counting(0.2)
    there = [server.says(f"/{number}", reply) for number in range(3)]
    with local_server() as one, local_server() as two, local_server() as three:
        others = (one, two, three)
        links = [each.moves("/", to, 302) for each, to in zip(others, there, strict=True)]
        assert {verdict.state for verdict in said(*links)} == {"good"}
    assert reply.most == 1


def test_several_servers_are_asked_at_once() -> None:
    meeting = threading.Barrier(3, timeout=20)

    def reply(handler: object) -> None:
        meeting.wait()
        handler.send_response(200)  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]

    with local_server() as one, local_server() as two, local_server() as three:
        links = [each.says("/", reply) for each in (one, two, three)]
        # Each answers only when all three are being asked.
        assert {verdict.state for verdict in said(*links)} == {"good"}


def test_an_address_is_asked_for_once_however_often_it_is_linked_to(server: LocalServer) -> None:
    page = server.page("/x", "<p id=a><p id=b>")
    seen: list[int] = []
    follower = Follower(Network(["127.0.0.1"]), QUICK, REAL)
    verdicts = follower.follow([page, f"{page}#a", f"{page}#b", page, f"{page}#c"], seen.append)
    assert server.lines == ["GET /x"]
    assert [one.state for one in verdicts.values()] == ["good", "good", "good", "lost"]
    assert sum(seen) == 4
