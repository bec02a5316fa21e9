/* Nothing typed twice: a form with data-draft="key" keeps its text in this browser until it was sent.
   One draft an account and key; the newer of two windows wins; files and passwords are never kept. */
(() => {
  "use strict";

  const DAYS_KEPT = 14;
  const QUIET_MS = 300;
  const PREFIX = "duban-draft:";
  const SENT = "duban-draft-sent";
  const page = `${Date.now()}-${Math.random()}`; // this window, this visit
  const known = new WeakMap(); // form → {at, timer}: the draft it has seen

  const nameOf = (form) => `${PREFIX}${document.body.dataset.draftsOf}:${form.dataset.draft}`;

  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null; // switched off, or not ours
    }
  };
  const write = (name, value) => {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // full or switched off: the page works without drafts
    }
  };
  const drop = (name) => {
    try {
      localStorage.removeItem(name);
    } catch {
      // as above
    }
  };

  const kept = (form) =>
    [...form.elements].filter(
      (field) =>
        field.name &&
        !field.disabled &&
        field.name !== "csrfmiddlewaretoken" &&
        !["file", "password", "hidden", "submit", "button", "reset"].includes(field.type) &&
        field.tagName !== "FIELDSET" &&
        !field.closest("[data-no-draft]"),
    );

  const valuesOf = (form) => {
    const values = {};
    for (const field of kept(form)) {
      if (field.type === "checkbox" || field.type === "radio") {
        values[field.name] = values[field.name] || [];
        if (field.checked) values[field.name].push(field.value);
      } else if (field.multiple && field.options) {
        values[field.name] = [...field.selectedOptions].map((option) => option.value);
      } else {
        values[field.name] = field.value;
      }
    }
    return values;
  };

  const fill = (form, values) => {
    for (const field of kept(form)) {
      const value = values[field.name];
      if (value === undefined) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
      else if (field.multiple && field.options) {
        for (const option of field.options) option.selected = value.includes(option.value);
      } else field.value = value;
    }
  };

  const note = (form, text, button, press) => {
    for (const old of form.querySelectorAll(".draft-note")) old.remove();
    const line = document.createElement("p");
    line.className = "draft-note";
    line.setAttribute("role", "status");
    line.append(text);
    if (button) {
      const clear = document.createElement("button");
      clear.type = "button";
      clear.className = "btn is-small";
      clear.textContent = button;
      clear.addEventListener("click", () => {
        press();
        line.remove();
      });
      line.append(clear);
    }
    form.prepend(line);
  };

  const save = (form) => {
    const state = known.get(form);
    if (!state || !form.isConnected || !form.dataset.draft) return;
    clearTimeout(state.timer);
    state.timer = 0;
    const name = nameOf(form);
    const stored = read(name);
    if (stored && stored.page !== page && stored.at > state.at) {
      note(form, document.body.dataset.newer);
      return;
    }
    const values = valuesOf(form);
    if (JSON.stringify(values) === state.fresh) {
      drop(name);
      return;
    }
    state.at = Date.now();
    write(name, { at: state.at, page, values });
  };

  const restore = (form) => {
    if (known.has(form)) return;
    const fresh = valuesOf(form);
    const state = { at: Date.now(), timer: 0, fresh: JSON.stringify(fresh) };
    known.set(form, state);
    const stored = read(nameOf(form));
    if (!stored) return;
    state.at = stored.at;
    if (JSON.stringify({ ...fresh, ...stored.values }) === state.fresh) return;
    fill(form, stored.values);
    const folded = form.closest("details");
    if (folded) folded.open = true;
    note(form, document.body.dataset.restored, document.body.dataset.clear, () => {
      drop(nameOf(form));
      fill(form, fresh);
      state.at = Date.now();
    });
  };

  const forms = (root) => [
    ...(root.matches && root.matches("form[data-draft]") ? [root] : []),
    ...root.querySelectorAll("form[data-draft]"),
  ];

  // A plain form leaves the page: whether it arrived shows on the next one.
  const settle = () => {
    const name = sessionStorage.getItem(SENT);
    if (!name) return;
    sessionStorage.removeItem(SENT);
    if (!document.body.dataset.draftsOf) return; // the session had ended: nothing arrived
    const isWrong = document.querySelector("[data-failed], .is-wrong, .errorlist, form [role=alert]");
    if (!isWrong) drop(name);
  };

  const sweep = () => {
    const limit = Date.now() - DAYS_KEPT * 24 * 3600 * 1000;
    try {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(PREFIX) && !((read(name) || {}).at > limit)) drop(name);
      }
    } catch {
      // switched off
    }
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    const state = form && known.get(form);
    if (!state) return;
    clearTimeout(state.timer);
    state.timer = setTimeout(save, QUIET_MS, form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!known.has(form) || form.hasAttribute("hx-post") || event.defaultPrevented) return;
    save(form);
    sessionStorage.setItem(SENT, nameOf(form));
  });
  window.addEventListener("pagehide", () => {
    for (const form of forms(document)) if ((known.get(form) || {}).timer) save(form);
  });
  // Before anything is swapped, so that the same form coming back empty is not filled again.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = event.detail.elt.closest("form[data-draft]");
    const status = event.detail.xhr.status;
    if (!form || event.detail.requestConfig.verb === "get") return;
    const state = known.get(form);
    if (state) clearTimeout(state.timer);
    if (state && status >= 200 && status < 400) {
      drop(nameOf(form));
      state.timer = 0;
      known.delete(form);
    }
  });
  document.addEventListener("htmx:load", (event) => forms(event.target).forEach(restore));

  window.addEventListener("DOMContentLoaded", () => {
    settle();
    sweep();
    forms(document).forEach(restore);
  });
})();
