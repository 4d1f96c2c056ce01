"""What the preview keeps of files that stay the same: never seen in what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from inventories import TODAY, Plain, write_project
from playbook.load.store import Shelf
from playbook.opening import Opening
from playbook.problems import Unusable
from playbook.serve.preview import Preview
from playbook.site import Site, open_site

ORGANISATION = {"departments": [{"id": ident, "name": ident.title()} for ident in ("one", "two")]}
Files = Mapping[str, list[dict[str, Any]]]
"""The processes of each file, by its name."""


def process(ident: str, department: str | None = "one", **more: Any) -> dict[str, Any]:
    """Return a process as a file has it."""
    home = {"department": department} if department else {}
    return {"id": ident, "name": ident.title(), **home, **more}


PAY, BUY, SELL = process("pay"), process("buy"), process("sell", "two")
PLAIN: Files = {"a": [PAY, BUY], "b": [SELL]}


def a(*processes: dict[str, Any]) -> Files:
    """Return the files with other processes in the first."""
    return {**PLAIN, "a": list(processes)}


def b(*processes: dict[str, Any]) -> Files:
    """Return the files with other processes in the second."""
    return {**PLAIN, "b": list(processes)}


def project(folder: Path) -> Path:
    """Return a project in one language, as yet with one file of processes."""
    made = write_project(folder, ORGANISATION, [])
    (made / "playbook.yaml").write_text("title: Test\nlanguages: [en]\n", "utf-8")
    (inside(made) / "all.yaml").unlink()
    return made


def inside(folder: Path) -> Path:
    """Return where a project has its files of processes."""
    return folder / "content" / "organisations" / "x" / "processes"


def save(folder: Path, files: Files) -> None:
    """Write files of processes that are not as they have to be, and remove what is too much."""
    for path in inside(folder).iterdir():
        if path.stem not in files:
            path.unlink()
    for name, processes in files.items():
        text = yaml.dump({"processes": processes}, Dumper=Plain)
        path = inside(folder) / f"{name}.yaml"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def everything(site: Site) -> dict[str, object]:
    """Return all that is served of a site, by its address, and what it warns of."""
    pages = {address: site.html(page) for address, page in site.pages.items()}
    scripts = {address: site.script(part) for address, part in site.index.items()}
    assets = {address: asset.read_bytes() for address, asset in site.assets.items()}
    return {**assets, **scripts, **pages, "": site.warnings}


TAGGED = {"tags": ["money"]}
SAVES: Mapping[str, list[Files]] = {
    "a tag goes with the last process that had it": [
        {"a": [PAY | TAGGED, BUY], "b": [SELL | TAGGED]},
        a(PAY | TAGGED, BUY),
        PLAIN,
    ],
    "a former id comes and goes": [b(SELL | {"formerly": ["vend"]}), PLAIN],
    "a process is renamed": [
        {"a": [PAY | {"purpose": "After {process}`sell`."}, BUY], "b": [SELL]},
        {
            "a": [PAY | {"purpose": "After {process}`sell`."}, BUY],
            "b": [process("vend", "two", formerly=["sell"])],
        },
        {"a": [PAY, BUY], "b": [process("vend", "two")]},
    ],
    "a process goes to another department, to none and back": [
        b(process("sell", "one")),
        b(process("sell", None)),
        PLAIN,
    ],
    "a process is a part of another and follows it, and is not any more": [
        b(SELL | {"part_of": "pay", "follows": ["buy"]}),
        b(SELL | {"part_of": "buy", "follows": ["pay", "buy"]}),
        PLAIN,
    ],
    "processes change places": [a(BUY, PAY), {"a": [SELL, BUY], "b": [PAY]}, PLAIN],
    "a file comes before the others and goes": [
        {**PLAIN, "0": [process("lend", "two", tags=["money"])]},
        PLAIN,
        {"b": [SELL]},
        {"b": [PAY, BUY, SELL]},
    ],
    "a name is there twice, and is not any more": [
        b(process("sell") | {"name": "Pay"}),
        b(process("sell", "two") | {"name": "Pay"}),
        PLAIN,
    ],
    "a text speaks of a process that goes": [
        a(PAY | {"purpose": "After {process}`sell`."}, BUY),
        {"a": [PAY | {"purpose": "After {process}`sell`."}, BUY], "b": [process("vend")]},
        PLAIN,
    ],
}


@pytest.mark.parametrize("what", SAVES)
def test_after_a_save_all_is_as_in_a_fresh_build(tmp_path: Path, what: str) -> None:
    folder = project(tmp_path)
    save(folder, PLAIN)
    site, kept = None, Opening(TODAY, shelf=Shelf())
    for files in (PLAIN, *SAVES[what]):
        save(folder, files)
        site = open_site(folder, kept, site)
        shown, fresh = everything(site), everything(open_site(folder, Opening(TODAY)))
        assert list(shown) == list(fresh)
        assert [address for address in shown if shown[address] != fresh[address]] == []


def test_an_id_that_is_there_twice_is_told_until_it_is_mended(tmp_path: Path) -> None:
    folder = project(tmp_path)
    save(folder, PLAIN)
    opening = Opening(TODAY, shelf=Shelf())
    preview = Preview(lambda former: open_site(folder, opening, former))
    assert preview.shown.problems == ()
    save(folder, b(SELL, PAY, PAY))
    told = preview.refresh().problems
    with pytest.raises(Unusable) as fresh:
        open_site(folder, Opening(TODAY))
    assert [problem.code for problem in told] == ["R02", "R02"]
    assert told == fresh.value.problems
    save(folder, b(SELL, process("vend")))
    shown = preview.refresh()
    assert shown.problems == ()
    assert isinstance(shown.site, Site)
    assert everything(shown.site) == everything(open_site(folder, Opening(TODAY)))


def test_of_a_file_that_stays_the_same_nothing_is_looked_at_again(tmp_path: Path) -> None:
    folder = project(tmp_path)
    save(folder, PLAIN)
    opening = Opening(TODAY, shelf=Shelf())
    before = open_site(folder, opening)
    everything(before)
    save(folder, b(SELL | {"purpose": "To earn."}))
    after = open_site(folder, opening, before)
    was, now = (site.portfolios[0].inventory.processes for site in (before, after))
    assert [new is old for new, old in zip(now.files, was.files, strict=True)] == [True, False]
    assert now.where is was.where
    assert now.by_id["sell"].purpose == "To earn."
    # What the one file tells was thought out before, and the other is asked once more.
    known = {"tags", "renamed", "by_department", "parts", "followers"}
    assert known <= set(vars(now.files[0]))
    everything(after)
    assert known <= set(vars(now.files[1]))
