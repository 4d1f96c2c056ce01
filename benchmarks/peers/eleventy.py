"""The same pages by Eleventy: Markdown with front matter in JSON and one layout in Nunjucks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from benchmarks.peers import facts
from playbook.site import Site

OUTPUT = "_site"
_BESIDE = Path(__file__).parents[2] / "tests" / "tools" / "node_modules" / ".bin" / "eleventy"
_CONFIG = 'module.exports = { markdownTemplateEngine: false, dir: { input: "pages" } };\n'
_LAYOUT = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title><link rel="stylesheet" href="/style.css"></head><body>

<nav><ul>{% for a0 in shared.menu %}<li><a href="/{{ a0[0] }}">{{ a0[1] | safe }}</a></li>{% endfor %}</ul></nav>
<nav><ol>{% for a0 in contents %}<li><a href="{{ a0[0] }}">{{ a0[1] | safe }}</a></li>{% endfor %}</ol></nav>
<main><header><h1>{{ title }}</h1><p>{{ department }} · {{ owner }}</p>
<div class="prose">{{ content | safe }}</div></header>
<section><h2>{{ lead | safe }}</h2>
<ol class="ladder">{% for a0 in ladder %}<li class="s-{{ a0[1] }}"><a href="#step-{{ a0[0] }}"><span class="number">{{ a0[2] }}</span><span class="name">{{ a0[3] }}</span><span class="state">{{ a0[1] }}</span></a></li>{% endfor %}</ol>
<ul>{% for a0 in needed %}<li><a href="{{ a0[0] }}">{{ a0[1] | safe }}</a></li>{% endfor %}</ul>
<ul>{% for a0 in helpers %}<li>{{ a0[0] | safe }} <span class="quiet">({{ a0[1] }})</span>{% for a1 in a0[2] %} <span class="code">{{ a1 }}</span>{% endfor %}</li>{% endfor %}</ul></section>
{% for a0 in guide %}<section class="guidance"><h2 id="guide-{{ a0[0] }}">{{ a0[1] }}</h2><div class="prose">{{ a0[2] | safe }}</div></section>{% endfor %}
<section><h2>What is missing</h2><ol class="missing">{% for a0 in missing %}{% set c = shared.criteria[a0[0]] %}<li class="s-{{ a0[1] }}" id="needs-{{ a0[0] }}"><h3><a href="#criterion-{{ a0[0] }}" class="code">{{ a0[0] }}</a> {{ c.name | safe }}</h3><p class="reason">{{ a0[2] }}</p><div class="prose">{{ c.show | safe }}</div><p class="quiet"><code>{{ a0[3] }}</code> · <code class="place">{{ a0[4] }}</code></p></li>{% endfor %}</ol></section>
<section><table class="list">{% for a0 in gains %}<tr><th scope="row">{{ a0[0] }}</th><td class="number">{{ a0[1] }}</td><td class="number">{{ a0[2] }}</td><td class="number">{{ a0[3] }}</td></tr>{% endfor %}</table></section>
<section><h2>All steps</h2>
{% for a0 in steps %}{% set s = shared.steps[a0.code] %}<details class="step s-{{ a0.state }}" id="step-{{ a0.code }}"><summary><span class="name">{{ s.name }}</span> <span class="badge s-{{ a0.state }}">{{ a0.state }}</span></summary><div class="inside"><div class="prose">{{ s.texts | safe }}</div>
{% if a0.advice and a0.advice.length %}<div class="prose advice">{{ a0.advice | safe }}</div>{% endif %}
{% if a0.carried and a0.carried.length %}<p class="carried">{% for a2 in a0.carried %}<a href="{{ a2[0] }}">{{ a2[1] | safe }}</a>; {% endfor %}</p>{% endif %}
<ul class="criteria">
{% for a1 in a0.rows %}{% set c = shared.criteria[a1[0]] %}<li class="s-{{ a1[1] }}" id="criterion-{{ a1[0] }}"><p class="what"><span class="code">{{ a1[0] }}</span> {{ c.name | safe }} <span class="state">{{ a1[1] }}</span></p><p class="reason">{{ a1[2] }}</p><p class="quiet trace"><code>{{ a1[3] }}</code>{% if a1[5] and a1[5].length %} = {{ a1[5] }}{% endif %} · <code class="place">{{ a1[4] }}</code></p></li>
{% endfor %}</ul><dl class="facets">{% for a1 in s.facets %}<div><dd>{{ a1 | safe }}</dd></div>{% endfor %}</dl><p><a href="/steps/{{ a0.code }}.html">About this step</a></p></div></details>{% endfor %}</section>
<section><table class="list types">{% for a0 in types %}<tr><th scope="row">{{ a0[0] }}</th><td><span class="band">{{ a0[1] }}</span></td><td class="number">{{ a0[2] }}</td><td class="number">{{ a0[3] }}</td></tr>{% endfor %}</table>
<ul class="findings">{% for a0 in findings %}{% set r = shared.rules[a0[0]] %}<li class="f-{{ a0[1] }}"><p class="what"><a href="/rules/{{ a0[0] }}.html"><span class="code">{{ a0[0] }}</span> {{ r.title | safe }}</a></p><p class="reason">{{ a0[2] }}</p>{% if a0[1] == "fired" %}<dl class="ask"><div><dt>Question</dt><dd>{{ r.question | safe }}</dd></div><div><dt>First</dt><dd>{{ r.mitigation | safe }}</dd></div></dl>{% endif %}<p class="quiet trace"><code>{{ a0[3] }}</code>{% if a0[5] and a0[5].length %} = {{ a0[5] }}{% endif %} · <code class="place">{{ a0[4] }}</code></p></li>{% endfor %}</ul></section>
<section><dl class="facts">{% for a0 in facts %}<div><dt>{{ a0[0] }}</dt><dd>{{ a0[1] | safe }}</dd></div>{% endfor %}</dl></section>
<section class="sipoc">{% for a0 in sipoc %}<div><ul>{% for a1 in a0 %}<li>{{ a1 | safe }}</li>{% endfor %}</ul></div>{% endfor %}</section>
<section><table class="lanes">{% for a0 in lanes %}<tr>{% for a1 in a0 %}<td>{{ a1 | safe }}</td>{% endfor %}</tr>{% endfor %}</table></section>
<section><table class="raci">{% for a0 in raci %}<tr>{% for a1 in a0 %}<td>{{ a1 | safe }}</td>{% endfor %}</tr>{% endfor %}</table></section>
{% for a0 in volumes %}<figure class="chart"><svg viewBox="0 0 600 150" role="img">{% for a1 in a0.bars %}<rect class="month" x="{{ a1[0] }}" y="{{ a1[1] }}" width="{{ a1[2] }}" height="{{ a1[3] }}"><title>{{ a1[4] }}</title></rect>{% endfor %}</svg><figcaption><strong>{{ a0.title }}.</strong> {{ a0.text | safe }}</figcaption></figure>{% endfor %}
{% for a0 in tables %}<section><h2>{{ a0.title }}</h2><table class="list">{% for a1 in a0.rows %}<tr>{% for a2 in a1 %}<td>{{ a2 | safe }}</td>{% endfor %}</tr>{% endfor %}</table></section>{% endfor %}
<nav class="pager">{% for a0 in near %}<a href="{{ a0[0] }}">{{ a0[1] | safe }}</a>{% endfor %}</nav>
</main></body></html>
"""


