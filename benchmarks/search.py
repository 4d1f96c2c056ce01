"""Measure search in a real Chromium, beside MiniSearch with the same entries.

Run `python -m benchmarks.search`, or with other sizes: `python -m benchmarks.search 2000 10000`.
Ours is measured at the speed of this computer and on one that is four times slower, as Chromium
plays it. Everything is typed five times and the best time of each letter counts: other work of the
computer only makes a letter slower.
MiniSearch comes with `sh tests/tools/install.sh`. What was found is in `docs/search.md`.
"""

from __future__ import annotations

import datetime
import gzip
import json
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from playwright.sync_api import Page, sync_playwright

from playbook.opening import Opening
from playbook.plan import IndexPart
from playbook.site import Site, open_site

REPOSITORY = Path(__file__).parents[1]
MINISEARCH = REPOSITORY / "tests" / "tools" / "node_modules" / "minisearch" / "dist" / "umd"
TODAY = datetime.date(2026, 11, 24)
SIZES = (2_000, 10_000)
SLOWER = (1, 4)
RUNS = 5
FIRSTS = (
    "aanvraag bezwaar contract dijk energie factuur gebruiker huur incasso inkoop klacht krediet "
    "leverancier loon meter natuur onderhoud order parkeer personeel project salaris subsidie "
    "toezicht vergunning verlof verzuim water werkplek zuiver"
)
LASTS = (
    "administratie afhandeling beheer behandeling besluit betaling bewaking controle dossier "
    "gegevens handhaving inspectie keuring levering melding onderzoek overdracht planning procedure "
    "registratie rapportage toetsing uitvoering verlening verwerking voorbereiding"
)
TYPED = (
    "salarisadministratie",
    "betaling",
    "vergunning verlening",
    "salrisadministratie",
    "p00042",
)
"""What is typed letter by letter: a compound, the last part of one, two words, an error, an id."""

OURS = """async queries => {
  const input = document.querySelector("[data-search] input"), form = input.form;
  const start = performance.now(), times = [];
  input.focus();
  while (form.dataset.state !== "ready") { await new Promise(go => setTimeout(go, 2)); }
  const load = performance.now() - start;
  const shown = () => new Promise(go => {
    const watch = new MutationObserver(() => { watch.disconnect(); go(); });
    watch.observe(form, {attributes: true, attributeFilter: ["data-state"]});
  });
  for (const query of queries) {
    for (let end = 1; end <= query.length; end += 1) {
      input.value = query.slice(0, end);
      const answered = shown(), pressed = performance.now();
      input.dispatchEvent(new Event("input", {bubbles: true}));
      await answered;
      document.body.getBoundingClientRect();
      times.push(performance.now() - pressed);
    }
  }
  return {load, times};
}"""
"""Time to read the index, and for each letter until what was found stands on the page.

That includes the pause that a slow computer is given: the script tells by an attribute that it answers."""

THEIRS = """([entries, queries, infixes, runs]) => {
  const fold = word => word.toLowerCase().normalize("NFD").replace(/[\\u0300-\\u036f]/g, "");
  const parts = word => { const all = [word]; for (let at = 1; word.length - at > 3; at += 1) { all.push(word.slice(at)); } return all; };
  const options = {
    fields: ["title", "others", "text"], storeFields: ["kind", "code", "title", "address", "text"],
    processTerm: word => infixes ? parts(fold(word)) : fold(word),
    searchOptions: {
      processTerm: fold, prefix: word => word.length > 1, boost: {title: 6.7, others: 2.7},
      fuzzy: word => word.length > 3 && !/\\d/.test(word) ? 0.2 : false,
    },
  };
  const made = new MiniSearch(options);
  made.addAll(entries);
  const index = JSON.stringify(made);
  let read;
  const run = () => {
    const start = performance.now(), times = [];
    read = MiniSearch.loadJSON(index, options);
    const load = performance.now() - start;
    for (const query of queries) {
      for (let end = 1; end <= query.length; end += 1) {
        const pressed = performance.now();
        read.search(query.slice(0, end));
        times.push(performance.now() - pressed);
      }
    }
    return {load, times};
  };
  const all = Array.from({length: runs}, run);
  window.found = query => read.search(query).slice(0, 3).map(hit => hit.address);
  return {runs: all, index};
}"""
"""The same for MiniSearch, from an index that was made before; nothing is put on a page."""


class Measured(NamedTuple):
    """What was measured of one way to search.

    Args:
        name: The way.
        index: Its index, as the browser gets it.
        load: Milliseconds to read the index.
        times: Milliseconds for each letter.
    """

    name: str
    index: bytes
    load: float
    times: Sequence[float]

    def row(self, size: int) -> str:
        times = sorted(self.times)
        kilobytes = (len(self.index) / 1000, len(gzip.compress(self.index)) / 1000)
        return (
            f"{size:>7,}  {self.name:<24} {kilobytes[0]:>7,.0f} KB {kilobytes[1]:>6,.0f} KB "
            f"{self.load:>7.0f} ms {statistics.median(times):>6.1f} ms "
            f"{times[int(len(times) * 0.95)]:>6.1f} ms {times[-1]:>6.1f} ms"
        )


