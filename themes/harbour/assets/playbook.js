/* Conveniences; every page works without them. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");
  function recall(key) { try { return localStorage.getItem("playbook:" + key); } catch (e) { return null; } }
  function keep(key, value) { try { localStorage.setItem("playbook:" + key, value); } catch (e) { /* no storage */ } }
  var theme = recall("theme");
  if (theme === "dark" || theme === "light") { root.dataset.theme = theme; }

  function toggleTheme(button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      keep("theme", root.dataset.theme);
    });
  }

  /* Where a closed fold cannot be shown by the style sheet, wide windows get it opened. */
  function openMenus() {
    document.querySelectorAll(".menu").forEach(function (menu) {
      var wide = matchMedia(menu.parentElement.matches(".contents") ? "(min-width: 88rem)" : "(min-width: 62rem)");
      menu.open = wide.matches;
      wide.addEventListener("change", function () { menu.open = wide.matches; });
    });
  }

  function rememberFold(fold) {
    var key = "fold:" + location.pathname + ":" + fold.dataset.keep;
    var kept = recall(key);
    if (kept !== null) { fold.open = kept === "1"; }
    fold.addEventListener("toggle", function () { keep(key, fold.open ? "1" : "0"); });
  }

  function unescaped(text) { try { return decodeURIComponent(text); } catch (e) { return text; } }

  function openTarget() {
    var target = location.hash && document.getElementById(unescaped(location.hash.slice(1)));
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }

  function fold(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }

  function table(table) {
    var body = table.tBodies[0], rows = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);
    var state = new URLSearchParams(location.search);
    var bar = document.createElement("div"), label = document.createElement("label"), input = document.createElement("input"), told = document.createElement("output");
    var dutch = root.lang === "nl";
    bar.className = "tablefilter";
    input.type = "search"; input.value = state.get("q") || "";
    label.append(dutch ? "Filter op tekst " : "Filter by text ", input);
    bar.append(label, told);
    table.closest(".scroll").before(bar);
    var texts = rows.map(function (row) { return fold(row.textContent); });

    function store() {
      var query = state.toString();
      history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
    }
    function filter() {
      var words = fold(input.value).split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (row, at) {
        row.hidden = !words.every(function (word) { return texts[at].includes(word); });
        shown += row.hidden ? 0 : 1;
      });
      told.textContent = shown + " / " + rows.length;
    }
    function value(row, at, numeric) {
      var cell = row.cells[at], text = cell.dataset.value || cell.textContent.trim();
      return numeric ? Number(text) || 0 : fold(text);
    }
    function sort(at, descending) {
      var numeric = heads[at].dataset.sort === "number";
      heads.forEach(function (head) { head.removeAttribute("aria-sort"); });
      heads[at].setAttribute("aria-sort", descending ? "descending" : "ascending");
      rows.slice().sort(function (a, b) {
        var x = value(a, at, numeric), y = value(b, at, numeric);
        var order = numeric ? x - y : x.localeCompare(y);
        return descending ? -order : order;
      }).forEach(function (row) { body.append(row); });
    }
    heads.forEach(function (head, at) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var descending = head.getAttribute("aria-sort") === "ascending";
        sort(at, descending);
        state.set("sort", (descending ? "-" : "") + at);
        store();
      });
    });
    input.addEventListener("input", function () {
      if (input.value) { state.set("q", input.value); } else { state.delete("q"); }
      store(); filter();
    });
    var sorted = /^(-?)(\d+)$/.exec(state.get("sort") || "");
    if (sorted && Number(sorted[2]) < heads.length) { sort(Number(sorted[2]), sorted[1] === "-"); }
    filter();
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-theme-toggle]").forEach(toggleTheme);
    if (!CSS.supports("selector(::details-content)")) { openMenus(); }
    document.querySelectorAll("details[data-keep]").forEach(rememberFold);
    document.querySelectorAll("table[data-filter]").forEach(table);
    openTarget();
    addEventListener("hashchange", openTarget);
  });
})();
