/* Time: bars of yearly arrivals, two year sliders that choose the cases shown, and Play, which runs through the years. */
(function (A) {
  "use strict";

  /* Years a window has when Play starts from all years; milliseconds a step takes; the chart's units a year and high. */
  var options = { window: 5, beat: 700, slowBeat: 2000, slot: 4, high: 80 };

  /** Return the words for one year or several: "2009", "1998–2025". */
  A.span = function (language, from, to) {
    return from === to ? language.t("time.year", { year: from }) : language.t("time.range", { from: from, to: to });
  };

  A.parts.push(function time(app) {
    var years = app.data.years, own = { app: app, min: years[0], max: years[1], at: years[1], bars: [], timer: null };
    if (own.min >= own.max) { return; }
    own.rows = {};
    app.data.arrivals.forEach(function (row) { own.rows[row.year] = row; });
    build(own);
    app.store.subscribe(function (state, changed) {
      if (!own.playing && "years" in changed || "view" in changed || "embed" in changed) { stop(own); }
      if ("lang" in changed) { translate(own); }
      if (A.changesVisible(changed) || "lang" in changed) { update(own); }
    });
    document.addEventListener("visibilitychange", function () { if (document.hidden) { stop(own); } });
    translate(own);
    update(own);
  });

  function build(own) {
    own.play = A.h("button", { type: "button", onclick: function () { if (own.timer) { stop(own); say(own); } else { start(own); } } });
    own.reset = A.h("button", { type: "button", "data-t": "time.reset", onclick: function () { own.app.store.set({ years: null }); say(own); own.play.focus(); } });
    own.readout = A.h("p.time-readout");
    own.from = slider(own, 0);
    own.to = slider(own, 1);
    own.range = A.h("div.time-range", { onclick: function (event) { press(own, event); } }, A.h("div.time-track"), own.from.input, own.to.input);
    own.chart = A.h("div.time-chart", {}, own.readout, A.h("div.time-plot", {}, svg(own), axis(own)), own.range);
    own.chart.style.setProperty("--years", own.max - own.min + 1);
    own.sentence = A.h("p.time-sentence");
    own.key = A.h("ul.time-key", { "aria-hidden": "true" });
    own.table = A.h("div.time-table");
    own.details = A.h("details", { ontoggle: function () { table(own); } }, A.h("summary", { "data-t": "time.table" }), own.table);
    var known = own.app.data.arrivals.length > 0;
    document.getElementById("time").appendChild(A.h("section.block.time", { "aria-labelledby": "time-heading" },
      A.h("div.block-head", {}, A.h("h2", { id: "time-heading", "data-t": "time" }), own.play, own.reset), own.chart,
      A.h("div.time-ends", {}, own.from.label, own.to.label), known && [own.key, own.sentence, own.details]));
  }

  function slider(own, end) {
    var id = end ? "year-to" : "year-from", value = A.h("span.time-year");
    var input = A.h("input." + id, { id: id, type: "range", min: own.min, max: own.max, step: 1, oninput: function () {
      var years = chosen(own), year = Number(input.value);
      years[end] = end ? Math.max(years[0], year) : Math.min(years[1], year);
      choose(own, years);
      input.value = years[end];
    }, onchange: function () { say(own); } });
    return { input: input, value: value, label: A.h("p", {}, A.h("label", { "for": id, "data-t": end ? "time.to" : "time.from" }), " ", value) };
  }

  /* A press on the line between the handles moves the nearer one. */
  function press(own, event) {
    if (event.target.nodeName === "INPUT") { return; }
    var box = own.svg.getBoundingClientRect(), years = chosen(own);
    var year = Math.max(own.min, Math.min(own.max, own.min + Math.floor((event.clientX - box.left) / box.width * (own.max - own.min + 1))));
    years[Math.abs(year - years[0]) < Math.abs(year - years[1]) ? 0 : 1] = year;
    choose(own, years);
    say(own);
  }

  function chosen(own) { return (own.app.store.get().years || [own.min, own.max]).slice(); }

  function choose(own, years) {
    own.app.store.set({ years: years[0] <= own.min && years[1] >= own.max ? null : years });
  }

  // ------------------------------------------------------------------ the chart

  /* A column a year: the bar of arrivals, and below the line a mark for the cases shown. One stop for Tab, arrows inside. */
  function svg(own) {
    var count = own.max - own.min + 1, most = highest(own), root = A.svg("svg", {
      class: "time-bars", viewBox: "0 0 " + count * options.slot + " " + (options.high + 14), preserveAspectRatio: "none", role: "group"
    });
    own.lines = gridlines(most);
    own.lines.forEach(function (value) {
      var y = options.high * (1 - value / most);
      root.appendChild(A.svg("path", { class: "time-line", d: "M0," + y + "H" + count * options.slot }));
    });
    for (var year = own.min; year <= own.max; year += 1) { root.appendChild(column(own, year, most)); }
    root.appendChild(A.svg("path", { class: "time-base", d: "M0," + options.high + "H" + count * options.slot }));
    root.addEventListener("keydown", function (event) { key(own, event); });
    root.addEventListener("mouseleave", function () { readout(own, null); });
    own.svg = root;
    return root;
  }

  function column(own, year, most) {
    var row = own.rows[year], x = (year - own.min) * options.slot, scale = options.high / most;
    var bar = { year: year, cases: A.svg("rect", { class: "time-cases", x: x + 0.5, y: options.high + 2, width: options.slot - 1, height: 0 }) };
    var show = function () { readout(own, year); };
    var rect = function (kind, from, to) {
      return A.svg("rect", { class: "time-" + kind, x: x + 0.5, y: options.high - to * scale, width: options.slot - 1, height: (to - from) * scale });
    };
    var split = row && row.women !== undefined && row.men !== undefined;
    bar.g = A.svg("g", { class: "time-column", role: "img", tabindex: year === own.at ? 0 : -1, onmouseenter: show, onclick: show,
      onfocus: function () { roam(own, year); show(); }, onblur: function () { readout(own, null); } },
    A.svg("rect", { class: "time-hit", x: x, y: 0, width: options.slot, height: options.high + 14 }));
    if (split) { bar.g.append(rect("women", 0, row.women), rect("men", row.women, row.women + row.men)); }
    else if (row) { bar.g.append(rect("all", 0, row.total)); }
    bar.g.append(bar.cases);
    own.bars.push(bar);
    return bar.g;
  }

  function highest(own) {
    return Math.max.apply(null, own.app.data.arrivals.map(function (row) { return row.total; }).concat(1));
  }

  /* Round values, two to four of them. */
  function gridlines(most) {
    var step = Math.pow(10, Math.floor(Math.log10(most))), found = [];
    if (most / step < 2) { step /= 2; } else if (most / step > 5) { step *= 2; }
    for (var value = step; value <= most; value += step) { found.push(value); }
    return most > 1 ? found : [];
  }

  function axis(own) {
    var step = own.max - own.min > 45 ? 20 : own.max - own.min > 12 ? 10 : 5, marks = [], most = highest(own);
    for (var year = Math.ceil(own.min / step) * step; year <= own.max; year += step) {
      marks.push(A.h("span.time-tick", { style: { left: 100 * (year - own.min + 0.5) / (own.max - own.min + 1) + "%" } }, year));
    }
    own.values = own.lines.map(function (value) {
      var label = A.h("span.time-value", { style: { bottom: 100 * (value / most * options.high + 14) / (options.high + 14) + "%" } });
      return { value: value, label: label };
    });
    return A.h("div.time-axis", { "aria-hidden": "true" }, own.values.map(function (v) { return v.label; }), marks);
  }

  function key(own, event) {
    var step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity }[event.key];
    if (!step) { return; }
    event.preventDefault();
    own.bars[Math.max(0, Math.min(own.bars.length - 1, own.at - own.min + step))].g.focus();
  }

  function roam(own, year) {
    own.bars[own.at - own.min].g.setAttribute("tabindex", "-1");
    own.at = year;
    own.bars[year - own.min].g.setAttribute("tabindex", "0");
  }

  /* The number of a year, which stays, and the cases shown, which follow the state. */
  function figure(own, row) {
    var t = own.app.language.t, number = own.app.language.number;
    if (!row) { return own.app.data.arrivals.length ? t("time.no-figure") + "; " : ""; }
    var split = row.women !== undefined && row.men !== undefined;
    return t("time.figure", { n: number(row.total) }) + (split ? " (" + t("time.split", { women: number(row.women), men: number(row.men) }) + ")" : "") + "; ";
  }

  function tell(own, bar) {
    var words = bar.figure + own.app.language.t("time.cases", { n: bar.count });
    if (bar.words === words) { return; }
    bar.words = words;
    bar.g.setAttribute("aria-label", words);
  }

  /* The line above the chart: the year under the pointer or the focus, else the sum over the chosen years. */
  function readout(own, year) {
    var t = own.app.language.t, years = chosen(own);
    var rows = own.app.data.arrivals.filter(function (row) { return row.year >= years[0] && row.year <= years[1]; });
    var sum = rows.reduce(function (total, row) { return total + row.total; }, 0);
    own.readout.textContent = year !== null ? own.bars[year - own.min].words : rows.length ?
      A.span(own.app.language, rows[0].year, rows[rows.length - 1].year) + ": " + t("time.arrived", { n: own.app.language.number(sum) }) :
      A.span(own.app.language, years[0], years[1]) + (own.app.data.arrivals.length ? ": " + t("time.no-figure") : "");
  }

  // ------------------------------------------------------------------ what the state says

  function update(own) {
    var years = chosen(own), t = own.app.language.t, full = !own.app.store.get().years;
    [own.from, own.to].forEach(function (side, end) {
      side.input.value = years[end];
      side.input.setAttribute("aria-valuetext", t("time.year", { year: years[end] }));
      side.value.textContent = years[end];
    });
    own.range.style.setProperty("--from", years[0] - own.min);
    own.range.style.setProperty("--to", years[1] - own.min + 1);
    own.reset.disabled = full;
    cases(own);
    own.bars.forEach(function (bar) {
      bar.g.classList.toggle("outside", bar.year < years[0] || bar.year > years[1]);
      tell(own, bar);
    });
    readout(own, null);
  }

  /* The cases of each year, as the other choices leave them; the tallest mark is the year with the most. */
  function cases(own) {
    var app = own.app, state = app.store.get(), most = 1;
    var shown = state.years ? A.visibleFeatures({ features: app.data.features }, Object.assign({}, state, { years: null })) : A.visibleFeatures(app.data, state);
    own.bars.forEach(function (bar) { bar.count = 0; });
    own.total = 0;
    shown.forEach(function (feature) {
      var years = feature.properties.kind === "case" && A.yearsOf(feature);
      if (!years) { return; }
      own.total += 1;
      for (var year = years[0]; year <= years[1]; year += 1) { most = Math.max(most, own.bars[year - own.min].count += 1); }
    });
    own.bars.forEach(function (bar) { bar.cases.setAttribute("height", bar.count ? Math.max(2, 11 * bar.count / most) : 0); });
  }

  function say(own) {
    var years = chosen(own), number = own.app.language.number;
    var left = A.visibleFeatures(own.app.data, own.app.store.get()).filter(function (f) { return f.properties.kind === "case"; }).length;
    own.app.say(own.app.language.t("time.said", { from: years[0], to: years[1], n: number(left), all: number(own.total) }));
  }

  // ------------------------------------------------------------------ Play

  /* A window moves through the years; for readers who want no motion it goes window by window, and slowly. */
  function start(own) {
    var years = chosen(own), still = own.app.still(), width = years[1] - years[0];
    if (!own.app.store.get().years) { width = Math.min(options.window, own.max - own.min) - 1; years = [own.min, own.min + width]; }
    else if (years[1] >= own.max) { years = [own.min, own.min + width]; }
    move(own, years);
    own.timer = setInterval(function () { advance(own, still ? width + 1 : 1); }, still ? options.slowBeat : options.beat);
    label(own);
  }

  function advance(own, step) {
    var years = chosen(own), width = years[1] - years[0], to = Math.min(own.max, years[1] + step);
    while (to < own.max && empty(own, to - width, to)) { to += 1; }
    move(own, [to - width, to]);
    if (to >= own.max) { stop(own); say(own); }
  }

  function empty(own, from, to) {
    return own.bars.slice(from - own.min, to - own.min + 1).every(function (bar) { return !bar.count && !own.rows[bar.year]; });
  }

  function move(own, years) {
    own.playing = true;
    choose(own, years);
    own.playing = false;
  }

  function stop(own) {
    clearInterval(own.timer);
    own.timer = null;
    label(own);
  }

  function label(own) {
    A.fill(own.play, A.h("span", { "aria-hidden": "true" }, own.timer ? "❚❚ " : "▶ "), own.app.language.t(own.timer ? "time.pause" : "time.play"));
  }

  // ------------------------------------------------------------------ words

  function translate(own) {
    var t = own.app.language.t;
    own.svg.setAttribute("aria-label", t("time.chart"));
    own.values.forEach(function (line) { line.label.textContent = own.app.language.number(line.value); });
    A.fill(own.key, ["women", "men", "all", "cases"].filter(function (kind) { return own.svg.querySelector(".time-" + kind); })
      .map(function (kind) { return A.h("li", {}, A.h("span.time-swatch.time-" + kind), t("time.key-" + kind)); }));
    own.sentence.textContent = [sentence(own), own.app.data.arrivals.length ? own.app.language.pick(own.app.data.arrivals[0], "note") : ""].filter(Boolean).join(" ");
    own.bars.forEach(function (bar) { bar.figure = t("time.year", { year: bar.year }) + ": " + figure(own, own.rows[bar.year]); });
    label(own);
    table(own);
  }

  /** Return what the table says in one sentence: the peak, the lowest year after it, the share of women. */
  function sentence(own) {
    var rows = own.app.data.arrivals, number = own.app.language.number;
    if (!rows.length) { return ""; }
    var peak = rows.reduce(function (best, row) { return row.total > best.total ? row : best; });
    var later = rows.filter(function (row) { return row.year > peak.year; });
    var split = rows.filter(function (row) { return row.women !== undefined && row.men !== undefined; });
    var values = { peak: peak.year, most: number(peak.total) };
    if (!later.length || !split.length) { return own.app.language.t("time.sentence-short", values); }
    var low = later.reduce(function (best, row) { return row.total < best.total ? row : best; });
    var women = sum(split, "women"), all = women + sum(split, "men");
    return own.app.language.t("time.sentence", Object.assign(values, { low: low.year, least: number(low.total),
      from: split[0].year, to: split[split.length - 1].year, share: Math.round(100 * women / all) + "%" }));
  }

  function sum(rows, name) {
    return rows.reduce(function (total, row) { return total + row[name]; }, 0);
  }

  /* The bars as a table, written when it is opened; sources by number, as they come again and again. */
  function table(own) {
    if (!own.details.open) { A.fill(own.table); return; }
    var t = own.app.language.t, number = own.app.language.number, ids = [], rows = own.app.data.arrivals;
    var cell = function (value) { return A.h("td", {}, value === undefined ? "–" : number(value)); };
    var body = rows.map(function (row) {
      return A.h("tr", {}, A.h("th", { scope: "row" }, row.year), cell(row.total), cell(row.men), cell(row.women),
        A.h("td", {}, row.sources.map(function (id) { return (ids.indexOf(id) < 0 ? ids.push(id) : ids.indexOf(id) + 1); }).join(", ")));
    });
    var heads = ["time.col-year", "time.col-total", "time.col-men", "time.col-women", "sources"];
    var note = function (row) { return own.app.language.pick(row, "note"); }, notes = rows.filter(note);
    A.fill(own.table, A.h("table", {}, A.h("caption", {}, t("time.title")),
      A.h("thead", {}, A.h("tr", {}, heads.map(function (head) { return A.h("th", { scope: "col" }, t(head)); }))), A.h("tbody", {}, body)),
    A.h("h3", {}, t("sources")), A.h("ol.sources", {}, ids.map(function (id) { return A.h("li", {}, A.citation(own.app.data.sources[id], own.app.language)); })),
    notes.length ? [A.h("h3", {}, t("time.notes")), A.h("ul", {}, notes.map(function (row) { return A.h("li", {}, row.year + ": " + note(row)); }))] : null);
  }
})(window.Atlas = window.Atlas || {});
