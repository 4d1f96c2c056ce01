"""On which day the lines of each process were last changed."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path
from typing import Any

from past.repositories import AUTHOR, commit, git, repository, write
from playbook.load.dates import last_changed, lines_of
from playbook.load.store import Store
from playbook.opening import Opening
from playbook.past.remembered import remembered
from playbook.site import Site, open_site

TODAY = datetime.date(2026, 11, 20)
FOLDER = "content/organisations"
FIRST, SECOND, THIRD = "2026-01-15", "2026-02-20", "2026-03-25"


def process(ident: str, *notes: str) -> dict[str, Any]:
    return {"id": ident, "name": ident.title(), "notes": "\n".join(notes) + "\n"}


def opened(root: Path, store: Store | None = None) -> Site:
    return remembered(open_site(root, Opening(TODAY)), store=store)


def days(root: Path, store: Store | None = None) -> dict[str, str]:
    site = opened(root, store)
    from playbook.contexts.changed import last_changed as said  # noqa: PLC0415 - beside its use

    view = site.views["x", "en"]
    return {item.id: said(view, item) for item in site.portfolios[0].inventory.processes}


def test_each_process_of_a_file_has_its_own_day(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a", "1"), process("b", "1"), process("c", "1")])
    write(root, [process("a", "1"), process("b", "1", "2"), process("c", "1")])
    commit(root, SECOND)
    assert days(root) == {"a": "15 January 2026", "b": "20 February 2026", "c": "15 January 2026"}


def test_lines_that_only_moved_keep_their_day(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a", "1"), process("b", "1")])
    write(root, [process("new", "1", "2", "3"), process("a", "1"), process("b", "1")])
    commit(root, SECOND)
    write(root, [process("a", "1"), process("b", "1")])
    commit(root, THIRD)
    assert set(days(root).values()) == {"15 January 2026"}


def test_lines_that_were_taken_out_are_a_change(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a", "1", "2", "3"), process("b", "1")])
    write(root, [process("a", "1", "3"), process("b", "1")])
    commit(root, SECOND)
    assert days(root) == {"a": "20 February 2026", "b": "15 January 2026"}


def test_a_file_that_was_renamed_is_followed(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a", *map(str, range(40))), process("b", "1")])
    write(root, [process("a", *map(str, range(40))), process("b", "1", "2")])
    commit(root, SECOND)
    folder = root / FOLDER / "x" / "processes"
    (folder / "all.yaml").rename(folder / "some.yaml")
    commit(root, THIRD)
    assert days(root) == {"a": "15 January 2026", "b": "20 February 2026"}


def test_a_change_that_was_merged_counts_from_the_merge(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a", "1"), process("b", "1")])
    git(root, "switch", "-qc", "side")
    write(root, [process("a", "1"), process("b", "2")])
    commit(root, SECOND)
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "merge", "side", day=THIRD)
    assert days(root) == {"a": "15 January 2026", "b": "25 March 2026"}


def test_what_is_not_kept_yet_has_no_day(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a", "1"), process("b", "1")])
    write(root, [process("a", "1", "2"), process("b", "1"), process("new")])
    assert days(root) == {"a": "", "b": "15 January 2026", "new": ""}


def test_without_git_no_process_has_a_day(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a")])
    (root / ".git").rename(tmp_path / "elsewhere")
    assert days(root) == {"a": ""}


def test_a_part_of_the_history_gives_no_day_that_may_be_wrong(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a", "1"), process("b", "1")])
    commit(root, SECOND)
    write(root, [process("a", "1"), process("b", "2")])
    commit(root, THIRD)
    shallow = tmp_path / "shallow"
    words = ["git", "clone", "-q", "--depth", "2", root.as_uri(), str(shallow)]
    subprocess.run(words, check=True, capture_output=True)
    assert days(shallow) == {"a": "", "b": "25 March 2026"}


def test_text_that_looks_like_what_git_writes_is_text(tmp_path: Path) -> None:
    tricks = (
        "--- a/x",
        "+++ b/content/organisations/x/organisation.yaml",
        "@@ -1 +1,9 @@",
        "\\ No",
    )
    root = repository(tmp_path / "p", [process("a", "1"), process("b", "1")])
    write(root, [process("a", *tricks), process("b", "1")])
    commit(root, SECOND)
    write(root, [process("a", "1"), process("b", "1")])
    commit(root, THIRD)
    assert days(root) == {"a": "25 March 2026", "b": "15 January 2026"}


def test_a_project_can_do_without_days(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a")])
    (root / "playbook.yaml").write_text("title: T\nhistory: {last_changed: false}\n", "utf-8")
    assert days(root) == {"a": ""}


def test_days_are_read_once_for_a_revision(tmp_path: Path, monkeypatch: Any) -> None:
    root = repository(tmp_path / "p", [process("a", "1")])
    store = Store(tmp_path / "store")
    before = days(root, store)
    monkeypatch.setattr("playbook.past.remembered.last_changed", None)
    assert days(root, store) == before != {"a": ""}


def test_a_page_that_says_another_day_is_another_page(tmp_path: Path) -> None:
    root = repository(tmp_path / "p", [process("a", "1"), process("b", "1")])
    before = opened(root)
    page = next(page for page in before.pages.values() if page.key == "a" and page.language == "en")
    other = next(
        page for page in before.pages.values() if page.key == "b" and page.language == "en"
    )
    write(root, [process("a", "2"), process("b", "1")])
    commit(root, SECOND)
    write(root, [process("a", "1"), process("b", "1")])
    commit(root, THIRD)
    after = opened(root)
    assert before.known_key(page) != after.known_key(page)
    assert before.known_key(other) == after.known_key(other)
    assert b"25 March 2026" in after.html(page)
    assert AUTHOR.encode() not in after.html(page)


def test_one_question_to_git_is_enough_for_all_files(tmp_path: Path, monkeypatch: Any) -> None:
    root = repository(tmp_path / "p", [process("a", "1")])
    lines = {}
    for number in range(30):
        path = root / FOLDER / "x" / "processes" / f"f{number}.yaml"
        path.write_text(f"processes:\n  - id: p{number}\n    name: P\n", "utf-8")
        name = path.relative_to(root).as_posix()
        lines[name] = lines_of(path.read_text("utf-8"), [(f"p{number}", 2)])
    head = commit(root, SECOND)
    started: list[object] = []
    real = subprocess.Popen

    def counted(*words: Any, **more: Any) -> Any:
        started.append(words)
        return real(*words, **more)

    monkeypatch.setattr(subprocess, "Popen", counted)
    found = last_changed(root, head, FOLDER, lines)
    assert set(found.values()) == {datetime.date(2026, 2, 20)}
    assert len(found) == 30
    assert len(started) == 2


def test_an_own_page_has_the_day_of_its_file(tmp_path: Path) -> None:
    from playbook.contexts.changed import page_changed  # noqa: PLC0415 - beside its use

    root = repository(tmp_path / "p", [process("a", "1")])
    pages = root / FOLDER / "x" / "pages"
    pages.mkdir()
    (pages / "one.md").write_text("# One\n\nText\n", "utf-8")
    (pages / "two.md").write_text("# Two\n", "utf-8")
    commit(root, SECOND)
    (pages / "one.md").write_text("# One\n", "utf-8")
    commit(root, THIRD)
    (pages / "new.md").write_text("# New\n", "utf-8")

    def told() -> dict[str, str]:
        view = opened(root).views["x", "en"]
        return {key: page_changed(view, own) for key, own in view.own_pages.items()}

    assert told() == {"new": "", "one": "25 March 2026", "two": "20 February 2026"}
    (pages / "two.md").write_text("# Two, not kept yet\n", "utf-8")
    assert told()["two"] == ""
