"""What is known of a process, and what of that a supplier may see."""

from __future__ import annotations

from pathlib import Path

from inventories import TODAY, write_project
from playbook.opening import Opening
from playbook.site import open_site
from playbook.trust import FACTS

KNOWN = {"handoffs": [], "kpis": [{"name": "Days", "baseline": "3 days", "kind": "measured"}]}


def test_the_same_facts_are_shared_only_where_a_supplier_sees_the_process(tmp_path: Path) -> None:
    processes = [{"id": ident, "name": ident, **KNOWN} for ident in ("ours", "theirs")]
    project = write_project(tmp_path, {}, [*processes, {"id": "bare", "name": "bare"}])
    (project / "content" / "organisations" / "x" / "suppliers.yaml").write_text(
        "- {id: s, name: S, language: en, shares: {processes: [theirs]}}\n", "utf-8"
    )
    known = open_site(project, Opening(TODAY)).portfolios[0].known
    for ident, there, shared in (("ours", True, False), ("theirs", True, True)):
        told = {one.code: one for one in known[ident]}
        assert list(told) == [fact.code for fact in FACTS]
        for code in ("handoffs", "baseline"):
            assert (told[code].known, told[code].shared) == (there, shared)
        assert not told["scope"].known
        assert not told["scope"].shared
    assert not any(one.known or one.shared for one in known["bare"])
