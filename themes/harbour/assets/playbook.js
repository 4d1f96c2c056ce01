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

  /* Marks that say who may see a field stand beside it once they are asked for. */
  function showMarks(on) {
    document.querySelectorAll("span.mark").forEach(function (mark) { mark.remove(); });
    if (!on) { return; }
    document.querySelectorAll("[data-mark]").forEach(function (field) {
      var mark = document.createElement("span"), kind = field.dataset.mark;
      mark.className = "mark m-" + kind;
      mark.textContent = document.querySelector("[data-mark-name=" + kind + "]").textContent;
      if (field.matches("a, code")) { field.after(" ", mark); }
      else { (field.querySelector("p:last-child") || field).append(" ", mark); }
    });
  }

  function offerMarks(box) {
    var button = box.querySelector("button"), legend = box.querySelector("dl"), on = recall("marks") === "1";
    function turn() {
      button.setAttribute("aria-pressed", on);
      legend.hidden = !on;
      showMarks(on);
    }
    button.addEventListener("click", function () { on = !on; keep("marks", on ? "1" : "0"); turn(); });
    if (on) { turn(); }
  }

  function unescaped(text) { try { return decodeURIComponent(text); } catch (e) { return text; } }

  function openTarget() {
    var target = location.hash && document.getElementById(unescaped(location.hash.slice(1)));
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }

  /* A heading of several lines is as wide as its place: its button goes to the end of the last line. */
  var follow = new ResizeObserver(function (entries) {
    entries.map(function (entry) {
      var range = document.createRange(), heading = entry.target;
      range.selectNodeContents(heading);
      var last = Array.from(range.getClientRects()).pop();
      return [heading.nextElementSibling, last ? heading.getBoundingClientRect().right - last.right : 0];
    }).forEach(function (pair) { pair[0].style.translate = -Math.round(pair[1]) + "px"; });
  });

  /* A button that copies the link to one place of the page. Beside a heading, not in it: else every
     list of headings would read it out. Without a clipboard the address bar has the link. */
  function offerLink(target, words, told) {
    var heading = target.matches("h2, h3"), place = heading ? target : target.querySelector("h3, .what");
    if (!place) { return; }
    var button = document.createElement("button"), icon = document.createElement("span");
    button.type = "button";
    button.className = "copy";
    button.title = words.copy;
    button.setAttribute("aria-label", words.copy + ": " + place.textContent.trim().replace(/\s+/g, " "));
    icon.className = "icon i-link";
    button.append(icon);
    if (place.matches("h2, h3")) { place.after(button); follow.observe(place); } else { place.append(button); }
    button.addEventListener("click", function () {
      function tell(text) { told.textContent = text; }
      history.replaceState(null, "", "#" + target.id);
      tell("");
      button.after(told);
      if (!navigator.clipboard) { tell(words.address); return; }
      navigator.clipboard.writeText(location.href).then(
        function () { tell(words.copied); }, function () { tell(words.address); });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    var told = document.createElement("output");
    document.querySelectorAll("body:not(.page-index) main :is(h2, h3, .criterion)[id], :is(.missing, .criteria, .findings) > [id]").forEach(function (target) {
      offerLink(target, document.body.dataset, told);
    });
    document.querySelectorAll("[data-theme-toggle]").forEach(toggleTheme);
    if (!CSS.supports("selector(::details-content)")) { openMenus(); }
    document.querySelectorAll("details[data-keep]").forEach(rememberFold);
    document.querySelectorAll("[data-marks]").forEach(offerMarks);
    openTarget();
    addEventListener("hashchange", openTarget);
  });
})();
