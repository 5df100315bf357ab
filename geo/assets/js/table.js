/* All visible features as a table, built when it is opened: the text equivalent of the map. */
(function (A) {
  "use strict";

  var options = { rows: 1000 };

  /* Column, and what it sorts by: text in the reader's language, or numbers; nothing sorts last. */
  var COLUMNS = {
    name: function (f, app) { return app.language.pick(f.properties, "name"); },
    way: function (f, app) { return app.data.ways.indexOf(app.data.wayById[f.properties.way]); },
    kind: function (f, app) { return app.language.t("kind." + f.properties.kind); },
    date: function (f) { return f.properties.start; },
    outcome: function (f, app) { return f.properties.outcome && app.language.t("outcome." + f.properties.outcome); },
    certainty: function (f) { return ["documented", "reported", "disputed", "schematic"].indexOf(f.properties.certainty); },
    countries: function (f, app) { return f.properties.countries.map(app.language.country).join(", "); },
    length: function (f, app) { return app.data.lengths[f.id]; },
    sources: function (f) { return f.properties.sources.length; }
  };

  A.parts.push(function table(app) {
    var own = { app: app, section: document.getElementById("table"), rows: null, by: "way", down: false, limit: options.rows };
    app.store.subscribe(function (state, changed) {
      if ("lang" in changed) { own.rows = null; }
      if (state.view !== "table") { return; }
      if (!own.rows) { build(own); } else if ("view" in changed || A.changesVisible(changed)) { fill(own); }
    });
    own.section.addEventListener("keydown", function (event) { if (event.key === "Escape") { close(own); } });
    if (app.store.get().view === "table") { build(own); }
  });

  /** Return in words which ways, years and filters decide what is visible. */
  A.describeFilters = function (app) {
    var state = app.store.get(), t = app.language.t, said = [], ways = state.told || state.ways;
    if (ways.length < app.data.ways.length) { said.push(t("filtered-ways", { n: ways.length, all: app.data.ways.length })); }
    if (state.told) { return said[0] || t("filtered-none"); }
    if (state.years) { said.push(t("filtered-years", { from: state.years[0], to: state.years[1] })); }
    A.FILTERS.forEach(function (name) {
      var words = (state.filters[name] || []).map(function (word) { return t(name.replace("hazards", "hazard") + "." + word); });
      if (words.length) { said.push(t("field." + name) + ": " + words.join(", ")); }
    });
    return said.join("; ") || t("filtered-none");
  };

  function build(own) {
    var app = own.app, t = app.language.t;
    own.rows = Object.create(null);
    own.heads = {};
    own.caption = A.h("span");
    own.files = A.h("div");
    own.body = A.h("tbody");
    own.more = A.h("button", { type: "button", onclick: function () { own.limit += options.rows; fill(own); } }, t("rows-more"));
    var heads = Object.keys(COLUMNS).map(function (name) { return head(own, name); });
    heads.splice(1, 0, A.h("th.no-print", { scope: "col" }, t("map")));
    var table = A.h("table.features", {}, A.h("caption", { id: "table-caption" }, own.caption),
      A.h("thead", {}, A.h("tr", {}, heads)), own.body);
    A.fill(own.section,
      A.h("div.sheet-head", {}, A.h("h2", { tabindex: "-1" }, t("table")), A.h("button", { type: "button", onclick: function () { close(own); } }, t("close"))),
      own.files, A.h("div.table-scroll", { role: "region", tabindex: "0", "aria-label": t("table-scroll") }, table), own.more);
    fill(own);
  }

  function head(own, name) {
    var label = columnName(own.app, name);
    own.heads[name] = A.h("th.by-" + name, { scope: "col" }, A.h("button.sort", { type: "button", onclick: function () { sortBy(own, name); } }, label,
      A.h("span.arrow-mark", { "aria-hidden": "true" })));
    return own.heads[name];
  }

  function columnName(app, name) {
    return name === "sources" ? app.language.t("sources") : app.language.t("field." + name) + (name === "length" ? " (km)" : "");
  }

  function sortBy(own, name) {
    var t = own.app.language.t;
    own.down = own.by === name && !own.down;
    own.by = name;
    fill(own);
    own.app.say(t(own.down ? "said-sorted-down" : "said-sorted", { column: columnName(own.app, name) }));
  }

  function fill(own) {
    var app = own.app, features = sorted(own, A.visibleFeatures(app.data, app.store.get())), number = app.language.number;
    Object.keys(own.heads).forEach(function (name) {
      own.heads[name].setAttribute("aria-sort", own.by !== name ? "none" : own.down ? "descending" : "ascending");
    });
    own.caption.textContent = app.language.t("table-caption", { n: number(features.length), all: number(app.data.features.length), filters: A.describeFilters(app) });
    A.fill(own.files, A.fileButtons(app, app.say));
    own.body.replaceChildren.apply(own.body, features.slice(0, own.limit).map(function (feature) {
      return own.rows[feature.id] || (own.rows[feature.id] = row(own, feature));
    }));
    own.more.hidden = features.length <= own.limit;
  }

  function sorted(own, features) {
    var compare = new Intl.Collator(own.app.language.locale, { numeric: true }).compare, sign = own.down ? -1 : 1;
    return features.map(function (feature) { return [COLUMNS[own.by](feature, own.app), feature]; }).sort(function (a, b) {
      var empty = isEmpty(a[0]) - isEmpty(b[0]);
      return empty || sign * (typeof a[0] === "number" ? a[0] - b[0] : compare(a[0] || "", b[0] || ""));
    }).map(function (pair) { return pair[1]; });
  }

  function isEmpty(value) { return value === undefined || value === null || value === ""; }

  function row(own, feature) {
    var app = own.app, t = app.language.t, p = feature.properties, way = app.data.wayById[p.way], name = COLUMNS.name(feature, app);
    var length = app.data.lengths[feature.id];
    return A.h("tr", { "data-row-id": feature.id, style: { "--way": "var(--way-" + way.rank + ")" } },
      A.h("th", { scope: "row" }, name),
      A.h("td.no-print", {}, A.h("button.quiet", { type: "button", "aria-label": t("show-on-map") + ": " + name, onclick: function () { goTo(app, feature.id); } }, t("show-on-map"))),
      A.h("td", {}, A.h("span.way-cell", {}, A.h("span.rank", {}, way.rank), A.h("span", {}, app.language.pick(way, "name")))),
      A.h("td", {}, COLUMNS.kind(feature, app)), A.h("td", {}, app.language.period(p)),
      A.h("td", {}, COLUMNS.outcome(feature, app)), A.h("td", {}, t("certainty." + p.certainty)),
      A.h("td", {}, COLUMNS.countries(feature, app)),
      A.h("td.number", {}, length && app.language.number(length)), A.h("td.number", {}, app.language.number(p.sources.length)));
  }

  function goTo(app, id) {
    app.store.set({ view: "ways", panel: false });
    app.goTo(id);
  }

  function close(own) { own.app.store.set({ view: "ways" }); }
})(window.Atlas = window.Atlas || {});
