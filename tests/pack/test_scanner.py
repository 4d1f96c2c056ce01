"""The search for withheld values: every encoding is undone, and silence is never trusted."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import urllib.parse
import zipfile
import zlib

import pytest

from playbook.problems import Place
from playbook.scan.needles import Kind, Secret
from playbook.scan.scanner import ScanFailedError, Scanner
from playbook.scan.views import UnreadableError

PLACE = Place("content/organisations/x/organisation.yaml", 7)
VALUE = "Jansen & Zoë's “geheime” prijs-afspraak"


def secret(value: str, kind: Kind = "text") -> Secret:
    return Secret(value, kind, "roles.person", PLACE)


def found(value: str, data: bytes, name: str = "x/a.html", kind: Kind = "text") -> bool:
    scanner = Scanner([secret(value, kind)])
    scanner.prove()
    return bool([*scanner.search({name: data})])


def packed(name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr(name, data)
    return made.getvalue()


ENCODINGS = {
    "plain": lambda v: v.encode(),
    "html": lambda v: html.escape(v).encode(),
    "entities": lambda v: "".join(f"&#x{ord(c):x};" for c in v).encode(),
    "decimal entities": lambda v: "".join(f"&#{ord(c)};" for c in v).encode(),
    "json": lambda v: json.dumps({"a": v}).encode(),
    "json in html": lambda v: html.escape(json.dumps(v)).encode(),
    "braced escapes": lambda v: "".join(f"\\u{{{ord(c):x}}}" for c in v).encode(),
    "style sheet": lambda v: "".join(f"\\{ord(c):06x}" for c in v).encode(),
    "address": lambda v: urllib.parse.quote(v).encode(),
    "form": lambda v: urllib.parse.quote_plus(v).encode(),
    "twice": lambda v: urllib.parse.quote(urllib.parse.quote(v)).encode(),
    "base64": lambda v: b"data:text/plain;base64," + base64.b64encode(v.encode()) + b")",
    "base64 inside": lambda v: base64.b64encode(b"abcde" + v.encode() + b"xyz"),
    "base64 for addresses": lambda v: base64.urlsafe_b64encode(b"?" + v.encode()),
    "hexadecimal": lambda v: v.encode().hex().encode(),
    "utf-16": lambda v: v.encode("utf-16"),
    "utf-16 big": lambda v: b"x" + v.encode("utf-16-be"),
    "latin-1": lambda v: v.replace("“", "").replace("”", "").encode("latin-1"),
    "upper case": lambda v: v.upper().encode(),
    "without accents": lambda v: v.replace("ë", "e").encode(),
    "accents apart": lambda v: v.replace("ë", "e\u0308").encode(),
    "tags": lambda v: "<b>".join(v).encode(),
    "marked": lambda v: f"<p>{v[:9]}<mark class='hit'>{v[9:14]}</mark>{v[14:]}</p>".encode(),
    "comment": lambda v: f"<!-- {v} -->".encode(),
    "attribute": lambda v: f'<img alt="{html.escape(v, quote=True)}">'.encode(),
    "slug": lambda _: b"jansen-zoe-s-geheime-prijs-afspraak",
    "under a bar": lambda _: b"jansen_zoe_s_geheime_prijs_afspraak",
    "run together": lambda _: b"abcJansenZoesGeheimePrijsAfspraakxyz",
    "gzip": lambda v: gzip.compress(v.encode()),
    "zlib": lambda v: b"\x89PNG\0zTXt" + zlib.compress(v.encode()),
    "gzip in base64": lambda v: base64.b64encode(gzip.compress(v.encode())),
    "md5": lambda v: hashlib.md5(v.encode(), usedforsecurity=False).hexdigest().encode(),
    "sha256, cut": lambda v: hashlib.sha256(v.encode()).hexdigest()[:20].encode(),
    "archive": lambda v: packed("sheet.xml", v.encode()),
    "archive inside": lambda v: packed("a.zip", packed("b", html.escape(v).encode())),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_R2_a_value_is_found_in_every_encoding(encoding: str) -> None:
    before, after = b"<p>A page.</p> ", b" <p>Ends.</p>"
    whole = encoding in ("utf-16", "utf-16 big", "archive", "archive inside", "gzip", "zlib")
    data = ENCODINGS[encoding](VALUE)
    assert found(VALUE, data if whole else before + data + after)
    assert not found(VALUE, before + after)


@pytest.mark.parametrize("said", ["Vries, Jan de", "De Vries, Jan", "vries de jan"])
def test_R2_words_in_another_order_are_found(said: str) -> None:
    assert found("Jan de Vries", f"<td>{said}</td>".encode())


def test_R2_names_of_files_are_searched() -> None:
    assert found("payroll-secret", b"", "x/processes/payroll-secret.html")
    assert found("Geheim proces", b"", "x/processes/geheim%20proces.html")


def test_R2_remarks_and_names_inside_archives_are_searched() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.comment = b"for Jan de Vries"
        archive.writestr("a.xml", "")
    assert found("Jan de Vries", made.getvalue(), "x/a.xlsx")
    assert found("Jan de Vries", packed("jan-de-vries.xml", b""), "x/a.xlsx")


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("2026-03-01", "date", "1 maart 2026"),
        ("2026-03-01", "date", "2026-03-01"),
        ("2026-03-01", "date", "March 1, 2026"),
        ("1251234.50", "number", "price 1.251.234,5"),
        ("1251234.50", "number", "1,251,234"),
        ("31415", "number", "31415"),
        ("ap17", "id", "the case AP17"),
    ],
)
def test_R2_short_values_are_found_as_whole_words(value: str, kind: Kind, said: str) -> None:
    assert found(value, f"<p>{said}.</p>".encode(), kind=kind)


@pytest.mark.parametrize(
    ("value", "kind", "other"),
    [
        ("ap17", "id", "the case AP178"),
        ("ap17", "id", "heap17"),
        ("31415", "number", "314159"),
        ("1251234.50", "number", "12,512,348"),
        ("2026-03-01", "date", "11 maart 2026"),
    ],
)
def test_a_short_value_inside_a_longer_one_is_another(value: str, kind: Kind, other: str) -> None:
    assert not found(value, f"<p>{other}</p>".encode(), kind=kind)


@pytest.mark.parametrize(("value", "kind"), [("ja", "text"), ("cfo", "id"), ("14", "number")])
def test_what_tells_nothing_by_itself_is_not_looked_for(value: str, kind: Kind) -> None:
    scanner = Scanner([secret(value, kind), secret("a true secret")])
    assert [item.value for item in scanner.too_short] == [value]
    assert not [*scanner.search({"x/a.html": f"<p>{value}</p>".encode()})]


def test_what_may_be_said_in_any_case_is_no_evidence() -> None:
    scanner = Scanner([secret("Crediteuren"), secret("Jan de Vries")])
    scanner.allow(["Een voorbeeld: crediteuren."])
    assert [item.value for item in scanner.allowed] == ["Crediteuren"]
    hits = [*scanner.search({"x/a.html": b"Crediteuren, Jan de Vries"})]
    assert [hit.secret.value for hit in hits] == ["Jan de Vries"]
    assert (hits[0].member, hits[0].secret.place, hits[0].where) == ("x/a.html", PLACE, "contents")
    assert "Vries" not in hits[0].secret.masked


def test_R9_nothing_to_look_for_while_something_is_withheld_is_no_good_news() -> None:
    with pytest.raises(ScanFailedError, match="nothing to look for"):
        Scanner([secret("ja")]).prove()
    Scanner([]).prove()


def test_R9_a_search_that_does_not_find_what_was_put_there_is_no_good_news(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scanner = Scanner([secret("a true secret"), secret("other")])
    monkeypatch.setattr(Scanner, "_anywhere", lambda _self, _squash: iter(()))
    with pytest.raises(ScanFailedError, match="does not find") as told:
        scanner.prove()
    assert "true secret" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x/a.7z", b"7z"),
        ("x/README", b""),
        ("x/a.xlsx", b"PK\x03\x04 broken"),
        ("x/a.xlsx", packed("1", packed("2", packed("3", packed("4", packed("5", b"")))))),
    ],
)
def test_R9_what_cannot_be_looked_into_is_no_good_news(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableError):
        [*Scanner([secret("a true secret")]).search({name: data})]


def test_many_values_cost_no_more_than_few() -> None:
    """The work is counted in values that are compared, not in time."""
    values = [secret(f"a secret with the number {number * 7919}") for number in range(20_000)]
    scanner = Scanner(values)
    page = ("<p>" + "an ordinary page of ordinary words " * 200 + "</p>").encode()
    compared = sum(
        len(scanner._grams[gram])
        for gram in scanner._grams.keys() & {page[at : at + 8] for at in range(len(page) - 8)}
    )
    assert compared == 0
    assert not [*scanner.search({f"x/{number}.html": page for number in range(20)})]


def test_a_value_that_stands_in_two_fields_is_found_for_both() -> None:
    twice = [Secret("Procurement lead", "text", field, PLACE) for field in ("name", "title")]
    scanner = Scanner([*twice, secret("procurement-lead", "id")])
    scanner.prove()
    assert len([*scanner.search({"x/a.html": b"<p>Procurement lead</p>"})]) == 3
