"""Nothing leaves that is not shared: a project full of tokens, packed, and every byte looked at."""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from editions.cases import INSTEAD, replaced
from editions.leaks import SHAPES, Tokens, leaks, without_hidden
from pack import canaries
from pack.cases import opened
from playbook.edition import stoppers
from playbook.handover.pack import Order, pack
from playbook.model.process import Process
from playbook.model.visible import fields
from playbook.site import Site
from playbook.supply import find_supplier
from test_cli import run

OURS = "our-supplier"
_PACKED = re.compile(rb"\x1f\x8b|\x78[\x01\x5e\x9c\xda]")
CONDITIONAL = [name for name, seen in fields(Process).items() if seen == "conditional"]


def packed(root: Path, name: str = OURS) -> bytes:
    """Return the archive of a supplier, whatever holds it up."""
    site = opened(root)
    order = Order(
        supplier=name,
        target=None,
        overrides=dict.fromkeys(holding_up(site, name), "zqreasonkx"),
        password=None,
        revision="",
        around=(),
        jobs=1,
    )
    return pack(site, order).path.read_bytes()


def holding_up(site: Site, name: str) -> set[str]:
    portfolio, supplier = find_supplier(site, name)
    return {one.code for _, one in stoppers(portfolio.inventory, supplier, portfolio.risks)}


def everything(archive: bytes, name: str = "the archive") -> Iterator[tuple[str, bytes]]:
    """Yield every byte of an archive: itself, its names and remarks, its files, what is in them."""
    yield name, archive
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        yield f"{name}: remarks", read.comment
        for info in read.infolist():
            yield f"{name}: names", info.filename.encode() + info.comment + info.extra
            data = read.read(info)
            yield f"{name}: {info.filename}", data
            if data.startswith(b"PK"):
                yield from everything(data, info.filename)
            for begin in _PACKED.finditer(data):
                try:
                    inner = zlib.decompressobj(47).decompress(data[begin.start() :])
                except zlib.error:
                    continue
                yield f"{info.filename}: packed", inner


def found(tokens: Tokens, archive: bytes, opened: bool = False) -> list[str]:
    """Return the fields of which a token can be found in an archive, with the place."""
    looked: dict[str, bytes] = {}
    for name, data in everything(archive):
        looked[name] = looked.get(name, b"") + data
    assert any(name.endswith("sheet1.xml") for name in looked)
    assert any(name.endswith("search/0.js") for name in looked)
    assert not any(b"zqreasonkx" in data for data in looked.values())
    return leaks(tokens, looked, opened)


def project(folder: Path, tokens: Tokens) -> Path:
    """Write the project full of tokens, with more of them around it."""
    made = canaries.inventory(tokens)
    root = canaries.write(
        folder / tokens.token("around.folder"), made, tokens.text("around.comment").strip()
    )
    canaries.commit(root, tokens.token("around.author"))
    return root


FEW = ("plain", "markup", "accents")
SHAPED = [one if one in FEW else pytest.param(one, marks=pytest.mark.slow) for one in SHAPES]


@pytest.mark.parametrize("shape", SHAPED)
def test_R1_no_token_of_what_is_not_shared_is_in_an_archive(tmp_path: Path, shape: str) -> None:
    tokens = Tokens(SHAPES[shape])
    archive = packed(project(tmp_path, tokens))
    assert sum(1 for _ in tokens.forbidden()) > 200
    assert found(tokens, archive) == []


def test_R1_the_look_finds_what_is_put_there(tmp_path: Path) -> None:
    tokens = Tokens()
    archive = packed(project(tmp_path, tokens))
    secret = tokens.token("notes")
    for member in ("questions.xlsx", "search/0.js"):
        changed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(changed, "w") as new:
            for info in read.infolist():
                data = read.read(info)
                if info.filename.endswith(member):
                    data = _with(data, secret)
                new.writestr(info, data)
        assert found(tokens, changed.getvalue()) != []


def _with(data: bytes, secret: str) -> bytes:
    if not data.startswith(b"PK"):
        return data + secret.encode()
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as read,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in read.infolist():
            extra = secret.encode() if info.filename.endswith("sheet1.xml") else b""
            new.writestr(info.filename, read.read(info) + extra)
    return made.getvalue()


