/* Keys for people who stay at one list: j and k between rows, Enter opens, / finds, g h goes home, Esc closes the panel. */
(() => {
  "use strict";

  const TYPING = "textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio]):not([type=submit]):not([type=button])";
  const ROWS = "[data-rows] > li, [data-rows] > tbody > tr";
  const WAIT_MS = 1000;
  let before = 0; // when g was pressed
  let opener = null; // what opened the panel

  const panel = () => document.getElementById("panel");
  const isOpen = () => Boolean(panel() && panel().firstElementChild);

  const linkOf = (row) => row.querySelector("a[data-open]") || row.querySelector("a[href]");

  // Only what can be seen and opened: a heading row is passed by.
  const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => row.offsetParent && linkOf(row));

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    for (const row of all) if (row !== next) row.removeAttribute("tabindex");
    next.tabIndex = -1;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  const find = () => {
    const field = document.querySelector("[data-find], .filters input[type=search], .head-find input, input[type=search]");
    if (!field) return false;
    field.focus();
    field.select();
    return true;
  };

  const close = () => {
    panel().replaceChildren();
    for (const row of document.querySelectorAll(".is-open-row")) row.classList.remove("is-open-row", "is-on");
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };

  // A button of the page leads to a folded form: unfold it and stand in its first field.
  const unfold = (hash) => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return;
    if (target.matches("details")) target.open = true;
    const field = target.querySelector("input:not([type=hidden]), textarea, select");
    if (field && target.matches("details, form, section")) field.focus({ preventScroll: true });
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target.matches(TYPING);
    if (event.key === "Escape") {
      const menu = document.querySelector(".me[open], .tab-more[open]");
      if (menu) menu.open = false;
      else if (isTyping && event.target.type === "search") event.target.blur();
      else if (!isTyping && isOpen()) close();
      return;
    }
    if (isTyping) return;
    const wasG = Date.now() - before < WAIT_MS;
    before = 0;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "g") before = Date.now();
    else if (event.key === "h" && wasG) location.href = document.querySelector(".brand").href;
    else if (event.key === "/" && find()) event.preventDefault();
    else if (event.key === "Enter" && event.target.matches(ROWS)) linkOf(event.target).click();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) close();
    const link = event.target.closest("a[href^='#']");
    if (link) setTimeout(() => unfold(link.hash));
    for (const menu of document.querySelectorAll(".me[open], .tab-more[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  window.addEventListener("DOMContentLoaded", () => unfold(location.hash));

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "panel" || !isOpen()) return;
    for (const row of document.querySelectorAll(".is-open-row")) row.classList.remove("is-open-row", "is-on");
    const asked = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (asked && !panel().contains(asked)) {
      opener = asked;
      const row = asked.closest("[data-rows] > li, [data-rows] > tbody > tr");
      if (row && !asked.classList.contains("h")) row.classList.add("is-open-row", "is-on");
    }
    panel().firstElementChild.focus({ preventScroll: true });
  });
})();
