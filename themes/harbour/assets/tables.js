/* Tables that sort and filter. What is chosen stands in the address, so that a filtered page can be
   kept, sent and gone back to. The words come from the table itself; without this script the whole
   table is there. */
(function () {
  "use strict";

  function fold(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  /* What a cell is sorted by: its first piece, without remarks behind it; and what it is filtered by. */
  function pieceOf(cell) { return cell.firstChild ? cell.firstChild.textContent.trim() : ""; }
  function choiceOf(cell) { return cell.dataset.choice === undefined ? pieceOf(cell) : cell.dataset.choice; }

  /* A whole number, whatever stands between its thousands. */
  function numberOf(text) { return Number(text.replace(/\D/g, "")); }

  function compared(numeric) {
    if (numeric) { return function (a, b) { return a - b; }; }
    return new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  }

  function enhance(table) {
    var body = table.tBodies[0], heads = Array.from(table.tHead.rows[0].cells), words = table.dataset;
    var prefix = words.filter ? words.filter + "-" : "", total = body.rows.length, picks = [];
    var rows = Array.from(body.rows, function (row, at) {
      return { row: row, text: fold(row.textContent), at: at, choices: {} };
    });
    var bar = element("div", "tablefilter"), told = element("output"), clear = element("button", "tool", words.clear);
    var folded = element("details"), fields = element("div", "fields"), wide = matchMedia("(min-width: 48rem)");
    var input = element("input"), paper = element("p", "oncard"), timer = 0;

    function labelled(text, field) {
      var label = element("label");
      label.append(element("span", "", text), field);
      fields.append(label);
    }

    /* ---- What there is to choose ---- */

    input.type = "search";
    input.autocomplete = "off";
    labelled(words.text, input);
    heads.forEach(function (head, at) {
      if (!head.dataset.pick) { return; }
      var select = element("select"), order = new Map(), key = head.dataset.pick;
      var name = head.dataset.label || head.textContent.trim();
      rows.forEach(function (item) {
        var cell = item.row.cells[at], choice = item.choices[key] = choiceOf(cell);
        if (choice && !order.has(choice)) { order.set(choice, cell.dataset.value || choice); }
      });
      if (order.size < 2 || order.size === total) { return; }
      select.append(new Option(words.all, ""));
      Array.from(order.keys()).sort(function (a, b) { return compared(false)(order.get(a), order.get(b)); })
        .forEach(function (choice) { select.append(new Option(choice, choice)); });
      labelled(name, select);
      picks.push({ key: key, select: select, label: name });
      select.addEventListener("change", function () { filter(); store(true); });
    });
    clear.type = "button";
    folded.append(element("summary", "", words.fold), fields);
    bar.append(folded, told, clear);
    table.closest(".scroll").before(bar, paper);

    /* ---- The address ---- */

    function parameters() { return new URLSearchParams(location.search); }

    function sorted() {
      var at = heads.findIndex(function (head) { return head.hasAttribute("aria-sort"); });
      return at < 0 ? "" : (heads[at].getAttribute("aria-sort") === "descending" ? "-" : "") + at;
    }

    function store(asStep) {
      var now = parameters();
      function put(key, value) { if (value) { now.set(prefix + key, value); } else { now.delete(prefix + key); } }
      put("q", input.value.trim());
      picks.forEach(function (pick) { put(pick.key, pick.select.value); });
      put("sort", sorted());
      var query = now.toString(), address = location.pathname + (query ? "?" + query : "") + location.hash;
      clearTimeout(timer);
      if (asStep) { history.pushState(null, "", address); } else { history.replaceState(null, "", address); }
    }

    function recall() {
      var then = parameters(), match = /^(-?)(\d+)$/.exec(then.get(prefix + "sort") || "");
      input.value = then.get(prefix + "q") || "";
      picks.forEach(function (pick) {
        pick.select.value = then.get(prefix + pick.key) || "";
        if (pick.select.selectedIndex < 0) { pick.select.value = ""; }
      });
      if (match && Number(match[2]) < heads.length) { sort(Number(match[2]), match[1] === "-"); }
      else { sort(-1, false); }
      filter();
      unfold();
    }

    /* The fields are folded where they would fill the screen, unless one of them is in use. */
    function unfold() { folded.open = wide.matches || !clear.hidden; }

    /* ---- Filtering and sorting ---- */

    function filter() {
      var wanted = fold(input.value).split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (item) {
        var fits = wanted.every(function (word) { return item.text.includes(word); }) && picks.every(function (pick) {
          return !pick.select.value || item.choices[pick.key] === pick.select.value;
        });
        shown += fits ? 1 : 0;
        if (item.row.hidden === fits) { item.row.hidden = !fits; }
      });
      var text = words.shown.replace("{shown}", shown).replace("{total}", total);
      if (told.textContent !== text) { told.textContent = text; }
      /* On paper the fields are left out, so what was chosen is written there. */
      paper.textContent = [text, input.value.trim()].concat(picks.map(function (pick) {
        return pick.select.value && pick.label + ": " + pick.select.value;
      })).filter(Boolean).join(" · ");
      clear.hidden = !wanted.length && picks.every(function (pick) { return !pick.select.value; });
      paper.hidden = clear.hidden;
    }

    function sort(at, descending) {
      /* Moving every row costs most of what a long table costs; as it came it need not. */
      if (at < 0 && !sorted()) { return; }
      heads.forEach(function (head) { head.removeAttribute("aria-sort"); });
      var order = rows;
      if (at >= 0) {
        var numeric = heads[at].dataset.sort === "number", compare = compared(numeric);
        heads[at].setAttribute("aria-sort", descending ? "descending" : "ascending");
        order = rows.map(function (item) {
          var cell = item.row.cells[at], value = cell.dataset.value || pieceOf(cell);
          return { item: item, value: numeric ? numberOf(value) : value };
        }).sort(function (a, b) {
          var by = compare(a.value, b.value) || a.item.at - b.item.at;
          return descending ? -by : by;
        }).map(function (pair) { return pair.item; });
      }
      var all = document.createDocumentFragment();
      order.forEach(function (item) { all.append(item.row); });
      body.append(all);
    }

    heads.forEach(function (head, at) {
      var button = element("button"), name = head.textContent.trim();
      button.type = "button";
      /* A head that leads somewhere keeps its link, with a button beside it. */
      if (head.querySelector("a")) { button.className = "beside"; button.setAttribute("aria-label", words.by + " " + name); }
      else { button.append.apply(button, Array.from(head.childNodes)); }
      head.append(button);
      button.addEventListener("click", function () {
        sort(at, head.getAttribute("aria-sort") === "ascending");
        store(true);
      });
    });
    input.addEventListener("input", function () {
      filter();
      clearTimeout(timer);
      timer = setTimeout(store, 300, false);
    });
    clear.addEventListener("click", function () {
      input.value = "";
      picks.forEach(function (pick) { pick.select.value = ""; });
      filter();
      store(true);
      input.focus();
    });
    addEventListener("popstate", recall);
    wide.addEventListener("change", unfold);
    recall();
  }

  document.querySelectorAll("table[data-filter]").forEach(enhance);
})();
