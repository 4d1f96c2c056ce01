/* Search without a server. The index comes as classic scripts, on first use of a search box;
   what is found is shown as text nodes and links, never as HTML. */
(function () {
  "use strict";

  /* ---- Words: the same text in, the same form out, in Dutch and English alike ---- */

  var ASCII = /^[\x00-\x7f]*$/, MARKS = /[\u0300-\u036f]/g, WORDS = /[\p{L}\p{N}]+/gu, PLAIN_WORDS = /[a-z0-9]+/g;

  /* Take away case and accents. */
  function fold(text) {
    var low = text.toLowerCase();
    return ASCII.test(low) ? low : low.normalize("NFD").replace(MARKS, "");
  }

  /* The same, letter by letter, so that places in it are places in the text. */
  function foldInPlace(text) {
    var low = text.toLowerCase();
    if (ASCII.test(low)) { return low; }
    return Array.from({ length: text.length }, function (_, at) {
      return text[at].toLowerCase().normalize("NFD")[0] || text[at];
    }).join("");
  }

  function wordsOf(folded) { return folded.match(ASCII.test(folded) ? PLAIN_WORDS : WORDS) || []; }

  /* Write a double letter once, and v and z as f and s: brieven and brief look alike then. */
  function skeleton(word) {
    return word.replace(/([a-z])\1+/g, "$1").replace(/v/g, "f").replace(/z/g, "s").replace(/y/g, "i");
  }

  var IFY = /ific(?:at(?:ions?|ies?)|er(?:en|ing)|eer[dt]?)$/;
  var LONG = /(?:er(?:ingen|ing|en)|eer(?:den|de|d|t)?|aties?|ations?)$/;
  var SHORT = /(?:ingen|ing|ions?|ies?|en|es|ed|e|s|d|t|y)$/;

  /* Take off endings of plurals, verbs and nouns made of verbs, so that harmoniseren answers to
     harmonisatie and payments to payment. What has a digit in it is a code and stays whole. */
  function stem(word) {
    if (word.length < 4 || /\d/.test(word)) { return word; }
    var rest = word.replace(/heden$/, "heid").replace(IFY, "if"), shorter = rest.replace(LONG, "");
    if (shorter !== rest && shorter.length > 5) { rest = shorter; }
    else {
      for (var turn = 0; turn < 2; turn += 1) {
        shorter = rest.replace(SHORT, "");
        if (shorter.length < 3) { break; }
        rest = shorter;
      }
    }
    rest = skeleton(rest);
    return rest.replace(/s$/, "") || rest;
  }

  /* Tell whether two words differ by one letter that is wrong, missing, extra, or swapped. */
  function oneEdit(a, b) {
    var longer = Math.max(a.length, b.length), shorter = Math.min(a.length, b.length);
    if (longer - shorter > 1) { return false; }
    var head = 0, tail = 0;
    while (head < shorter && a[head] === b[head]) { head += 1; }
    while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) { tail += 1; }
    if (longer > shorter) { return head + tail >= shorter; }
    var left = longer - head - tail;
    return left <= 1 || (left === 2 && a[head] === b[head + 1] && a[head + 1] === b[head]);
  }

  /* Tell whether a word stands inside another with at most one error (Wu and Manber). */
  function nearInside(masks, length, text) {
    var last = 1 << (length - 1), exact = 0, near = 1;
    for (var at = 0; at < text.length; at += 1) {
      var mask = masks[text[at]] || 0, former = exact;
      exact = ((exact << 1) | 1) & mask;
      near = (((near << 1) | 1) & mask) | former | ((former | exact) << 1) | 1;
      if (near & last) { return true; }
    }
    return false;
  }

  function masksOf(word) {
    var masks = {};
    for (var at = 0; at < word.length; at += 1) { masks[word[at]] = (masks[word[at]] || 0) | (1 << at); }
    return masks;
  }

  /* ---- The index: every word once, and where it stands ---- */

  var KIND = 0, CODE = 1, TITLE = 2, ADDRESS = 3, OTHERS = 4, TEXT = 5, LANGUAGE = 6, CHOICE = 7;
  var FIELD_WEIGHTS = [10, 4, 1.5];
  var KIND_WEIGHTS = { process: 1.7, step: 1.5, department: 1.5, page: 1.5, role: 0.8, system: 0.8, data: 0.8, supplier: 0.8, unit: 0.8, filler: 0.8, guide: 0.9 };
  var ENOUGH = 3; /* entries from which a typing error is not thought of */

  var BETWEEN = " \u00b7 "; /* stands between the names of an entry */

  function between(text) { return BETWEEN + fold(text) + BETWEEN; }

  function Index() {
    this.entries = [];
    this.titleLengths = [];
    this.names = [];
    this.codes = [];
    this.alikes = new Map();
    this.numbers = new Map();
    this.terms = [];
    this.stems = [];
    this.skeletons = [];
    this.places = [];
  }

  Index.prototype.add = function (entry) {
    var number = this.entries.push(entry) - 1, title = wordsOf(fold(entry[TITLE]));
    var code = fold(entry[CODE]), compact = code.replace(/\W/g, ""), codes = code ? wordsOf(code).concat(compact) : [];
    this.codes.push(compact);
    this.alikes.clear();
    this.titleLengths.push(title.length);
    this.names.push(between(entry[TITLE] + BETWEEN + entry[OTHERS]));
    this.put(title.concat(codes), number * 4);
    this.put(wordsOf(fold(entry[OTHERS])), number * 4 + 1);
    this.put(wordsOf(fold(entry[TEXT])), number * 4 + 2);
  };

  Index.prototype.put = function (words, place) {
    for (var at = 0; at < words.length; at += 1) {
      var word = words[at], term = this.numbers.get(word);
      if (term === undefined) {
        term = this.terms.push(word) - 1;
        this.numbers.set(word, term);
        this.stems.push(stem(word));
        this.skeletons.push(skeleton(word));
        this.places.push([]);
      }
      var places = this.places[term];
      if (places[places.length - 1] !== place) { places.push(place); }
    }
  };

  /* Return how well each term answers to a word: the same, its form, its begin, inside it. Kept,
     since of several words only the last is being typed. */
  Index.prototype.alike = function (word) {
    if (this.alikes.has(word)) { return this.alikes.get(word); }
    var root = stem(word), coded = /\d/.test(word), found = new Map(), entries = 0;
    for (var at = 0; at < this.terms.length; at += 1) {
      var term = this.terms[at], grade = 0;
      if (term === word) { grade = 1; }
      else if (word.length < 2) { continue; }
      else if (!coded && this.stems[at] === root) { grade = 0.9; }
      else if (term.startsWith(word)) { grade = 0.55 + 0.25 * word.length / term.length; }
      else if (coded) { continue; }
      else if (root.length > 3 && this.stems[at].startsWith(root)) { grade = 0.5; }
      else if (word.length > 2 && term.endsWith(word)) { grade = 0.45; }
      else if (word.length > 2 && term.includes(word)) { grade = 0.35; }
      else if (root.length > 4 && this.skeletons[at].includes(root)) { grade = 0.3; }
      if (grade) { found.set(at, grade); entries += this.places[at].length; }
    }
    if (entries < ENOUGH && !coded && word.length > 3) { this.near(word, found); }
    if (this.alikes.size > 30) { this.alikes.clear(); }
    this.alikes.set(word, found);
    return found;
  };

  /* Add the terms that answer to a word with one typing error. */
  Index.prototype.near = function (word, found) {
    var size = word.length, root = stem(word), masks = size > 5 && size < 31 ? masksOf(word) : null;
    for (var at = 0; at < this.terms.length; at += 1) {
      var term = this.terms[at], grade = 0;
      if (found.has(at) || term.length < 4) { continue; }
      if (oneEdit(word, term)) { grade = 0.4; }
      else if (root.length > 4 && oneEdit(root, this.stems[at])) { grade = 0.35; }
      else if (term.length > size && (oneEdit(word, term.slice(0, size)) || oneEdit(word, term.slice(0, size + 1)) || oneEdit(word, term.slice(0, size - 1)))) { grade = 0.3; }
      else if (masks && term.length >= size && nearInside(masks, size, term)) { grade = 0.15; }
      if (grade) { found.set(at, grade); }
    }
  };

  /* Return entries with their score, the best first, and the terms that were found in them. */
  Index.prototype.search = function (query, skip) {
    var words = wordsOf(fold(query)), told = words.filter(function (word) { return !skip.has(word); });
    words = [...new Set(told.length ? told : words)].slice(0, 8);
    var total = this.entries.length, sums = new Float64Array(total), hits = new Uint8Array(total);
    var name = between(query.trim()), several = /\S\s+\S/.test(query), terms = new Map(), unknown = [], compact = fold(query).replace(/[^\p{L}\p{N}]/gu, "");
    words.forEach(function (word) {
      var best = new Float64Array(total), alike = this.alike(word), touched = [];
      if (!alike.size) { unknown.push(word); }
      alike.forEach(function (grade, term) {
        var places = this.places[term], rarity = 1 + Math.log(1 + total / places.length) / 8;
        terms.set(this.terms[term], word);
        for (var at = 0; at < places.length; at += 1) {
          var entry = places[at] >> 2, field = places[at] & 3;
          var score = grade * FIELD_WEIGHTS[field] * rarity;
          if (field === 0) { score += grade * 4 / (this.titleLengths[entry] + 1); }
          if (!best[entry]) { touched.push(entry); }
          if (score > best[entry]) { best[entry] = score; }
        }
      }, this);
      touched.forEach(function (entry) { sums[entry] += best[entry]; hits[entry] += 1; });
    }, this);
    var most = 0, found = [];
    for (var at = 0; at < total; at += 1) { most = Math.max(most, hits[at]); }
    for (at = 0; at < total; at += 1) {
      if (most && hits[at] === most) {
        sums[at] *= KIND_WEIGHTS[this.entries[at][KIND]] || 1;
        if (several && this.names[at].includes(name)) { sums[at] *= 4; } /* several words that are one name of it */
        if (compact && this.codes[at] === compact) { sums[at] += 1000; }
        found.push(at);
      }
    }
    found.sort(function (a, b) { return sums[b] - sums[a]; });
    var same = compact && this.codes[found[0]] === compact;
    found = found.map(function (one) { return this.entries[one]; }, this);
    return { found: found, same: same, terms: terms, whole: most === words.length, unknown: unknown, asked: words };
  };

  /* Return the known word that is nearest to one that is not known, or nothing. */
  Index.prototype.meant = function (word) {
    var best = null, least = Math.min(3, Math.floor(word.length / 3)) + 1, most = 0;
    for (var at = 0; at < this.terms.length; at += 1) {
      var term = this.terms[at];
      if (Math.abs(term.length - word.length) >= least + 1 || /\d/.test(term)) { continue; }
      var far = distance(word, term, least);
      if (far < least || (far === least && best && this.places[at].length > most)) {
        best = term; least = far; most = this.places[at].length;
      }
    }
    return best;
  };

  /* Return the edits between two words; more than the limit is not told apart. */
  function distance(a, b, limit) {
    var row = Array.from({ length: b.length + 1 }, function (_, at) { return at; });
    for (var i = 1; i <= a.length; i += 1) {
      var corner = row[0], least = row[0] = i;
      for (var j = 1; j <= b.length; j += 1) {
        var above = row[j];
        row[j] = Math.min(above + 1, row[j - 1] + 1, corner + (a[i - 1] === b[j - 1] ? 0 : 1));
        corner = above;
        least = Math.min(least, row[j]);
      }
      if (least > limit) { return limit + 1; }
    }
    return row[b.length];
  }

  /* ---- Loading: part 0 first, because it says how many there are ---- */

  var index = new Index(), head = null, state = "new", waiting = [], skip = new Set(), base = "";

  window.playbookIndex = function (part) {
    part.entries.forEach(index.add, index);
    if (part.part !== 0) { return; }
    head = part;
    skip = new Set(wordsOf(fold(part.skip)));
  };

  function loadPart(number, then, failed) {
    var script = document.createElement("script");
    script.src = base + "search/" + number + ".js";
    script.addEventListener("load", function () { script.remove(); then(); });
    script.addEventListener("error", failed);
    document.head.append(script);
  }

  function load(whenChanged) {
    waiting.push(whenChanged);
    if (state !== "new") { return; }
    state = "loading";
    function tell() { waiting.forEach(function (one) { one(); }); }
    function fail() { state = "failed"; tell(); }
    function next(number) {
      if (number === head.parts) { state = "ready"; }
      else { loadPart(number, function () { next(number + 1); }, fail); }
      tell();
    }
    loadPart(0, function () { if (head) { next(1); } else { fail(); } }, fail);
  }

  /* ---- Showing: text nodes only ---- */

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function say(key, values) {
    return head.words[key].replace(/\{(\w+)\}/g, function (_, name) { return values[name]; });
  }

  /* Put a text into an element with the words that were found marked. */
  function marked(into, text, result) {
    var folded = foldInPlace(text), at = 0, match;
    var each = new RegExp(WORDS.source, "gu");
    while ((match = each.exec(folded))) {
      var word = result.terms.get(match[0]);
      if (word === undefined) { continue; }
      var inside = match[0].indexOf(word), begin = match.index + Math.max(inside, 0);
      var end = inside < 0 ? match.index + match[0].length : begin + word.length;
      into.append(text.slice(at, begin), element("mark", "", text.slice(begin, end)));
      at = end;
    }
    into.append(text.slice(at));
    return at > 0;
  }

  var LONGEST = 150, BEFORE = 50;

  /* Return the piece of a text around the first word that was found in it. */
  function excerpt(text, result) {
    var folded = foldInPlace(text), each = new RegExp(WORDS.source, "gu"), match, begin = -1;
    while ((match = each.exec(folded))) {
      if (result.terms.has(match[0])) { begin = match.index; break; }
    }
    if (begin < 0) { return null; }
    var from = begin > BEFORE ? text.indexOf(" ", begin - BEFORE) + 1 : 0;
    if (from > begin) { from = begin; }
    var to = text.length > from + LONGEST ? text.lastIndexOf(" ", from + LONGEST) : text.length;
    if (to <= begin) { to = Math.min(text.length, from + LONGEST); }
    return (from ? "…" : "") + text.slice(from, to) + (to < text.length ? "…" : "");
  }

  function link(entry, result) {
    var made = element("a", "find-hit"), title = element("span", "find-title");
    made.href = "./" + base + entry[ADDRESS];
    if (entry[LANGUAGE]) { title.lang = entry[LANGUAGE]; }
    if (entry[CODE]) {
      var code = element("span", "code");
      marked(code, entry[CODE], result);
      title.append(code, " ");
    }
    marked(title, entry[TITLE], result);
    made.append(title);
    var piece = excerpt(entry[TEXT], result) || excerpt(entry[OTHERS], result) || entry.slice(CHOICE).filter(Boolean).join(" \u00b7 ");
    if (!piece && entry[TEXT]) { piece = entry[TEXT].length > LONGEST ? entry[TEXT].slice(0, entry[TEXT].lastIndexOf(" ", LONGEST)) + "…" : entry[TEXT]; }
    if (piece) { marked(made.appendChild(element("span", "find-text")), piece, result); }
    return made;
  }

  /* Return what was found by kind, the kind with the best answer first. */
  function grouped(found) {
    var groups = new Map();
    found.forEach(function (entry) {
      var of = groups.get(entry[KIND]);
      if (of) { of.push(entry); } else { groups.set(entry[KIND], [entry]); }
    });
    return groups;
  }

  var lists = 0, AT_ONCE = 200;

  /* Show the rest of a group, so many at a time. */
  function moreButton(entries, shown, list, fill) {
    var button = element("button", "button");
    button.type = "button";
    function label() {
      button.textContent = entries.length - shown > AT_ONCE ? say("next", { count: AT_ONCE }) : say("more", { count: entries.length });
    }
    button.addEventListener("click", function () {
      var first = shown;
      shown = Math.min(entries.length, shown + AT_ONCE);
      fill(entries.slice(first, shown));
      list.children[first].firstChild.focus();
      if (shown === entries.length) { button.remove(); } else { label(); }
    });
    label();
    return button;
  }

  function group(kind, entries, shown, result, heading) {
    var section = element("section", "find-group"), title = element(heading, "find-kind", head.kinds[kind]);
    var list = element("ul", "find-list");
    lists += 1;
    title.id = "find-" + lists;
    list.setAttribute("aria-labelledby", title.id);
    title.append(" ", element("span", "count", String(entries.length)));
    function fill(items) { items.forEach(function (entry) { list.appendChild(element("li")).append(link(entry, result)); }); }
    fill(entries.slice(0, shown));
    section.append(title, list);
    if (heading === "h2" && entries.length > shown) { section.append(moreButton(entries, shown, list, fill)); }
    return section;
  }

  function counted(number) { return number === 1 ? head.words.one : say("many", { count: number }); }

  /* ---- Choices: processes by what stands in their tables ---- */

  /* Return fields to choose processes by, put into a form; only the search page has them. */
  function choices(form, before, changed) {
    var bar = element("div", "tablefilter"), folded = element("details"), fields = element("div", "fields"), compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
    var picks = [];
    Object.keys(head.choices).forEach(function (key, at) {
      var values = new Set(), label = element("label"), select = element("select");
      index.entries.forEach(function (entry) { if (entry[KIND] === "process") { values.add(entry[CHOICE + at]); } });
      if (values.size < 2) { return; }
      values.delete("");
      select.append(new Option(head.words.any, ""));
      Array.from(values).sort(compare).forEach(function (value) { select.append(new Option(value, value)); });
      select.addEventListener("change", changed);
      label.append(element("span", "", head.choices[key]), select);
      fields.append(label);
      picks.push({ key: key, at: CHOICE + at, select: select });
    });
    folded.append(element("summary", "", head.words.chosen), fields);
    bar.append(folded);
    if (picks.length) { form.insertBefore(bar, before); }

    function recall() {
      var asked = new URLSearchParams(location.search);
      picks.forEach(function (pick) {
        pick.select.value = asked.get(pick.key) || "";
        if (pick.select.selectedIndex < 0) { pick.select.value = ""; }
      });
      folded.open = matchMedia("(min-width: 48rem)").matches || asked.has("choose") || chosen().length > 0;
    }

    function chosen() { return picks.filter(function (pick) { return pick.select.value; }); }

    function only(found) {
      return chosen().reduce(function (left, pick) { return left.filter(function (entry) { return entry[pick.at] === pick.select.value; }); }, found);
    }

    recall();
    return { recall: recall, chosen: chosen, only: only };
  }

  /* ---- A box: in the head of every page, or filling the search page ---- */

  var SLOW = 150, PAUSE = 120; /* ms */

  function box(form) {
    var input = form.querySelector("input"), whole = form.hasAttribute("data-whole");
    var page = form.dataset.search, results = element("div", "find-results"), status = element("p", whole ? "find-status" : "hidden");
    var announced = 0, open = false, by = null, stored = 0, due = 0, took = 0;
    status.setAttribute("role", "status");
    form.append(status, results);
    results.hidden = true;
    base = page.slice(0, page.lastIndexOf("/") + 1);

    function announce(text) {
      clearTimeout(announced);
      announced = setTimeout(function () { status.textContent = text; }, whole ? 0 : 500);
    }

    function chosen() { return by ? by.chosen() : []; }

    function address(query) {
      var asked = query ? ["q=" + encodeURIComponent(query)] : [];
      chosen().forEach(function (pick) { asked.push(pick.key + "=" + encodeURIComponent(pick.select.value)); });
      return page + (asked.length ? "?" + asked.join("&") : "");
    }

    /* Return what is asked for, whether it is typed, chosen or both. */
    function answer(query) {
      var result = index.search(query, skip);
      if (!chosen().length) { return result; }
      result.found = by.only(query ? result.found : index.entries);
      return result;
    }

    function hint(query, result) {
      var made = element("div", "find-hint");
      if (result.found.length) { made.append(element("p", "", head.words.partly)); }
      else { made.append(element("p", "", say("none", { query: query })), element("p", "quiet", head.words.none_hint)); }
      result.unknown.slice(0, 2).forEach(function (word) {
        var meant = index.meant(word);
        if (!meant) { return; }
        var other = element("a", "find-hit find-meant", say("meant", { word: meant }));
        var instead = result.asked.map(function (one) { return one === word ? meant : one; }).join(" ");
        other.href = address(instead);
        made.append(other);
      });
      return made;
    }

    function show() {
      form.dataset.state = state;
      if (whole && state === "ready" && !by) { by = choices(form, status, function () { history.pushState(null, "", address(input.value.trim())); show(); }); }
      var query = input.value.trim(), asked = [query].concat(chosen().map(function (pick) { return pick.select.value; })).filter(Boolean).join(" \u00b7 ");
      results.textContent = "";
      open = asked !== "" && (whole || form.contains(document.activeElement));
      results.hidden = !open;
      if (!open) { announce(""); return; }
      if (state === "failed") { results.append(element("p", "find-hint", form.dataset.failed)); announce(form.dataset.failed); return; }
      if (!head) { return; }
      var result = answer(query), groups = grouped(result.found);
      if (!result.found.length && state !== "ready") { announce(head.words.wait); return; }
      if (!result.found.length || !result.whole) { results.append(hint(asked, result)); }
      var left = whole ? Infinity : 8;
      groups.forEach(function (entries, kind) {
        var shown = Math.min(left, whole ? 10 : 4, entries.length);
        left -= shown;
        if (shown) { results.append(group(kind, entries, shown, result, whole ? "h2" : "p")); }
      });
      if (!whole && result.found.length) {
        var all = element("a", "find-hit find-all", say("all", { count: result.found.length }));
        all.href = address(query);
        results.append(all);
      }
      var text = result.found.length ? counted(result.found.length) : say("none", { query: asked });
      announce(whole || !result.found.length ? text : text + ". " + head.words.keys);
    }

    function close() { clearTimeout(due); open = false; results.hidden = true; announce(""); }

    /* A code that is known leads to its place at once. */
    function go() {
      var query = input.value.trim(), result = head && query && index.search(query, skip);
      if (result && result.same) { location.assign("./" + base + result.found[0][ADDRESS]); }
      else if (!whole) { location.assign(address(query)); }
    }

    function move(event) {
      var hits = Array.from(results.querySelectorAll("a, button")), at = hits.indexOf(document.activeElement);
      var to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: at < 0 ? -2 : 0, End: at < 0 ? -2 : hits.length - 1 }[event.key];
      if (event.key === "Escape" && open && !whole) { event.preventDefault(); input.focus(); close(); }
      if (to === undefined || to === -2 || !open || !hits.length || event.altKey || event.ctrlKey || event.metaKey) { return; }
      event.preventDefault();
      if (to === -1) { input.focus(); }
      else if (to < hits.length && to >= 0) { hits[to].focus(); }
    }

    /* Where answers take long, letters that follow quickly wait for the last. */
    function timed() {
      var begun = performance.now();
      show();
      took = performance.now() - begun;
    }

    function given() { input.value = new URLSearchParams(location.search).get("q") || ""; }

    input.addEventListener("focus", function () { load(show); if (input.value) { show(); } });
    input.addEventListener("input", function () {
      clearTimeout(due);
      due = took > SLOW ? setTimeout(timed, PAUSE) : timed();
      if (whole) {
        clearTimeout(stored);
        stored = setTimeout(function () { history.replaceState(null, "", address(input.value.trim())); }, 300);
      }
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); go(); });
    form.addEventListener("keydown", move);
    if (whole) {
      given();
      addEventListener("popstate", function () { given(); if (by) { by.recall(); } show(); });
      if (location.search) { load(show); } else { input.focus({ preventScroll: true }); }
    } else {
      document.addEventListener("pointerdown", function (event) { if (!form.contains(event.target)) { close(); } });
      form.addEventListener("focusout", function (event) { if (event.relatedTarget && !form.contains(event.relatedTarget)) { close(); } });
    }
  }

  document.querySelectorAll("form[data-search]").forEach(box);
})();
