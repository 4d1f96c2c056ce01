"""What is asked of servers elsewhere, and what never is: row S30 of the tests of security."""

from __future__ import annotations

import gzip
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from localserver import HTML, LocalServer, local_server

from playbook import __version__
from playbook.links.asking import Limits, Network, Unanswered, is_public, without_secret

SHORT = Limits(silence=0.5, whole=1.0, most=10_000)


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with local_server() as made:
        yield made


def reason(network: Network, address: str, method: str = "GET") -> str:
    with pytest.raises(Unanswered) as told:
        network.ask(method, address)
    return told.value.reason


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",  # noqa: S104 - it is refused
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "::7f00:1",
        "::ffff:0:7f00:1",
        "64:ff9b:1::a00:1",
        "fec0::1",
    ],
)
def test_S30_a_number_of_a_network_of_ones_own_is_known_as_such(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        "8.8.8.8",
        "93.184.216.34",
        "2606:2800:220:1:248:1893:25c8:1946",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ],
)
def test_S30_a_number_that_everybody_can_reach_is_known_as_such(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
    ],
)
def test_S30_however_it_is_written_this_computer_is_not_asked(
    server: LocalServer, host: str
) -> None:
    server.page("/")
    # A system on which such a name stands for nothing does not find it: just as well.
    assert reason(Network(limits=SHORT), server.url("/", host)) in ("own", "name", "address")
    assert server.asked == []


def test_S30_a_server_on_a_network_of_ones_own_is_asked_when_it_is_named(
    server: LocalServer,
) -> None:
    server.page("/x")
    assert Network(["127.0.0.1"]).ask("HEAD", server.url("/x")).status == 200
    assert Network(["all"]).ask("HEAD", server.url("/x", "localhost")).status == 200
    # What is named is a name, not what it stands for.
    assert reason(Network(["127.0.0.1"]), server.url("/x", "localhost")) == "own"
    assert server.lines == ["HEAD /x", "HEAD /x"]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://127.0.0.1/", "scheme"),
        ("gopher://127.0.0.1:70/_x", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("//127.0.0.1/", "scheme"),
        ("http://", "address"),
        ("http://[", "address"),
        ("http://127.0.0.1:99999/", "address"),
        ("http://127.0.0.1\r\nX: y/", "address"),
        ("http://somebody:secret@127.0.0.1/", "credentials"),
        ("http://somebody@127.0.0.1/", "credentials"),
        ("http://example.org@127.0.0.1/", "credentials"),
    ],
)
def test_S30_what_is_no_plain_address_is_not_asked_for(address: str, why: str) -> None:
    assert reason(Network(["127.0.0.1"], SHORT), address) == why


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("http://a:secret@b.example/@c?d=@e", "http://…@b.example/@c?d=@e"),
        ("http://a:s@cret@b.example/", "http://…@b.example/"),
        ("http://a:secret@[b/", "http://…@[b/"),
        ("https://b.example/@c", "https://b.example/@c"),
    ],
)
def test_S30_a_password_is_not_printed_even_where_the_rest_is_no_address(
    address: str, plain: str
) -> None:
    assert without_secret(address) == plain