def find() -> str | None:
    """Return the program, when it is installed beside the tests' tools or on the path."""
    return str(_BESIDE) if _BESIDE.exists() else shutil.which("eleventy")


def write_project(site: Site, folder: Path) -> None:
    """Write a project for Eleventy with the same processes.

    Args:
        site: A site of one organisation in one language.
        folder: Folder to write.
    """
    inside = folder / "pages"
    for name in ("_includes", "_data", "processes"):
        (inside / name).mkdir(parents=True)
    (folder / "eleventy.config.cjs").write_text(_CONFIG, "utf-8")
    (inside / "_includes" / "page.njk").write_text(_LAYOUT, "utf-8")
    shared: facts.Front = {}
    for key, front, text in facts.pages(site, shared):
        front |= {"layout": "page.njk", "permalink": f"processes/{key}.html"}
        whole = f"---json\n{json.dumps(front, ensure_ascii=False)}\n---\n{text}\n"
        (inside / "processes" / f"{key}.md").write_text(whole, "utf-8")
    (inside / "_data" / "shared.json").write_text(json.dumps(shared), "utf-8")


def command(program: str) -> list[str]:
    """Return the command that builds.

    Args:
        program: What `find` returned.
    """
    return [program, "--quiet", "--config=eleventy.config.cjs"]
