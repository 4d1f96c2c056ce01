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

  function unescaped(text) { try { return decodeURIComponent(text); } catch (e) { return text; } }

  function openTarget() {
    var target = location.hash && document.getElementById(unescaped(location.hash.slice(1)));
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-theme-toggle]").forEach(toggleTheme);
    if (!CSS.supports("selector(::details-content)")) { openMenus(); }
    document.querySelectorAll("details[data-keep]").forEach(rememberFold);
    openTarget();
    addEventListener("hashchange", openTarget);
  });
})();