def test_R2_what_is_opened_goes_along_and_what_is_internal_inside_it_does_not(
    tmp_path: Path,
) -> None:
    tokens = Tokens()
    made = canaries.inventory(tokens)
    ours = replaced(
        made.suppliers[0], shares=replaced(made.suppliers[0].shares, conditional=tuple(CONDITIONAL))
    )
    root = canaries.write(tmp_path / "p", replaced(made, suppliers=(ours, *made.suppliers[1:])))
    archive = packed(root)
    assert found(tokens, archive, opened=True) == []
    whole = b"".join(data for _, data in everything(archive))
    for name in ("variants.what", "exceptions.catalogue", "exit.plan"):
        assert tokens.token(name).encode() in whole, name


def test_R8_the_archive_of_one_supplier_holds_no_token_of_another(tmp_path: Path) -> None:
    tokens = Tokens()
    made = canaries.inventory(tokens)
    whole = dict(everything(packed(canaries.write(tmp_path / "p", made), made.suppliers[1].id)))
    pages = b"".join(data for name, data in whole.items() if name.endswith(".html")).decode()
    assert tokens.token("hidden.purpose") in pages
    ours = {tokens.token(name) for name in fields(Process) if name in tokens.names}
    assert len(ours) > 100
    for name, data in whole.items():
        assert not ours & set(re.findall(r"zq\d{4}kx", data.decode("latin-1"))), name


OTHERS = [pytest.param(name, marks=pytest.mark.slow) for name in ("zilverdijk", "drukhuis-delta")]


@pytest.mark.parametrize("name", [OURS, "nordia", *OTHERS])
def test_R5_hidden_and_deleted_pack_to_the_same_bytes(
    tmp_path: Path, site: Site, name: str
) -> None:
    waterland = site.portfolios[-1].inventory
    inventory = canaries.inventory(Tokens()) if name == OURS else waterland
    whole = canaries.write(tmp_path / "whole", inventory)
    alone = canaries.write(tmp_path / "alone", without_hidden(inventory, name, INSTEAD))
    assert packed(whole, name) == packed(alone, name)


CLOCK = """
import datetime, time
_DAYS = datetime.timedelta(days={days})
_time, _date, _datetime = time.time, datetime.date, datetime.datetime
time.time = lambda: _time() + _DAYS.total_seconds()
time.localtime = lambda at=None, _true=time.localtime: _true(time.time() if at is None else at)
class Like(type):
    def __instancecheck__(cls, value): return isinstance(value, cls.__bases__[0])
class date(_date, metaclass=Like):
    def __new__(cls, *given, **named): return _date(*given, **named)
    @classmethod
    def today(cls): return _date.today() + _DAYS
class moment(_datetime, metaclass=Like):
    def __new__(cls, *given, **named): return _datetime(*given, **named)
    @classmethod
    def now(cls, tz=None): return _datetime.now(tz) + _DAYS
    @classmethod
    def utcnow(cls): return _datetime.utcnow() + _DAYS
    @classmethod
    def today(cls): return _datetime.today() + _DAYS
datetime.date, datetime.datetime = date, moment
"""
"""A clock that is ahead by some days, for every library of a process."""


def on_day(folder: Path, days: int, *words: str, **environment: str) -> bytes:
    """Return the archive that the command makes when it is some days later."""
    clock = folder / "clock"
    clock.mkdir(parents=True)
    (clock / "sitecustomize.py").write_text(CLOCK.format(days=days), "utf-8")
    root = canaries.write(folder / "p", canaries.inventory(Tokens()))
    for path in root.rglob("*"):
        os.utime(path, times=(days * 86_400, days * 86_400))
    done = run(
        *("pack", "--edition", f"supplier:{OURS}", *words),
        folder=root,
        PYTHONPATH=str(clock),
        **environment,
    )
    assert done.returncode == 0, done.stderr
    (archive,) = root.rglob("*.zip")
    return archive.read_bytes()


def test_two_days_with_one_date_are_the_same_bytes(tmp_path: Path) -> None:
    root = canaries.write(tmp_path / "held", canaries.inventory(Tokens()))
    reasons = [
        word for code in holding_up(opened(root), OURS) for word in ("--override", f"{code}=x")
    ]
    now = on_day(tmp_path / "now", 0, *reasons)
    later = on_day(tmp_path / "later", 400, *reasons)
    assert now == later
    # The clock is really ahead: without a date of its own, the archive is of that day.
    dated = on_day(tmp_path / "dated", 400, *reasons, SOURCE_DATE_EPOCH="")
    assert dated != now
