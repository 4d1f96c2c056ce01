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
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="stylesheet" href="/style.css"></head><body>
{{ $shared := site.Data.shared }}
<nav><ul>{{ range $shared.menu }}<li><a href="/{{ index . 0 }}">{{ index . 1 | safeHTML }}</a></li>{{ end }}</ul></nav>
<nav><ol>{{ range .Params.contents }}<li><a href="{{ index . 0 }}">{{ index . 1 | safeHTML }}</a></li>{{ end }}</ol></nav>
<main><header><h1>{{ .Title }}</h1><p>{{ .Params.department }} · {{ .Params.owner }}</p>
<div class="prose">{{ .Content }}</div></header>
<section><h2>{{ .Params.lead | safeHTML }}</h2>
<ol class="ladder">{{ range .Params.ladder }}<li class="s-{{ index . 1 }}"><a href="#step-{{ index . 0 }}"><span class="number">{{ index . 2 }}</span><span class="name">{{ index . 3 }}</span><span class="state">{{ index . 1 }}</span></a></li>{{ end }}</ol>
<ul>{{ range .Params.needed }}<li><a href="{{ index . 0 }}">{{ index . 1 | safeHTML }}</a></li>{{ end }}</ul>
<ul>{{ range .Params.helpers }}<li>{{ index . 0 | safeHTML }} <span class="quiet">({{ index . 1 }})</span>{{ range index . 2 }} <span class="code">{{ . }}</span>{{ end }}</li>{{ end }}</ul></section>
{{ range .Params.guide }}<section class="guidance"><h2 id="guide-{{ index . 0 }}">{{ index . 1 }}</h2><div class="prose">{{ index . 2 | safeHTML }}</div></section>{{ end }}
<section><h2>What is missing</h2><ol class="missing">{{ range .Params.missing }}{{ $c := index $shared.criteria (index . 0) }}<li class="s-{{ index . 1 }}" id="needs-{{ index . 0 }}"><h3><a href="#criterion-{{ index . 0 }}" class="code">{{ index . 0 }}</a> {{ $c.name | safeHTML }}</h3><p class="reason">{{ index . 2 }}</p><div class="prose">{{ $c.show | safeHTML }}</div><p class="quiet"><code>{{ index . 3 }}</code> · <code class="place">{{ index . 4 }}</code></p></li>{{ end }}</ol></section>
<section><table class="list">{{ range .Params.gains }}<tr><th scope="row">{{ index . 0 }}</th><td class="number">{{ index . 1 }}</td><td class="number">{{ index . 2 }}</td><td class="number">{{ index . 3 }}</td></tr>{{ end }}</table></section>
<section><h2>All steps</h2>
{{ range .Params.steps }}{{ $s := index $shared.steps .code }}<details class="step s-{{ .state }}" id="step-{{ .code }}"><summary><span class="name">{{ $s.name }}</span> <span class="badge s-{{ .state }}">{{ .state }}</span></summary><div class="inside"><div class="prose">{{ $s.texts | safeHTML }}</div>
{{ with .advice }}<div class="prose advice">{{ . | safeHTML }}</div>{{ end }}
{{ with .carried }}<p class="carried">{{ range . }}<a href="{{ index . 0 }}">{{ index . 1 | safeHTML }}</a>; {{ end }}</p>{{ end }}
<ul class="criteria">
{{ range .rows }}{{ $c := index $shared.criteria (index . 0) }}<li class="s-{{ index . 1 }}" id="criterion-{{ index . 0 }}"><p class="what"><span class="code">{{ index . 0 }}</span> {{ $c.name | safeHTML }} <span class="state">{{ index . 1 }}</span></p><p class="reason">{{ index . 2 }}</p><p class="quiet trace"><code>{{ index . 3 }}</code>{{ with index . 5 }} = {{ . }}{{ end }} · <code class="place">{{ index . 4 }}</code></p></li>
{{ end }}</ul><dl class="facets">{{ range $s.facets }}<div><dd>{{ . | safeHTML }}</dd></div>{{ end }}</dl><p><a href="/steps/{{ .code }}.html">About this step</a></p></div></details>{{ end }}</section>
<section><table class="list types">{{ range .Params.types }}<tr><th scope="row">{{ index . 0 }}</th><td><span class="band">{{ index . 1 }}</span></td><td class="number">{{ index . 2 }}</td><td class="number">{{ index . 3 }}</td></tr>{{ end }}</table>
<ul class="findings">{{ range .Params.findings }}{{ $r := index $shared.rules (index . 0) }}<li class="f-{{ index . 1 }}"><p class="what"><a href="/rules/{{ index . 0 }}.html"><span class="code">{{ index . 0 }}</span> {{ $r.title | safeHTML }}</a></p><p class="reason">{{ index . 2 }}</p>{{ if eq (index . 1) "fired" }}<dl class="ask"><div><dt>Question</dt><dd>{{ $r.question | safeHTML }}</dd></div><div><dt>First</dt><dd>{{ $r.mitigation | safeHTML }}</dd></div></dl>{{ end }}<p class="quiet trace"><code>{{ index . 3 }}</code>{{ with index . 5 }} = {{ . }}{{ end }} · <code class="place">{{ index . 4 }}</code></p></li>{{ end }}</ul></section>
<section><dl class="facts">{{ range .Params.facts }}<div><dt>{{ index . 0 }}</dt><dd>{{ index . 1 | safeHTML }}</dd></div>{{ end }}</dl></section>
<section class="sipoc">{{ range .Params.sipoc }}<div><ul>{{ range . }}<li>{{ . | safeHTML }}</li>{{ end }}</ul></div>{{ end }}</section>
<section><table class="lanes">{{ range .Params.lanes }}<tr>{{ range . }}<td>{{ . | safeHTML }}</td>{{ end }}</tr>{{ end }}</table></section>
<section><table class="raci">{{ range .Params.raci }}<tr>{{ range . }}<td>{{ . | safeHTML }}</td>{{ end }}</tr>{{ end }}</table></section>
{{ range .Params.volumes }}<figure class="chart"><svg viewBox="0 0 600 150" role="img">{{ range .bars }}<rect class="month" x="{{ index . 0 }}" y="{{ index . 1 }}" width="{{ index . 2 }}" height="{{ index . 3 }}"><title>{{ index . 4 }}</title></rect>{{ end }}</svg><figcaption><strong>{{ .title }}.</strong> {{ .text | safeHTML }}</figcaption></figure>{{ end }}
{{ range .Params.tables }}<section><h2>{{ .title }}</h2><table class="list">{{ range .rows }}<tr>{{ range . }}<td>{{ . | safeHTML }}</td>{{ end }}</tr>{{ end }}</table></section>{{ end }}
<nav class="pager">{{ range .Params.near }}<a href="{{ index . 0 }}">{{ index . 1 | safeHTML }}</a>{{ end }}</nav>
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
