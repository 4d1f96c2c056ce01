"""The preview as a browser and as an attacker meet it: a real server on this machine."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client

from inventories import TODAY, write_project
from playbook.build import Build
from playbook.load.store import Shelf
from playbook.model.method import Method
from playbook.opening import Opening
from playbook.plan import MISSING
from playbook.problems import Unusable
from playbook.serve.app import App
from playbook.serve.preview import Preview
from playbook.serve.server import make_app_server, watched
from playbook.serve.watch import Watch
from playbook.site import Site, open_site
from playbook.write.output import Output

REPOSITORY = Path(__file__).parents[2]
PROCESSES = [{"id": "pay", "name": "Pay suppliers"}]


@dataclass
class Running:
    """A preview that runs, with what it is made from."""

    project: Path
    preview: Preview
    app: App
    port: int

    def get(self, target: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        """Ask for a target exactly as written; return status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, target, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, body

    def headers(self, target: str) -> dict[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", target)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return {name.lower(): value for name, value in answer.getheaders()}

    @property
    def processes(self) -> Path:
        return self.project / "content" / "organisations" / "x" / "processes" / "all.yaml"

    def wait_for(self, version: int) -> None:
        """Wait until what is shown is newer than a version."""
        shown = self.preview.wait(version, 10)
        assert shown.version > version, "the change was missed"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    threads = threading.active_count()
    project = write_project(tmp_path / "docs", {}, PROCESSES)
    (tmp_path / "docs_secret").mkdir()
    (tmp_path / "docs_secret" / "secret.txt").write_text("SECRET")
    opening = Opening(TODAY, shelf=Shelf())
    preview = Preview(lambda former: open_site(project, opening, former))
    app = App(preview, ["localhost", "127.0.0.1", "[::1]"], project)
    server = make_app_server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    watch = Watch(
        lambda: watched(project, preview.shown.site),
        lambda _paths: preview.refresh() and None,
        poll=False,
    )
    watch.start()
    yield Running(project, preview, app, server.server_port)
    watch.stop()
    server.shutdown()
    thread.join(5)
    ends = time.monotonic() + 20
    while threading.active_count() > threads and time.monotonic() < ends:
        time.sleep(0.01)
    assert threading.active_count() <= threads, "something goes on after the preview has ended"


def test_a_page_is_served_as_it_is_built_but_for_the_reload_script(running: Running) -> None:
    site = running.preview.shown.site
    assert site is not None
    for address, page in site.pages.items():
        if address == MISSING:
            continue
        status, body = running.get(f"/{address}")
        start = body.index(b'<script src="/_playbook/reload.js"')
        end = body.index(b"</script>", start) + len(b"</script>")
        assert status == 200
        assert body[:start] + body[end:] == site.html(page), address


def test_every_page_of_every_example_is_served_as_it_was_built(tmp_path: Path) -> None:
    site = open_site(REPOSITORY, Opening(TODAY))
    Build(site, Output(tmp_path / "site", REPOSITORY), 1).run(lambda _pages: None)
    app = App(Preview(lambda _former: site), ["localhost"], REPOSITORY)
    client = Client(app)
    for address in (*site.pages, *site.assets):
        body = client.get(f"/{address}", headers={"Host": "localhost"}).data
        if address.endswith(".html"):
            start = body.index(b'<script src="/_playbook/reload.js"')
            end = body.index(b"</script>", start) + len(b"</script>")
            body = body[:start] + body[end:]
        assert body == (tmp_path / "site" / address).read_bytes(), address


def test_an_asset_is_served_as_it_is(running: Running) -> None:
    status, body = running.get("/assets/style.css")
    site = running.preview.shown.site
    assert site is not None
    assert (status, body) == (200, site.assets["assets/style.css"].read_bytes())


def test_an_unknown_page_is_told(running: Running) -> None:
    status, body = running.get("/x/nl/processes/none.html")
    assert status == 404
    assert b"<h1" in body


def test_the_front_page_is_served_at_the_root(running: Running) -> None:
    assert running.get("/")[0] == 200


def change(running: Running, text: str) -> None:
    running.processes.write_text(text, "utf-8")


GOOD = "processes:\n  - id: pay\n    name: Pay everybody\n"


def test_a_change_is_shown(running: Running) -> None:
    version = running.preview.shown.version
    change(running, GOOD)
    running.wait_for(version)
    assert b"Pay everybody" in running.get("/x/en/processes/pay.html")[1]


def test_broken_input_is_told_as_a_page_and_mending_it_brings_the_site_back(
    running: Running,
) -> None:
    version = running.preview.shown.version
    change(running, "processes:\n  - id: pay\n    nam: <b>x</b>\n")
    running.wait_for(version)
    status, body = running.get("/x/en/processes/pay.html")
    assert status == 500
    assert "“nam” is not a known key".encode() in body
    assert b"all.yaml:3:5" in body
    assert b"reload.js" in body
    assert str(running.project).encode() not in body
    version = running.preview.shown.version
    change(running, GOOD)
    running.wait_for(version)
    assert running.get("/x/en/processes/pay.html")[0] == 200


def save_in_place(path: Path, text: str) -> None:
    path.write_text(text)


def save_by_rename(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    new.write_text(text)
    new.replace(path)


def save_like_vim(path: Path, text: str) -> None:
    probe = path.with_name("4913")
    probe.write_text("")
    probe.unlink()
    backup = path.with_name(path.name + "~")
    path.rename(backup)
    path.write_text(text)
    backup.unlink()


def save_in_pieces(path: Path, text: str) -> None:
    with path.open("w") as file:
        for at in range(0, len(text), 16):
            file.write(text[at : at + 16])
            file.flush()
            time.sleep(0.005)


def save_by_removing(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text)


@pytest.mark.parametrize(
    "save",
    [save_in_place, save_by_rename, save_like_vim, save_in_pieces, save_by_removing],
    ids=lambda save: save.__name__,
)
def test_no_way_of_saving_is_missed(running: Running, save: object) -> None:
    assert callable(save)
    for turn in range(4):
        save(running.processes, f"processes:\n  - id: pay\n    name: Turn {turn}\n")
        deadline = time.monotonic() + 10
        while f"Turn {turn}".encode() not in running.get("/x/en/processes/pay.html")[1]:
            assert time.monotonic() < deadline, "the change was missed"
            time.sleep(0.02)


def test_a_file_that_is_read_makes_no_reload(running: Running) -> None:
    version = running.preview.shown.version
    running.processes.read_text()
    time.sleep(1.5)
    assert running.preview.shown.version == version


def test_a_new_file_is_noticed(running: Running) -> None:
    version = running.preview.shown.version
    (running.processes.parent / "more.yaml").write_text(
        "processes:\n  - {id: buy, name: Buy things}\n"
    )
    running.wait_for(version)
    assert running.get("/x/en/processes/buy.html")[0] == 200


@pytest.mark.parametrize(
    "target",
    [
        "/../docs_secret/secret.txt",
        "/%2e%2e/docs_secret/secret.txt",
        "/..%2fdocs_secret/secret.txt",
        "/%252e%252e%252fdocs_secret/secret.txt",
        "//etc/passwd",
        "/./../docs_secret/secret.txt",
        "/assets/../../docs_secret/secret.txt",
        "/assets/..%2f..%2fdocs_secret%2fsecret.txt",
        "/playbook.yaml",
        "/content/organisations/x/processes/all.yaml",
    ],
)
def test_S1_nothing_outside_the_site_is_served(running: Running, target: str) -> None:
    status, body = running.get(target)
    assert status in (400, 403, 404)
    assert b"SECRET" not in body
    assert b"root:" not in body


@pytest.mark.parametrize(
    "target", ["/..%5cdocs_secret%5csecret.txt", "/C:%5cx", "/%5c%5chost%5cshare", "/a%00b"]
)
def test_S2_backslashes_and_nul_are_refused(running: Running, target: str) -> None:
    assert running.get(target)[0] == 400


@pytest.mark.parametrize(
    "target", ["/index.html::$DATA", "/CON", "/NUL.html", "/index.html.", "/index.html%20"]
)
def test_S3_windows_names_lead_nowhere(running: Running, target: str) -> None:
    assert running.get(target)[0] in (400, 404)


@pytest.mark.parametrize("query", ["?raw??", "?import&raw", "?.svg", "?x=../../y"])
def test_S4_a_query_never_changes_what_is_served(running: Running, query: str) -> None:
    assert running.get(f"/assets/style.css{query}") == running.get("/assets/style.css")


def test_S5_a_sibling_folder_with_a_longer_name_is_not_served(running: Running) -> None:
    assert running.get("/../docs_secret/secret.txt")[0] in (400, 404)
    assert running.get("/_secret/secret.txt")[0] == 404


def test_S6_a_link_out_of_the_project_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET")
    project = write_project(tmp_path / "docs", {}, PROCESSES)
    assets = project / "themes" / "harbour" / "assets"
    assets.mkdir(parents=True)
    (assets / "ours.txt").write_text("ours")
    site = open_site(project, Opening(TODAY, trusted=True))
    client = Client(App(Preview(lambda _former: site), ["localhost"], project))

    def get() -> tuple[int, bytes]:
        answer = client.get("/assets/ours.txt", headers={"Host": "localhost"})
        return answer.status_code, answer.data

    assert get() == (200, b"ours")
    # It was checked when the project was read; the link is laid after that.
    (assets / "ours.txt").unlink()
    (assets / "ours.txt").symlink_to(tmp_path / "secret.txt")
    assert get()[0] == 404
    assert b"SECRET" not in get()[1]
    with pytest.raises(Unusable):
        Build(site, Output(tmp_path / "site", project), 1).run(lambda _pages: None)
    assert not (tmp_path / "site" / "assets").exists()


def test_S7_no_answer_allows_another_origin(running: Running) -> None:
    for target in ("/", "/assets/style.css", "/_playbook/reload.js"):
        assert "access-control-allow-origin" not in running.headers(target)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_S8_a_strange_host_is_refused(running: Running, host: str) -> None:
    assert running.get("/", Host=host)[0] in (400, 403)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_S8_own_names_are_served(running: Running, host: str) -> None:
    assert running.get("/", Host=f"{host}:{running.port}")[0] == 200


def test_S9_the_reload_channel_needs_its_token_and_its_origin(running: Running) -> None:
    assert running.get("/_playbook/events")[0] == 403
    assert running.get("/_playbook/events?token=guess")[0] == 403
    target = f"/_playbook/events?token={running.app.token}"
    assert running.get(target, Origin="http://evil.example")[0] == 403


def test_S10_answers_are_for_this_origin_only(running: Running) -> None:
    for target in ("/", "/assets/playbook.js", "/_playbook/reload.js"):
        headers = running.headers(target)
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_S11_nothing_can_be_changed(running: Running, method: str) -> None:
    assert running.get("/index.html", method)[0] in (405, 501)


def test_S12_a_long_header_and_a_slow_client_are_bounded(running: Running) -> None:
    assert running.get("/", Cookie="x" * 100_000)[0] in (200, 400, 431)
    slow = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
    slow.connect()
    slow.sock.sendall(b"GET / HTTP/1.1\r\n")
    assert running.get("/")[0] == 200
    slow.close()


def test_S13_no_answer_leads_elsewhere(running: Running) -> None:
    for target in ("//evil.example/..", "/%2f%2fevil.example", "/index.html/"):
        headers = running.headers(target)
        assert "evil" not in urlsplit(headers.get("location", "")).netloc


def test_S31_the_page_of_problems_shows_text_only(running: Running) -> None:
    version = running.preview.shown.version
    change(running, 'processes:\n  - id: "<script>alert(1)</script>"\n    name: x\n')
    running.wait_for(version)
    body = running.get("/x/en/index.html")[1]
    assert b"<script>alert(1)" not in body
    assert b"&lt;script&gt;alert(1)" in body


def test_a_problem_shows_its_line_with_a_caret_and_the_last_good_page(running: Running) -> None:
    good = running.get("/x/en/processes/pay.html")[1]
    version = running.preview.shown.version
    change(running, "processes:\n  - id: pay\n    nam: <b>x</b>\n")
    running.wait_for(version)
    status, body = running.get("/x/en/processes/pay.html")
    assert status == 500
    text = body.decode()
    assert '<span class="number">    3 </span>    nam: &lt;b&gt;x&lt;/b&gt;' in text
    caret = next(line for line in text.splitlines() if '<span class="caret">' in line)
    assert caret.index("<span") == 6 + len("    "), "the caret stands below the first letter"
    assert 'href="/_playbook/good/x/en/processes/pay.html"' in text
    status, kept = running.get("/_playbook/good/x/en/processes/pay.html")
    assert status == 200
    assert kept.partition(b"<main")[2].partition(b"</main>")[0] in good
    assert running.get("/_playbook/good/assets/style.css")[0] == 200


def test_S1_the_last_good_page_leads_nowhere_else(running: Running) -> None:
    for target in ("good/../../docs_secret/secret.txt", "good/..%2f..%2fplaybook.yaml"):
        status, body = running.get(f"/_playbook/{target}")
        assert status in (400, 404)
        assert b"SECRET" not in body


def test_only_what_changed_is_read_and_judged_again(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = running.processes.parent / "more.yaml"
    version = running.preview.shown.version
    more.write_text("processes:\n  - {id: buy, name: Buy things}\n")
    running.wait_for(version)
    for page in ("pay", "buy"):
        running.get(f"/x/en/processes/{page}.html")
    from playbook.assess import Assessing  # noqa: PLC0415
    from playbook.load import files as reading  # noqa: PLC0415

    parsed: list[str] = []
    assessed: list[str] = []
    parse, assess = reading.parse, Assessing.results

    def parsing(text: str, file: str) -> object:
        parsed.append(file)
        return parse(text, file)

    def assessing(one: Assessing, method: Method) -> object:
        assessed.append(one.process.id)
        return assess(one, method)

    monkeypatch.setattr(reading, "parse", parsing)
    monkeypatch.setattr(Assessing, "results", assessing)
    version = running.preview.shown.version
    more.write_text("processes:\n  - {id: buy, name: Buy all things}\n")
    running.wait_for(version)
    for page in ("pay", "buy"):
        running.get(f"/x/en/processes/{page}.html")
    assert parsed == ["content/organisations/x/processes/more.yaml"]
    assert assessed == ["buy"]


def test_a_changed_setting_is_shown(running: Running) -> None:
    version = running.preview.shown.version
    (running.project / "playbook.yaml").write_text("title: Quite another title\n")
    running.wait_for(version)
    assert b"Quite another title" in running.get("/index.html")[1]


def test_a_template_that_fails_is_told_with_its_line(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = running.preview.shown.site
    assert site is not None
    template = site.renderer.environment.from_string("{{ 1 }}\n{{ nothing.here }}")
    monkeypatch.setattr(site.renderer.environment, "get_template", lambda _name: template)
    status, body = running.get("/x/en/processes/pay.html")
    assert status == 500
    assert b"the page of the process" in body
    assert b"is undefined" in body
    assert b"Traceback" not in body


def test_whatever_reading_ends_in_the_preview_goes_on_and_follows_the_next_change(
    tmp_path: Path,
) -> None:
    project = write_project(tmp_path / "project", {}, PROCESSES)
    asked: list[int] = []

    def open_or_fail(_former: object) -> Site:  # what a mistake of the program itself does
        asked.append(len(asked))
        if len(asked) == 2:
            raise KeyError("nobody thought of this")
        return open_site(project, Opening(TODAY))

    preview = Preview(open_or_fail)
    watch = Watch(lambda: watched(project), lambda _paths: preview.refresh() and None, poll=True)
    watch.start()
    for turn in (1, 2):
        version = preview.shown.version
        (project / "playbook.yaml").write_text(f"title: Title {turn}\n", "utf-8")
        shown = preview.wait(version, 10)
        assert shown.version > version, "the change was missed"
        assert [problem.code for problem in shown.problems] == ["V03"][turn - 1 :]
        assert shown.site, "the last good site is kept"
    watch.stop()


def test_S12_many_idle_connections_do_not_keep_others_out(running: Running) -> None:
    idle = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(300)]
    assert running.get("/")[0] == 200
    for each in idle:
        each.close()
    assert running.get("/", Cookie="x" * 1_000_000)[0] in (400, 431)
    assert running.get("/")[0] == 200


def test_S12_by_default_only_this_machine_is_listened_to() -> None:
    from playbook.cli.serving import serve  # noqa: PLC0415

    defaults = {option.name: option.default for option in serve.params}
    assert defaults["host"] == "127.0.0.1"
