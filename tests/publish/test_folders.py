"""Publishing into folders: what a reader sees, what is kept, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from playbook.problems import Unusable
from playbook.publish import staged
from playbook.publish.inorder import KEPT, InOrder
from playbook.publish.places import Publisher
from playbook.publish.release import Release, phases
from playbook.publish.shelves import FolderShelf, StoreShelf
from playbook.publish.staged import RECORD, Staged, can_stage, releases_of
from publishing import Reader, number_in, version

Make = Callable[[Path, int], Publisher]


def exchange(folder: Path, keep: int) -> Publisher:
    return Staged(folder, keep)


def by_link(folder: Path, keep: int) -> Publisher:
    if not folder.is_symlink():
        folder.symlink_to("nowhere-yet")
    return Staged(folder, keep)


def in_order(folder: Path, keep: int) -> Publisher:
    return InOrder(FolderShelf(folder), keep)


def in_store(folder: Path, keep: int) -> Publisher:
    import fsspec  # noqa: PLC0415 - only here

    return InOrder(StoreShelf(fsspec.filesystem("file"), str(folder), "store"), keep)


WAYS = [exchange, by_link, in_order, in_store]
ways = pytest.mark.parametrize("make", WAYS, ids=lambda make: make.__name__)


def nothing(_done: int) -> None:
    pass


def shown(folder: Path) -> dict[str, str]:
    found = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    return {name: text for name, text in found.items() if not name.startswith(".playbook")}


def source(release: Release) -> dict[str, str]:
    return {name: (release.folder / name).read_text("utf-8") for name in release.files}


@ways
def test_what_is_shown_is_the_release_and_only_what_changed_is_written(
    tmp_path: Path, make: Make
) -> None:
    folder = tmp_path / "www" / "playbook"
    folder.parent.mkdir()
    one, two = version(tmp_path / "1", 1), version(tmp_path / "2", 2)
    first = make(folder, 3).publish(one, nothing)
    assert shown(folder) == source(one)
    assert (first.number, first.written, first.removed) == (1, len(one.files), 0)
    again = make(folder, 3).publish(one, nothing)
    assert (again.number, again.written, again.removed) == (1, 0, 0)
    second = make(folder, 3).publish(two, nothing)
    assert shown(folder) == source(two)
    assert (second.number, second.removed) == (2, 1)
    assert second.written == len(two.files) - 1  # assets/same.css is the same
    assert second.total == len(two.files)


@ways
def test_earlier_releases_come_back_one_after_the_other_and_no_more_than_are_kept(
    tmp_path: Path, make: Make
) -> None:
    folder = tmp_path / "www"
    releases = [version(tmp_path / str(number), number) for number in range(1, 5)]
    for release in releases:
        make(folder, 3).publish(release, nothing)
    make(folder, 3).rollback(nothing, nothing)
    assert shown(folder) == source(releases[2])
    make(folder, 3).rollback(nothing, nothing)
    assert shown(folder) == source(releases[1])
    with pytest.raises(Unusable, match="no earlier release is kept here"):
        make(folder, 3).rollback(nothing, nothing)
    # What is published after going back has what was shown as its former release.
    make(folder, 3).publish(releases[3], nothing)
    assert shown(folder) == source(releases[3])
    make(folder, 3).rollback(nothing, nothing)
    assert shown(folder) == source(releases[1])


@ways
def test_nothing_of_another_edition_is_kept_or_comes_back(tmp_path: Path, make: Make) -> None:
    """A place that was for the inside, and is public now, holds nothing of the inside."""
    folder = tmp_path / "parent" / "www"
    folder.parent.mkdir()
    inside = [version(tmp_path / str(number), number) for number in (1, 2)]
    for release in inside:
        make(folder, 5).publish(release, nothing)
    outside = replace(version(tmp_path / "3", 3), edition="supplier:nordia")
    make(folder, 5).publish(outside, nothing)
    texts = {text for release in inside for text in source(release).values()}
    texts -= set(source(outside).values())
    lies = [path for path in folder.parent.rglob("*") if path.is_file() and not path.is_symlink()]
    assert not [path for path in lies if path.read_text("utf-8") in texts]
    with pytest.raises(Unusable, match="no earlier release is kept here"):
        make(folder, 5).rollback(nothing, nothing)
    assert shown(folder) == source(outside)


@pytest.mark.parametrize("make", [exchange, by_link])
def test_what_was_broken_off_while_it_was_removed_is_removed_later(
    tmp_path: Path, make: Make
) -> None:
    folder = tmp_path / "www"
    make(folder, 2).publish(version(tmp_path / "1", 1), nothing)
    half = releases_of(folder) / "2"  # the number that would come next
    (half / "p").mkdir(parents=True)
    (half / "p" / "1.html").write_text("left over")
    make(folder, 2).publish(version(tmp_path / "2", 2), nothing)
    assert not half.exists()
    assert number_in((folder / "index.html").read_bytes()) == 2


@ways
def test_a_folder_with_other_things_is_refused(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "www"
    folder.mkdir()
    (folder / "letter.doc").write_text("dear")
    make = exchange if make is by_link else make
    with pytest.raises(Unusable, match=r"holds “letter\.doc”"):
        make(folder, 3).publish(version(tmp_path / "1", 1), nothing)
    assert [path.name for path in folder.iterdir()] == ["letter.doc"]


@ways
def test_the_settings_of_a_web_server_stay(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "www"
    make(folder, 2).publish(version(tmp_path / "1", 1), nothing)
    (folder / "web.config").write_text("<configuration/>")
    make(folder, 2).publish(version(tmp_path / "2", 2), nothing)
    assert (folder / "web.config").read_text() == "<configuration/>"
    assert number_in((folder / "index.html").read_bytes()) == 2


@ways
def test_a_reader_notices_nothing(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "www"
    releases = [version(tmp_path / str(number), number) for number in (1, 2)]
    make(folder, 2).publish(releases[0], nothing)
    reader = Reader(lambda name: (folder / name).read_bytes(), make in (exchange, by_link))
    reader.start()
    for turn in range(1, 6):
        # Numbers go back and forth here, so only that each file is there and whole is looked at.
        reader.whole = False
        make(folder, 2).publish(releases[turn % 2], nothing)
    reader.stop()
    assert reader.wrong == []
    assert reader.reads


def test_a_reader_who_saw_the_new_release_never_gets_the_old_one(tmp_path: Path) -> None:
    folder = tmp_path / "www"
    exchange(folder, 2).publish(version(tmp_path / "1", 1), nothing)
    reader = Reader(lambda name: (folder / name).read_bytes(), whole=True)
    reader.start()
    for number in range(2, 12):
        exchange(folder, 2).publish(version(tmp_path / str(number), number), nothing)
    reader.stop()
    assert reader.wrong == []


def test_what_pages_need_comes_first_and_what_leads_to_them_last() -> None:
    names = ["index.html", "x/nl/pay.html", "x/nl/index.html", "x/nl/search.js", "assets/a.css"]
    assert phases(names) == (
        ["assets/a.css"],
        ["x/nl/search.js"],
        ["x/nl/pay.html"],
        ["index.html", "x/nl/index.html"],
    )


def test_unchanged_files_take_no_room_twice(tmp_path: Path) -> None:
    folder = tmp_path / "www"
    for number in (1, 2):
        exchange(folder, 3).publish(version(tmp_path / str(number), number), nothing)
    kept = releases_of(folder) / "1" / "assets" / "same.css"
    assert kept.samefile(folder / "assets" / "same.css")


def test_releases_wait_outside_what_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "www"
    for number in (1, 2, 3):
        exchange(folder, 2).publish(version(tmp_path / str(number), number), nothing)
    assert sorted(path.name for path in releases_of(folder).iterdir()) == ["2", "lock"]
    assert [name.name for name in folder.iterdir() if name.name.startswith(".")] == [RECORD]


def test_in_order_keeps_no_more_than_it_needs(tmp_path: Path) -> None:
    folder = tmp_path / "www"
    for number in range(1, 6):
        in_order(folder, 2).publish(version(tmp_path / str(number), number), nothing)
    kept = folder / KEPT
    assert sorted(path.name for path in kept.iterdir()) == ["4.json", "current.json", "objects"]
    assert len([*(kept / "objects").iterdir()]) == len(version(tmp_path / "4", 4).files) - 1


def test_a_folder_that_a_build_wrote_is_taken_over(tmp_path: Path) -> None:
    folder = tmp_path / "www"
    folder.mkdir()
    (folder / ".playbook-manifest.json").write_text("")
    (folder / "old.html").write_text("0")
    exchange(folder, 2).publish(version(tmp_path / "1", 1), nothing)
    assert number_in((folder / "index.html").read_bytes()) == 1


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    folder = tmp_path / "www"
    first = Staged(folder, 2)
    with first._alone(), pytest.raises(Unusable, match="somebody else is publishing here"):
        Staged(folder, 2).publish(version(tmp_path / "1", 1), nothing)


def test_a_folder_that_cannot_change_places_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert can_stage(tmp_path / "www")
    monkeypatch.setattr(staged.switch, "_renameat2", lambda: None)
    assert not can_stage(tmp_path / "www")
    assert sorted(tmp_path.iterdir()) == []