def write_words(folder: Path, size: int) -> None:
    """Write a project whose names and texts are compounds, as Dutch ones are."""
    chance = random.Random(1)  # noqa: S311 - no secret

    firsts, lasts = FIRSTS.split(), LASTS.split()

    def word() -> str:
        return chance.choice(firsts) + chance.choice(("", "s")) + chance.choice(lasts)

    inside = folder / "content" / "organisations" / "bench"
    (inside / "processes").mkdir(parents=True)
    (folder / "playbook.yaml").write_text("title: Benchmark\nlanguages: [nl]\n", "utf-8")
    roles = [{"id": f"r{at}", "name": f"Teamleider {at}"} for at in range(12)]
    organisation = {"name": "Bench", "language": "nl", "roles": roles}
    processes = [
        {
            "id": f"p{at:05}",
            "name": f"{word().capitalize()} {word()}",
            "purpose": " ".join(word() for _ in range(25)),
            "accountable": f"r{at % 12}",
            "trigger": f"Er komt een {word()} binnen",
            "result": f"De {word()} is klaar",
            "activities": [{"id": f"a{n}", "name": f"Doe de {word()}"} for n in range(5)],
        }
        for at in range(size)
    ]
    (inside / "organisation.yaml").write_text(yaml.safe_dump(organisation), "utf-8")
    (inside / "processes" / "all.yaml").write_text(json.dumps({"processes": processes}), "utf-8")


def lay(site: Site, organisation: str, language: str, folder: Path) -> list[bytes]:
    """Write one page with a search box, its assets and its index; return the index."""
    start = f"{organisation}/{language}/"
    files = {address: asset.read_bytes() for address, asset in site.assets.items()}
    files[f"{start}about.html"] = site.html(site.pages[f"{start}about.html"])
    parts = [part for address, part in site.index.items() if address.startswith(start)]
    files.update({part.path: site.script(part) for part in parts})
    for address, data in files.items():
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_bytes(data)
    return [files[part.path] for part in sorted(parts, key=_number)]


def _number(part: IndexPart) -> int:
    return part.number


def entries(index: Sequence[bytes]) -> list[dict[str, Any]]:
    """Return what can be found, as MiniSearch takes it."""
    names = ("kind", "code", "title", "address", "others", "text", "language")
    found = []
    for part in index:
        value = json.loads(part.decode().removeprefix("playbookIndex(").removesuffix(");\n"))
        found += [dict(zip(names, entry, strict=False)) for entry in value["entries"]]
    for number, entry in enumerate(found):
        entry["id"] = number
        entry["title"] = f"{entry['code']} {entry['title']}".strip()
    return found


def ours(page: Page, folder: Path, start: str, index: Sequence[bytes], slower: int = 1) -> Measured:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    told = []
    for _ in range(RUNS):
        page.goto((folder / start / "about.html").as_uri())
        told.append(page.evaluate(OURS, TYPED))
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    name = "playbook" if slower == 1 else f"playbook, {slower} times slower"
    return best(name, b"".join(index), told)


def theirs(page: Page, index: Sequence[bytes], infixes: bool) -> Measured:
    page.goto("about:blank")
    page.add_script_tag(path=MINISEARCH / "index.js")
    told = page.evaluate(THEIRS, [entries(index), TYPED, infixes, RUNS])
    name = "MiniSearch, with infixes" if infixes else "MiniSearch"
    return best(name, told["index"].encode(), told["runs"])


def best(name: str, index: bytes, runs: Sequence[dict[str, Any]]) -> Measured:
    """Return the best time of each letter in several runs."""
    times = [min(letter) for letter in zip(*(run["times"] for run in runs), strict=True)]
    return Measured(name, index, min(run["load"] for run in runs), times)


def speed(page: Page, sizes: Sequence[int]) -> None:
    """Print the size of the index, the time to read it, and the time of a letter."""
    print("processes  way                        index  gzipped    read  median   95 %  longest")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            project, folder = Path(name) / "project", Path(name) / "site"
            write_words(project, size)
            index = lay(open_site(project, Opening(TODAY)), "bench", "nl", folder)
            for slower in SLOWER:
                print(ours(page, folder, "bench/nl", index, slower).row(size))
            for infixes in (False, True):
                print(theirs(page, index, infixes).row(size))


def quality(page: Page) -> None:
    """Print how many of the queries of the tests have their answer among the first three."""
    wanted = yaml.safe_load((REPOSITORY / "tests/search/queries.yaml").read_text("utf-8"))
    site = open_site(REPOSITORY, Opening(TODAY))
    for language, queries in wanted.items():
        with tempfile.TemporaryDirectory() as name:
            index = lay(site, "waterland", language, Path(name))
            ours(page, Path(name), f"waterland/{language}", index)
            missed = {"playbook": [q["query"] for q in queries if not _seen(page, q)]}
            for infixes in (False, True):
                way = theirs(page, index, infixes).name
                missed[way] = [
                    q["query"]
                    for q in queries
                    if not any(
                        address.endswith(q["expect"])
                        for address in page.evaluate("query => found(query)", q["query"])
                    )
                ]
        for way, queries_missed in missed.items():
            kept = len(queries) - len(queries_missed)
            print(f"{language} {way:<24} {kept} of {len(queries)}; missed: {queries_missed}")


def _seen(page: Page, query: dict[str, str]) -> bool:
    page.locator("[data-search] input").fill(query["query"])
    hits = page.locator(".find-group a.find-hit")
    first = hits.evaluate_all("all => all.slice(0, 3).map(a => a.getAttribute('href'))")
    return any(address.endswith(query["expect"]) for address in first)


def main() -> None:
    """Measure the sizes that are asked for."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page()
        speed(page, sizes)
        quality(page)
        browser.close()


if __name__ == "__main__":
    main()
