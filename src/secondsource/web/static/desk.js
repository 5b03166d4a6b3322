// What the pages do beside being read: keys, dropped files, live progress, and the window over compared texts.
// Nothing here is needed to read a page or to follow a link.

const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");
const items = () => [...document.querySelectorAll("[data-item]")].filter((i) => i.checkVisibility());
let at = -1;

function mark(next) {
  const all = items();
  if (!all.length) return;
  all[at]?.classList.remove("at");
  at = Math.max(0, Math.min(all.length - 1, next));
  all[at].classList.add("at");
  const goal = all[at].querySelector("a.go, a, button, summary");
  goal?.focus({ preventScroll: true });
  const box = all[at].getBoundingClientRect();
  if (box.top < 60 || box.bottom > innerHeight - 20) all[at].scrollIntoView({ block: "center" });
}

const current = () => items()[at];
const go = (selector) => document.querySelector(selector)?.click();
const keys = {
  j: () => mark(at + 1),
  k: () => mark(at - 1),
  u: () => go("a.up-link") ?? (location.pathname !== "/" && !document.querySelector("a.up-link") && location.assign("/")),
  "/": () => { const q = document.getElementById("q"); q.focus(); q.select(); },
  "?": () => location.assign("/keys"),
  a: () => location.assign("/add"),
  x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  c: () => go("form[action='/compare'] button"),
  o: () => current()?.querySelector("summary")?.click(),
};

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
  if (e.key === "Escape" && typing(e)) { e.target.blur(); return; }
  if (typing(e) || !keys[e.key]) return;
  e.preventDefault();
  keys[e.key]();
});
document.addEventListener("focusin", (e) => {
  const item = e.target.closest("[data-item]");
  if (!item) return;
  const all = items();
  all[at]?.classList.remove("at");
  at = all.indexOf(item);
});

// Live progress; a page that is only told that something runs says so when it is done.
for (const told of document.querySelectorAll("[data-events]")) {
  const said = told.querySelector("[data-said]");
  const bar = told.querySelector("[data-bar]");
  const events = new EventSource(told.dataset.events);
  events.onmessage = (e) => {
    const job = JSON.parse(e.data);
    const far = job.total ? ` ${job.done.toLocaleString("en")} of ${job.total.toLocaleString("en")}` : "";
    said.textContent = job.said || (job.stage ? `${job.stage[0].toUpperCase()}${job.stage.slice(1)}${far}.` : "It waits.");
    if (bar) {
      bar.hidden = job.state !== "working";
      if (job.total) bar.value = job.done / job.total; else bar.removeAttribute("value");
    }
    if (job.state === "done" || job.state === "failed") {
      events.close();
      const again = document.createElement("a");
      again.href = location.href;
      again.textContent = "Show it";
      if (bar) location.reload(); else said.after(" ", again);
    }
  };
  events.onerror = () => events.close();
}

// Files dropped anywhere on the page for adding.
const drop = document.querySelector("[data-drop]");
if (drop) {
  const files = drop.querySelector("input[type=file]");
  const chosen = drop.querySelector("[data-chosen]");
  const tell = () => {
    const names = [...files.files].map((f) => f.name);
    chosen.textContent = names.length ? `Chosen: ${names.slice(0, 5).join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}.` : "";
  };
  files.addEventListener("change", tell);
  for (const kind of ["dragover", "dragenter"]) document.addEventListener(kind, (e) => { e.preventDefault(); document.body.classList.add("dropping"); });
  document.addEventListener("dragleave", (e) => { if (!e.relatedTarget) document.body.classList.remove("dropping"); });
  document.addEventListener("drop", (e) => {
    e.preventDefault();
    document.body.classList.remove("dropping");
    if (e.dataTransfer?.files.length) { files.files = e.dataTransfer.files; tell(); drop.querySelector("button").focus(); }
  });
}

// Compared texts: a window on the overview shows what is on the screen; a click there goes to those words.
const overview = document.querySelector("[data-overview]");
const two = document.querySelector("[data-two]");
if (overview && two) {
  const columns = [[], []];
  let cell = 0;
  for (const child of two.children) {
    if (child.classList.contains("gutter") || child.classList.contains("report-head")) continue;
    columns[cell++ % 2].push({ el: child, size: child.textContent.length });
  }
  const totals = columns.map((c) => c.reduce((sum, x) => sum + x.size, 0) || 1);
  const part = (column, n) => {
    let before = 0, first = null, last = 0;
    for (const x of column) {
      const box = x.el.getBoundingClientRect();
      if (x.size && box.bottom > overview.offsetHeight && box.top < innerHeight && box.height) {
        const top = Math.max(0, (overview.offsetHeight - box.top) / box.height), end = Math.min(1, (innerHeight - box.top) / box.height);
        if (first === null) first = before + x.size * Math.max(0, top);
        last = before + x.size * end;
      }
      before += x.size;
    }
    return first === null ? [0, 0] : [first / totals[n], last / totals[n]];
  };
  const drawings = [...overview.querySelectorAll("svg")].map((svg) => {
    const bars = [...svg.querySelectorAll("rect.whole")];
    const windows = bars.map((bar) => {
      const w = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      w.setAttribute("class", "window");
      w.setAttribute("y", bar.y.baseVal.value - 2);
      w.setAttribute("height", bar.height.baseVal.value + 4);
      svg.append(w);
      return w;
    });
    svg.addEventListener("click", (e) => {
      const spot = new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const n = bars.length > 1 && Math.abs(spot.y - bars[1].y.baseVal.value) < Math.abs(spot.y - bars[0].y.baseVal.value) ? 1 : 0;
      const wanted = ((spot.x - bars[n].x.baseVal.value) / bars[n].width.baseVal.value) * totals[n];
      let before = 0;
      for (const x of columns[n]) {
        if (before + x.size >= wanted) { x.el.scrollIntoView({ block: "center" }); return; }
        before += x.size;
      }
    });
    return { bars, windows };
  });
  let waiting = false;
  const draw = () => {
    waiting = false;
    const parts = columns.map(part);
    for (const { bars, windows } of drawings) {
      windows.forEach((w, n) => {
        const x = bars[n].x.baseVal.value, wide = bars[n].width.baseVal.value;
        w.setAttribute("x", x + parts[n][0] * wide);
        w.setAttribute("width", Math.max(0, (parts[n][1] - parts[n][0]) * wide));
      });
    }
  };
  const soon = () => { if (!waiting) { waiting = true; requestAnimationFrame(draw); } };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  draw();
  // A copied passage and its other half light up together.
  for (const same of two.querySelectorAll(".cell.same")) {
    const other = same.nextElementSibling?.nextElementSibling?.classList.contains("same") && same.nextElementSibling.classList.contains("joined")
      ? same.nextElementSibling.nextElementSibling : same.previousElementSibling?.previousElementSibling;
    for (const [kind, on] of [["pointerenter", true], ["pointerleave", false]]) {
      same.addEventListener(kind, () => { same.classList.toggle("over", on); other?.classList.toggle("over", on); });
    }
  }
}
