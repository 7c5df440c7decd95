// Moves the map and the charts over time, shows details, sorts tables. Every word on the page comes from the page's own data
// and is put in as text, never as markup.
"use strict";
(() => {
  const known = JSON.parse(document.getElementById("known").textContent);
  const byId = (id) => document.getElementById(id);
  const all = (what, under = document) => [...under.querySelectorAll(what)];
  const grouped = (n, digits = 0) => n.toLocaleString("en-US", { useGrouping: "min2", minimumFractionDigits: digits, maximumFractionDigits: digits });
  const make = (tag, words, name) => {
    const made = document.createElement(tag);
    if (words !== undefined) made.textContent = words;
    if (name) made.className = name;
    return made;
  };

  // Charts: the values of a day, and the upright line.
  const charts = all(".chart[data-chart]").map((figure) => ({ figure, known: known.charts[Number(figure.dataset.chart)], line: figure.querySelector(".now") }));
  const nearest = (days, day) => days.reduce((best, d, i) => (Math.abs(d - day) < Math.abs(days[best] - day) ? i : best), 0);
  const tell = (chart, day) => {
    const at = nearest(chart.known.days, day);
    const [left, right] = chart.known.field;
    const [from, to] = chart.known.span;
    const x = left + ((chart.known.days[at] - from) / (to - from)) * (right - left);
    chart.line.setAttribute("transform", `translate(${x.toFixed(1)} 0)`);
    all(".value", chart.figure).forEach((value, k) => { value.textContent = chart.known.values[k][at] || "–"; });
  };
  let shown = () => Infinity;
  const tellAll = (day) => charts.filter((c) => c.known.follows).forEach((c) => tell(c, day));
  charts.forEach((chart) => {
    const plot = chart.figure.querySelector(".plot");
    plot.addEventListener("pointermove", (event) => {
      const box = plot.getBoundingClientRect();
      const [left, right] = chart.known.field;
      const [from, to] = chart.known.span;
      const x = ((event.clientX - box.left) / box.width) * plot.viewBox.baseVal.width;
      const day = from + ((x - left) / (right - left)) * (to - from);
      if (chart.known.follows) tellAll(day); else tell(chart, day);
    });
    plot.addEventListener("pointerleave", () => { if (chart.known.follows) tellAll(shown()); else tell(chart, Infinity); });
    if (!chart.known.follows) tell(chart, chart.known.days[chart.known.days.length - 1]);
  });

  if (known.theatre) theatre(known.theatre);
  all("table.sortable").forEach(sortable);
  // What is folded away would not be printed.
  let opened = [];
  addEventListener("beforeprint", () => { opened = all("details:not([open])").filter((d) => d.querySelectorAll("tr").length < 60); opened.forEach((d) => { d.open = true; }); });
  addEventListener("afterprint", () => opened.forEach((d) => { d.open = false; }));
  document.documentElement.dataset.ready = "yes";

  function theatre({ course, places, links }) {
    const map = byId("map"), slider = byId("day"), play = byId("play"), card = byId("card"), frame = map.parentElement;
    const held = (now, p) => (now.places[p] || [0])[0] >= 95;
    const none = [0, 0, 0, 0, 0, 0, 0, 0];
    const drawn = {
      places: all(".place", map).sort((a, b) => a.dataset.place - b.dataset.place),
      links: all(".link", map).sort((a, b) => a.dataset.link - b.dataset.link),
      heldPlaces: all(".held [data-place]", map), heldLinks: all(".held [data-link]", map),
    };
    let at = course.length - 1;
    let chosen = null;
    shown = () => (course[at] ? course[at].day : Infinity);

    // As `course.rs` and `map.rs` do it for the first period that is shown.
    const width = (kind, [, , forth, back]) => Math.min(1.2 + Math.sqrt(Math.max(forth, back, 0) / 1000) * 0.9, kind === "rail" ? 5 : 3.5);
    function show(i) {
      at = i;
      const now = course[i];
      drawn.places.forEach((place, p) => {
        const is = place.classList;
        is.toggle("ours", held(now, p));
        is.toggle("not-ours", !held(now, p));
        is.toggle("front", now.front.includes(p));
        is.toggle("railhead", now.railhead.includes(p));
      });
      drawn.links.forEach((link, l) => {
        const state = now.links[l] || none;
        const word = state[1] >= 95 ? "open" : state[1] > 0 ? "partial" : "closed";
        const mark = link.classList.contains("chosen") ? " chosen" : "";
        link.setAttribute("class", `link ${links[l].kind} ${word} load${state[0]}${mark}`);
        link.querySelector(".line").setAttribute("stroke-width", width(links[l].kind, state).toFixed(1));
      });
      drawn.heldPlaces.forEach((h) => h.toggleAttribute("hidden", !held(now, Number(h.dataset.place))));
      drawn.heldLinks.forEach((h) => h.toggleAttribute("hidden", !links[Number(h.dataset.link)].ends.every((p) => held(now, p))));
      byId("now-day").textContent = now.day;
      byId("now-date").textContent = now.date;
      byId("now-front").textContent = now.front_words || "–";
      byId("now-railhead").textContent = now.railhead_words || "–";
      byId("now-taken").textContent = now.taken || "–";
      slider.value = i;
      slider.setAttribute("aria-valuetext", `day ${now.day}, ${now.date}`);
      tellAll(now.day);
      if (chosen) detail(chosen);
    }

    // Details of a place or a link, at the pointer or beside what has the focus.
    function lines(element) {
      const now = course[at];
      if (element.dataset.place !== undefined) {
        const p = Number(element.dataset.place);
        if (!now) return { name: places[p].name, about: places[p].about, rows: [] };
        const [share, men, stock, days] = now.places[p] || [0, 0, 0, null];
        const rows = [["Held", `${share} %`, "held"], ["Men", grouped(men), "men"], ["Stock", `${grouped(stock)} t`, "stock_t"]];
        if (days !== null && days !== undefined) rows.push(["Days of supply", grouped(days, 1), "days_of_supply"]);
        return { name: places[p].name, about: places[p].about, rows };
      }
      const l = Number(element.dataset.link), link = links[l];
      if (!now) return { name: link.name, about: "", rows: [] };
      const [, whole, forth, back, f, b, room, used] = now.links[l] || none;
      const unit = { rail: "trains a day", road: "vehicles a day", sea: "t a day" }[link.kind];
      const rows = [];
      const way = (from, to, t, traffic, key) => {
        rows.push([`${from} → ${to}`, `${grouped(t)} t a day`, `t_${key}`]);
        if (link.kind !== "sea") rows.push(["", `${grouped(traffic, 1)} ${unit}`, `traffic_${key}`]);
      };
      if (forth || f) way(link.from, link.to, forth, f, "forth");
      if (back || b) way(link.to, link.from, back, b, "back");
      if (rows.length) rows.push(["Room each way", `${grouped(room, 1)} ${unit}`, "room"], ["Used", `${used} %`, "used"]);
      else rows.push(["Traffic", "none", "none"]);
      rows.push([link.kind === "rail" ? "In working order" : "Ends held", `${whole} %`, "whole"]);
      return { name: link.name, about: "", rows };
    }
    function detail(element, point) {
      if (chosen && chosen !== element) chosen.classList.remove("chosen");
      chosen = element;
      element.classList.add("chosen");
      const { name, about, rows } = lines(element);
      const list = make("dl");
      rows.forEach(([what, value, key]) => {
        const figure = make("dd", value);
        figure.dataset.key = key;
        list.append(make("dt", what), figure);
      });
      card.replaceChildren(make("p", name), ...(about ? [make("p", about, "quiet")] : []), list);
      card.hidden = false;
      if (point) place(point);
    }
    function place([x, y]) {
      const box = frame.getBoundingClientRect();
      const left = Math.min(Math.max(x - box.left + 14, 4), Math.max(box.width - card.offsetWidth - 4, 4));
      const above = y - box.top + 14 + card.offsetHeight > box.height;
      card.style.left = `${left}px`;
      card.style.top = `${above ? y - box.top - card.offsetHeight - 14 : y - box.top + 14}px`;
    }
    function hide() {
      if (chosen) chosen.classList.remove("chosen");
      chosen = null;
      card.hidden = true;
    }
    const beside = (element) => {
      const box = (element.querySelector(".dot") || element.querySelector(".line")).getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    };
    const target = (event) => event.target.closest(".place, .link");
    map.addEventListener("pointermove", (event) => {
      const element = target(event);
      if (element) detail(element, [event.clientX, event.clientY]);
      else if (chosen && !chosen.matches(":focus")) hide();
    });
    map.addEventListener("pointerleave", () => { if (chosen && !chosen.matches(":focus")) hide(); });
    map.addEventListener("focusin", (event) => { const element = target(event); if (element) detail(element, beside(element)); });
    map.addEventListener("focusout", hide);

    // One stop of the Tab key for the places and one for the links; the arrow keys go on from there, from west to east.
    const order = drawn.places.map((p, i) => [p, beside(p)[0], i]).sort((a, b) => a[1] - b[1]).map(([p]) => p);
    [order, drawn.links].forEach((list) => {
      if (list.length) list[0].setAttribute("tabindex", "0");
      list.forEach((element, i) => element.addEventListener("keydown", (event) => {
        const to = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1, Home: 0, End: list.length - 1 }[event.key];
        if (event.key === "Escape") { hide(); return; }
        if (to === undefined || !list[to]) return;
        event.preventDefault();
        element.setAttribute("tabindex", "-1");
        list[to].setAttribute("tabindex", "0");
        list[to].focus();
      }));
    });

    // Without a schedule there is nothing to move.
    if (!course.length) return;
    let timer = null;
    const stop = () => { clearInterval(timer); timer = null; play.textContent = "▶"; play.setAttribute("aria-label", "Play"); };
    play.addEventListener("click", () => {
      if (timer) { stop(); return; }
      if (at === course.length - 1) show(0);
      play.textContent = "❚❚";
      play.setAttribute("aria-label", "Pause");
      timer = setInterval(() => { if (at < course.length - 1) show(at + 1); else stop(); }, 450);
    });
    slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
    slider.parentElement.hidden = false;
    show(at);
  }

  function sortable(table) {
    const heads = all("thead th", table), body = table.tBodies[0];
    heads.forEach((head, column) => {
      const button = make("button", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      const value = (row) => { const cell = row.cells[column]; return cell.dataset.by !== undefined ? Number(cell.dataset.by) : cell.textContent; };
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((h) => h.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true }));
        body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * compare(value(a), value(b))));
      });
    });
  }
})();
