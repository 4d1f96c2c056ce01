"""Inventories of any size, the same for the same seed, about 2 KB a process."""

from __future__ import annotations

import random
from pathlib import Path

PER_FILE = 25
_WORDS = [
    "invoice",
    "order",
    "permit",
    "claim",
    "request",
    "payment",
    "contract",
    "report",
    "meter",
    "customer",
    "water",
    "levy",
    "inspection",
    "asset",
    "message",
    "record",
    "review",
    "supplier",
    "budget",
    "account",
]


def write_inventory(folder: Path, size: int, seed: int = 1) -> None:
    """Write a project with one organisation in one language.

    Args:
        folder: Folder of the project; made when it is not there.
        size: How many processes.
        seed: Seed of the random choices.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    departments = max(1, size // PER_FILE)
    inside = folder / "content" / "organisations" / "bench"
    (inside / "processes").mkdir(parents=True, exist_ok=True)
    (folder / "playbook.yaml").write_text("title: Benchmark\nlanguages: [en]\n", "utf-8")
    (inside / "organisation.yaml").write_text(_organisation(departments), "utf-8")
    for number in range(departments):
        first = number * PER_FILE
        last = size if number == departments - 1 else first + PER_FILE
        text = "processes:\n" + "".join(
            _process(chance, at, number, size) for at in range(first, last)
        )
        (inside / "processes" / f"d{number:04}.yaml").write_text(text, "utf-8")


def _organisation(departments: int) -> str:
    lines = ["name: Bench", "language: en", "departments:"]
    lines += [f"  - {{id: d{at:04}, name: Department {at}}}" for at in range(departments)]
    lines += ["units:"] + [f"  - {{id: u{at}, name: Unit {at}}}" for at in range(5)]
    lines += ["roles:"] + [f"  - {{id: r{at}, name: Role {at}}}" for at in range(12)]
    lines += ["systems:"] + [f"  - {{id: s{at}, name: System {at}}}" for at in range(8)]
    lines += ["data:"] + [
        f"  - {{id: o{at}, name: Object {at}, owner: r1, source: s{at % 8}, personal: none}}"
        for at in range(10)
    ]
    return "\n".join(lines) + "\n"


def _process(chance: random.Random, at: int, department: int, size: int) -> str:
    words = " ".join(chance.choice(_WORDS) for _ in range(45))
    other = chance.randrange(size)
    text = [
        f"  - id: p{at:05}",
        f"    name: {chance.choice(_WORDS).title()} {chance.choice(_WORDS)} {at}",
        f"    department: d{department:04}",
        f"    purpose: |\n      The **{words}**, once.\n      See {{process}}`p{other:05}`.",
        f"    accountable: r{chance.randrange(12)}",
        f"    trigger: {chance.choice(_WORDS)} received",
        f"    result: {chance.choice(_WORDS)} settled",
        f"    customer: {chance.choice(_WORDS)} owner",
        "    units: [{unit: u0, agreed: 2026-02-10}, {unit: u1}]",
        "    variants:",
        f"      - {{unit: u1, what: on paper, reason: historic, decision: {_decision(chance)}}}",
        f"    exceptions: {{rate: {chance.randrange(1, 40)}%, kind: measured, on: 2026-03-01}}",
        f"    volumes: {{unit: case, months: {{{_months(chance)}}}, peak: 2026-06}}",
        f"    kpis: [{{name: in time, formula: a / b, source: s{chance.randrange(8)}, "
        f"baseline: {chance.randrange(60, 99)}%, on: 2026-03-01, kind: measured}}]",
        "    activities:",
    ]
    text += [_activity(chance, number) for number in range(5)]
    text.append(f"    data: [o{chance.randrange(10)}]")
    text.append(f"    sourcing: {{intent: {chance.choice(('none', 'explore', 'prepare'))}}}")
    return "\n".join(text) + "\n"


def _decision(chance: random.Random) -> str:
    return chance.choice(("keep", "merge", "retire"))


def _months(chance: random.Random) -> str:
    return ", ".join(f"2026-{month:02}: {chance.randrange(100, 4000)}" for month in range(1, 10))


def _activity(chance: random.Random, number: int) -> str:
    return (
        f"      - {{id: a{number}, name: {chance.choice(_WORDS).title()} the "
        f"{chance.choice(_WORDS)}, accountable: r{chance.randrange(12)}, "
        f"responsible: [r{chance.randrange(12)}], systems: [s{chance.randrange(8)}], "
        f"value: {chance.choice(('value', 'required', 'drop'))}, rekeying: false}}"
    )
