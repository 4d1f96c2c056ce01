"""The same pages by Hugo: an adapter that gives it the same facts and asks for the same HTML.

Hugo does not judge processes, so it is given what was judged, in short; names and texts that
all pages share are in one data file, as a user of Hugo would do it.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from benchmarks.peers import facts
from playbook.site import Site

_CONFIG = """\
baseURL = "/"
title = "Benchmark"
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "robotsTXT"]
uglyURLs = true
"""
_SINGLE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<nav><ul>{{ range site.Data.shared.departments }}<li><a href="/departments/{{ .key }}.html">{{ .name }}</a></li>{{ end }}</ul></nav>
<main><h1>{{ .Title }}</h1><p>{{ .Params.department }} · {{ .Params.owner }}</p>
<div>{{ .Content }}</div>
<ol>{{ range .Params.ladder }}<li class="s-{{ index . 1 }}"><a href="#step-{{ index . 0 }}">{{ index . 2 }} {{ index . 3 }}</a></li>{{ end }}</ol>
{{ $shared := site.Data.shared }}
<section><h2>What is missing</h2><ol>{{ range .Params.missing }}{{ $c := index $shared.criteria (index . 0) }}<li class="s-{{ index . 1 }}"><h3>{{ index . 0 }} {{ $c.name | safeHTML }}</h3><p>{{ index . 2 }}</p><div>{{ $c.show | safeHTML }}</div><p><code>{{ index . 3 }}</code> · <code>{{ index . 4 }}</code></p></li>{{ end }}</ol></section>
<section><table>{{ range .Params.gains }}<tr><th>{{ index . 0 }}</th><td>{{ index . 1 }}</td><td>{{ index . 2 }}</td><td>{{ index . 3 }}</td></tr>{{ end }}</table></section>
{{ range .Params.steps }}{{ $s := index $shared.steps .code }}<details><summary>{{ $s.name }}</summary><div>{{ $s.texts | safeHTML }}</div><ul>
{{ range .rows }}{{ $c := index $shared.criteria (index . 0) }}<li class="s-{{ index . 1 }}" id="criterion-{{ index . 0 }}"><p><span>{{ index . 0 }}</span> {{ $c.name | safeHTML }} <span>{{ index . 1 }}</span></p><p>{{ index . 2 }}</p><p><code>{{ index . 3 }}</code> = {{ index . 5 }} · <code>{{ index . 4 }}</code></p></li>
{{ end }}</ul></details>{{ end }}
<ul>{{ range .Params.findings }}{{ $r := index $shared.rules (index . 0) }}<li class="f-{{ index . 1 }}"><p><a href="/rules/{{ index . 0 }}.html">{{ index . 0 }} {{ $r.title | safeHTML }}</a></p><p>{{ index . 2 }}</p>{{ if eq (index . 1) "fired" }}<dl><dt>Question</dt><dd>{{ $r.question | safeHTML }}</dd><dt>First</dt><dd>{{ $r.mitigation | safeHTML }}</dd></dl>{{ end }}<p><code>{{ index . 3 }}</code> = {{ index . 5 }} · <code>{{ index . 4 }}</code></p></li>{{ end }}</ul>
{{ range .Params.tables }}<table><caption>{{ .title }}</caption>{{ range .rows }}<tr>{{ range . }}<td>{{ . | safeHTML }}</td>{{ end }}</tr>{{ end }}</table>{{ end }}
<dl>{{ range .Params.facts }}<dt>{{ index . 0 }}</dt><dd>{{ index . 1 | safeHTML }}</dd>{{ end }}</dl>
</main></body></html>
"""
_LIST = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<main><h1>{{ .Title }}</h1><table>{{ range .RegularPagesRecursive }}<tr><th><a href="{{ .RelPermalink }}">{{ .Title }}</a></th><td>{{ .Params.department }}</td><td>{{ .Params.step }}</td></tr>{{ end }}</table></main></body></html>
"""


def find() -> str | None:
    """Return the program, when it is installed on the path or beside this Python."""
    beside = Path(sys.executable).with_name("hugo")
    return str(beside) if beside.is_file() else shutil.which("hugo")


def write_project(site: Site, folder: Path) -> None:
    """Write a project for Hugo with the same processes.

    Args:
        site: A site of one organisation in one language.
        folder: Folder to write.
    """
    for name in ("content/processes", "layouts/_default", "data"):
        (folder / name).mkdir(parents=True)
    (folder / "hugo.toml").write_text(_CONFIG, "utf-8")
    (folder / "layouts" / "_default" / "single.html").write_text(_SINGLE, "utf-8")
    (folder / "layouts" / "_default" / "list.html").write_text(_LIST, "utf-8")
    (folder / "layouts" / "index.html").write_text(_LIST, "utf-8")
    shared: facts.Front = {}
    for key, front, text in facts.pages(site, shared):
        path = folder / "content" / "processes" / f"{key}.md"
        path.write_text(f"{json.dumps(front, ensure_ascii=False)}\n\n{text}\n", "utf-8")
    (folder / "data" / "shared.json").write_text(json.dumps(shared), "utf-8")


def command(program: str) -> list[str]:
    """Return the command that builds.

    Args:
        program: What `find` returned.
    """
    return [program, "--quiet", "--noBuildLock"]


OUTPUT = "public"
