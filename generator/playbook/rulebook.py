"""The rules and criteria a project works by: the shipped ones, and those of its extensions."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import cast

import msgspec

from playbook.authored import Authored
from playbook.config import Config
from playbook.criteria.verdict import Criterion
from playbook.extensions import not_run, run_extensions
from playbook.findings import decide
from playbook.load.codes import Offered
from playbook.load.convert import convert
from playbook.load.files import Folder
from playbook.model.method import Example, Method, RuleText
from playbook.model.organisation import Organisation
from playbook.model.paths import path_of, value_at
from playbook.model.places import Located
from playbook.model.process import Process
from playbook.model.setting import Setting
from playbook.pagekinds import PageKind
from playbook.problems import Place, Problem
from playbook.rules import RULES
from playbook.rules.rule import Case, Outcome, Rule

_TEXTS = ("title", "looks_at", "why", "question", "mitigation", "fields", "example", "instead")


class Rulebook:
    """Gather the rules of one project, and what is wrong with its own.

    Args:
        folder: The project's folder.
        config: The project's settings.
        places: Where each setting stands.
        method: The method, with the project's texts.
        setting: An empty setting, in which the examples of rules are tried.
    """

    def __init__(
        self, folder: Folder, config: Config, places: Located, method: Method, setting: Setting
    ) -> None:
        self.folder = folder
        self.config, self.places = config, places
        self.method, self.setting = method, setting
        self.problems: list[Problem] = []
        self.rules: Mapping[str, Rule] = RULES
        self.criteria: Mapping[str, Criterion] = {}
        self.pages: Mapping[str, PageKind] = {}
        self.authored = Authored()
        self.asked = not config.extensions

    @property
    def offered(self) -> Offered:
        """Return what extensions offer that texts can name."""
        if not self.asked:
            return Offered(None, None)
        return Offered(self.pages.keys(), self.authored.roles.keys())

    @property
    def directive_options(self) -> Mapping[str, tuple[str, ...]]:
        """Return the options of each directive that extensions declare."""
        return {name: item.options for name, item in self.authored.directives.items()}

    def run_extensions(self) -> None:
        """Run the project's extensions, and check the rules and criteria that they declare."""
        self.asked = True
        names = self.config.extensions
        places = [self.places.place(("extensions", at)) for at in range(len(names))]
        declared = run_extensions(self.folder, names, places)
        self.problems += declared.problems
        self.criteria, self.pages = declared.criteria, declared.pages
        self.authored = Authored(declared.roles, declared.directives)
        for code, rule in declared.rules.items():
            self.problems += self._lacking(rule)
            if not self.problems:
                self.problems += self._tried(code, rule)
        for code in declared.criteria:
            self.problems += self._criterion(code)
        self.rules = {**RULES, **declared.rules}
        self._find_stray_texts()

    def leave_extensions(self) -> None:
        """Leave the project's Python files alone, and say so."""
        if not self.config.extensions:
            self._find_stray_texts()
        else:
            self.problems.append(not_run(self.config.extensions, self.places))

    def check_points(self) -> None:
        """Check that points that the project changes have as many tiers as their rule."""
        for code, place in self.method.places.items():
            text, rule = self.method.rule(code), self.rules.get(code)
            if text is None or rule is None or text.points is None:
                continue
            if len(text.points) != len(rule.points):
                tiers = len(rule.points)
                what = f"the rule {code} has {tiers} {'tier' if tiers == 1 else 'tiers'} of points"
                instead = f"write {tiers}, such as {list(rule.points)}"
                self.problems.append(Problem(place, what, instead, "T06"))

    def check_examples(self) -> None:
        """Check that examples which the project gives of shipped rules and criteria can be read."""
        declared = (self.rules.keys() - RULES.keys()) | self.criteria.keys()
        for code, place in self.method.places.items():
            text, found = self.method.rule(code), self.method.criterion(code)
            given = (text.example, text.instead) if text else (found[1].example,) if found else ()
            for example in given:
                known = self._facts(example) if example and code not in declared else None
                if isinstance(known, Problem):
                    what = f"in an example of {code}, {known.what}"
                    self.problems.append(dataclasses.replace(known, place=place, what=what))

    def spoken_for(self) -> Method:
        """Return the method without the texts of rules that are not there."""
        disputes = (
            msgspec.structs.replace(
                dispute, rules=tuple(text for text in dispute.rules if text.code in self.rules)
            )
            for dispute in self.method.disputes
        )
        pruned: Method = msgspec.structs.replace(self.method, disputes=tuple(disputes))
        return pruned

    def _find_stray_texts(self) -> None:
        for code, place in self.method.places.items():
            if self.method.rule(code) is not None and code not in self.rules:
                what = f"there is no rule {code}, only texts of it"
                instead = "declare it in a file named under “extensions”, or remove its texts"
                self.problems.append(Problem(place, what, instead, "T05"))

    def _lacking(self, rule: Rule) -> Iterator[Problem]:
        """Yield what of a rule's texts is not there."""
        text = self.method.rule(rule.code)
        lacking = [name for name in _TEXTS if text is None or getattr(text, name) is None]
        place = self.method.places.get(rule.code, Place("content/method/rules"))
        if lacking:
            what = f"the rule {rule.code} lacks {', '.join(lacking)}"
            instead = f"write them under “type: {rule.type}”, “rules”, “code: {rule.code}”"
            yield Problem(place, what, instead, "E04")

    def _tried(self, code: str, rule: Rule) -> Iterator[Problem]:
        """Yield whether a rule's own examples say otherwise than its function."""
        text = self.method.rule(code) or RuleText(code=code)
        place = self.method.places.get(code, Place("content/method/rules"))
        tries = (("example", text.example, "fired"), ("instead", text.instead, "clear"))
        for name, example, wanted in tries:
            outcome = self._outcome(rule, example or Example(process={}))
            if isinstance(outcome, Problem):
                yield dataclasses.replace(outcome, place=place)
            elif outcome.state != wanted:
                what = f"on its “{name}” the rule {code} is {outcome.state}, not {wanted}"
                yield Problem(place, what, "correct the rule or the example", "E05")
            elif outcome.reason not in (text.reasons or {}):
                what = f"the rule {code} has no text for its reason “{outcome.reason}”"
                yield Problem(place, what, f"add it: “reasons: {{{outcome.reason}: …}}”", "E05")

    def _criterion(self, code: str) -> Iterator[Problem]:
        """Yield what of a criterion's texts is not there, or says otherwise than its function."""
        found = self.method.criterion(code)
        place = self.method.places.get(code, Place("content/method/steps"))
        if found is None or found[1].name is None:
            what = f"the criterion {code} has no texts"
            yield Problem(place, what, f"write them under “criteria”, “code: {code}”", "E04")
        elif found[1].example is not None and not self.problems:
            yield from self._met(code, found[1].example, found[1].reasons or {}, place)

    def _met(
        self, code: str, example: Example, reasons: Mapping[str, object], place: Place
    ) -> Iterator[Problem]:
        """Yield whether a criterion is not met on its own example."""
        known = self._facts(example)
        if isinstance(known, Problem):
            yield dataclasses.replace(known, place=place)
            return
        criterion = self.criteria[code]
        missing = [one for one in criterion.reads if value_at(known[0], path_of(one)) is None]
        verdict = None if missing else criterion.decide(*known)
        if verdict is None or verdict.state != "met":
            state = verdict.state if verdict else f"unknown, for {missing[0]} is missing"
            what = f"on its “example” the criterion {code} is {state}, not met"
            yield Problem(place, what, "correct the criterion or the example", "E05")
        elif verdict.reason not in {**reasons, **self.method.reasons}:
            what = f"the criterion {code} has no text for its reason “{verdict.reason}”"
            yield Problem(place, what, f"add it: “reasons: {{{verdict.reason}: …}}”", "E05")

    def _outcome(self, rule: Rule, example: Example) -> Outcome | Problem:
        """Return what a rule says of an example, or why that cannot be read."""
        known = self._facts(example)
        if isinstance(known, Problem):
            return known
        steps = dict.fromkeys((step.code for step in self.method.steps), "done")
        return decide(rule, Case(*known, steps))  # type: ignore[arg-type]

    def _facts(self, example: Example) -> tuple[Process, Setting] | Problem:
        """Return the process and the setting of an example, or why they cannot be read."""
        fields = {"id": "example", "name": "Example", **example.process}
        process, wrong = convert(fields, Process, 0, "")
        fields = {"name": "Example", **(example.organisation or {})}
        whole, also = convert(fields, Organisation, 0, "")
        for problem in (*wrong, *also):
            return Problem(problem.place, problem.what, problem.instead, "E05")
        setting = dataclasses.replace(self.setting, organisation=cast("Organisation", whole))
        return cast("Process", process), setting


def idle_ignores(
    ignored: Iterable[str], found: Container[str], places: Located
) -> Iterator[Problem]:
    """Yield the rules that are ignored and find nothing anywhere.

    Args:
        ignored: Codes of the rules that the project ignores.
        found: Codes of the rules that find something.
        places: Where the project's settings stand.
    """
    for code in ignored:
        if code not in found:
            yield Problem(
                places.place(("rules", "ignore", code)),
                f"{code} is ignored, though it finds nothing in any process",
                "take it out of the list, so that it speaks when it has something to say",
                "W04",
                "warning",
            )
