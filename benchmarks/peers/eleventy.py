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
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<nav><ul>{% for d in shared.departments %}<li><a href="/departments/{{ d.key }}.html">{{ d.name }}</a></li>{% endfor %}</ul></nav>
<main><h1>{{ title }}</h1><p>{{ department }} · {{ owner }}</p>
<div>{{ content | safe }}</div>
<ol>{% for rung in ladder %}<li class="s-{{ rung[1] }}"><a href="#step-{{ rung[0] }}">{{ rung[2] }} {{ rung[3] }}</a></li>{% endfor %}</ol>
<section><h2>What is missing</h2><ol>{% for row in missing %}{% set c = shared.criteria[row[0]] %}<li class="s-{{ row[1] }}"><h3>{{ row[0] }} {{ c.name | safe }}</h3><p>{{ row[2] }}</p><div>{{ c.show | safe }}</div><p><code>{{ row[3] }}</code> · <code>{{ row[4] }}</code></p></li>{% endfor %}</ol></section>
<section><table>{% for g in gains %}<tr><th>{{ g[0] }}</th><td>{{ g[1] }}</td><td>{{ g[2] }}</td><td>{{ g[3] }}</td></tr>{% endfor %}</table></section>
{% for step in steps %}{% set s = shared.steps[step.code] %}<details><summary>{{ s.name }}</summary><div>{{ s.texts | safe }}</div><ul>
{% for row in step.rows %}{% set c = shared.criteria[row[0]] %}<li class="s-{{ row[1] }}" id="criterion-{{ row[0] }}"><p><span>{{ row[0] }}</span> {{ c.name | safe }} <span>{{ row[1] }}</span></p><p>{{ row[2] }}</p><p><code>{{ row[3] }}</code> = {{ row[5] }} · <code>{{ row[4] }}</code></p></li>
{% endfor %}</ul></details>{% endfor %}
<ul>{% for row in findings %}{% set r = shared.rules[row[0]] %}<li class="f-{{ row[1] }}"><p><a href="/rules/{{ row[0] }}.html">{{ row[0] }} {{ r.title | safe }}</a></p><p>{{ row[2] }}</p>{% if row[1] == "fired" %}<dl><dt>Question</dt><dd>{{ r.question | safe }}</dd><dt>First</dt><dd>{{ r.mitigation | safe }}</dd></dl>{% endif %}<p><code>{{ row[3] }}</code> = {{ row[5] }} · <code>{{ row[4] }}</code></p></li>{% endfor %}</ul>
{% for table in tables %}<table><caption>{{ table.title }}</caption>{% for row in table.rows %}<tr>{% for cell in row %}<td>{{ cell | safe }}</td>{% endfor %}</tr>{% endfor %}</table>{% endfor %}
<dl>{% for fact in facts %}<dt>{{ fact[0] }}</dt><dd>{{ fact[1] | safe }}</dd>{% endfor %}</dl>
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
