/* A request that did not arrive: say so at the head of the page. What was typed stands where it stood. */
(() => {
  "use strict";

  const say = (text) => {
    const place = document.getElementById("notice");
    if (!place) return;
    const box = document.createElement("div");
    box.className = "notice is-late";
    box.setAttribute("role", "alert");
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line);
    place.replaceChildren(box);
    place.scrollIntoView({ block: "nearest" });
  };
  const words = () => document.body.dataset;

  document.addEventListener("htmx:sendError", () => say(words().lost));
  document.addEventListener("htmx:timeout", () => say(words().lost));
  // What our own pages say of an error is swapped in; anything else (a proxy's page, 500) is not.
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = event.detail;
    if (!xhr.getResponseHeader("HX-Retarget") && ![403, 404, 409, 422, 429].includes(xhr.status)) say(words().broken);
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    const place = document.getElementById("notice");
    if (place && event.detail.xhr.status < 400 && event.detail.requestConfig.verb !== "get") place.replaceChildren();
  });
})();