def test_S30_a_server_is_told_nothing_but_the_address(server: LocalServer) -> None:
    server.page("/a%20b?q=1")
    Network(["127.0.0.1"]).ask("GET", server.url("/a b?q=1#secret-place"))
    assert server.asked == [
        (
            "GET",
            "/a%20b?q=1",
            {
                "Host": f"127.0.0.1:{server.port}",
                "User-Agent": f"playbook/{__version__} (looks whether links lead somewhere)",
                "Accept": "text/html,*/*;q=0.8",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
        )
    ]


LOOKING = """
import sys
seen = []
sys.addaudithook(lambda name, given: seen.append((name, given)))
from playbook.links.asking import Network
print(Network(["localhost"]).ask("HEAD", sys.argv[1]).status)
print(*[given[0] for name, given in seen if name == "socket.getaddrinfo"])
print(*[given[1][0] for name, given in seen if name == "socket.connect"])
"""


def test_S30_a_name_is_looked_up_once_and_what_was_judged_is_connected_to(
    server: LocalServer,
) -> None:
    server.page("/")
    command = (sys.executable, "-c", LOOKING, server.url("/", "localhost"))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    status, names, numbers = done.stdout.splitlines()
    assert status == "200"
    assert names.split().count("localhost") == 1
    assert set(names.split()) - {"localhost"} == set(numbers.split()) <= {"127.0.0.1", "::1"}


def test_S30_nothing_that_leads_on_is_followed_unseen(server: LocalServer) -> None:
    server.moves("/a", "file:///etc/passwd")
    answer = Network(["127.0.0.1"]).ask("GET", server.url("/a"))
    assert (answer.status, answer.location) == (301, "file:///etc/passwd")
    assert server.lines == ["GET /a"]


def test_S30_a_body_without_end_is_read_up_to_a_limit(server: LocalServer) -> None:
    sent = []

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while not server.stopping.is_set():
            handler.wfile.write(b"x" * 10_000)
            sent.append(10_000)

    limits = Limits(silence=5, whole=60, most=100_000)
    answer = Network(["127.0.0.1"], limits).ask("GET", server.says("/", endless))
    assert (len(answer.body), answer.whole) == (100_000, False)


def test_S30_what_is_packed_is_not_unpacked(server: LocalServer) -> None:
    bomb = gzip.compress(b"x" * 50_000_000)
    headers = HTML | {"Content-Encoding": "gzip"}
    answer = Network(["127.0.0.1"]).ask("GET", server.says("/", (200, headers, bomb)))
    assert (answer.body, answer.whole) == (bomb, False)


def silent(_handler: BaseHTTPRequestHandler, server: LocalServer) -> None:
    server.stopping.wait(30)


def slow_head(handler: BaseHTTPRequestHandler, server: LocalServer) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not server.stopping.wait(0.1):
        handler.wfile.write(b"x")


def slow_body(handler: BaseHTTPRequestHandler, server: LocalServer) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not server.stopping.wait(0.1):
        handler.wfile.write(b"x")


@pytest.mark.parametrize("how", [silent, slow_head, slow_body])
def test_S30_a_server_that_never_ends_is_cut_off(server: LocalServer, how: object) -> None:
    server.says("/", lambda handler: how(handler, server))  # type: ignore[operator]
    assert reason(Network(["127.0.0.1"], SHORT), server.url("/")) == "slow"


def test_S30_a_server_that_never_ends_is_cut_off_behind_a_secure_connection_too(
    tmp_path: Path,
) -> None:
    with local_server() as made:
        kept = certificate(tmp_path / "server.pem")
        there = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        there.load_cert_chain(kept)
        network = Network(["127.0.0.1"], SHORT)
        network.trusted = ssl.create_default_context(cafile=kept)
        made.secure(there)
        made.page("/quick")
        made.says("/slow", lambda handler: slow_body(handler, made))
        address = made.url("/slow").replace("http:", "https:")
        assert network.ask("GET", address.replace("slow", "quick")).status == 200
        assert reason(network, address) == "slow"


def certificate(path: Path) -> Path:
    """Write a key and what it proves, for this computer and for this test alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A server of a test")])
    now, here = datetime.now(UTC), x509.IPAddress(ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(key.private_bytes(*plain) + made.public_bytes(Encoding.PEM))
    return path


def test_S30_no_further_address_of_a_server_is_tried_when_the_time_is_over(
    server: LocalServer,
) -> None:
    network = Network(["127.0.0.1"], SHORT)
    network.connect("127.0.0.1", server.port).close()
    with pytest.raises(TimeoutError):
        network.connect("127.0.0.1", server.port, lambda: True)


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\x01\x02 what?\r\n\r\n")


def many_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000)


def long_header(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n")


def hanging_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


@pytest.mark.parametrize("how", [nonsense, many_headers, long_header, hanging_up])
def test_S30_an_answer_that_is_none_is_told_as_such(server: LocalServer, how: object) -> None:
    server.says("/", how)  # type: ignore[arg-type]
    assert reason(Network(["127.0.0.1"], SHORT), server.url("/")) in ("silent", "slow")


def test_a_server_that_is_not_there_is_told_as_such() -> None:
    with local_server() as made:
        address = made.url("/")
    assert reason(Network(["127.0.0.1"], SHORT), address) == "silent"
    assert reason(Network(), "http://nobody.invalid/") == "name"
    assert reason(Network(), f"http://{'a' * 70}.example/") == "name"
