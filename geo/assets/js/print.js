/* Paper: the map redrawn at a size that every page holds, with legend, texts and sources; taken away afterwards. */
(function (A) {
  "use strict";

  /* CSS pixels; 690 fits A4 and Letter with margins of 12 mm. */
  var options = { width: 690, least: 420, most: 540, ratio: 3 };

  A.parts.push(function print(app) {
    var undo = null, settle = null;
    var on = function () { undo = undo || prepare(app); };
    var off = function () { if (undo) { settle = undo(); undo = null; } };
    window.addEventListener("beforeprint", on);
    window.addEventListener("afterprint", off);
    window.matchMedia("print").addEventListener("change", function (event) {
      if (event.matches) { on(); return; }
      off();
      if (settle) { settle(); settle = null; } // once more, now that the page has its size back
    });
  });

  function prepare(app) {
    var root = document.documentElement, theme = root.dataset.theme, stage = app.map.getContainer();
    var added = [head(app), legend(app), texts(app)];
    root.dataset.theme = "light";
    stage.before(added[0]);
    stage.after(added[1]);
    stage.parentNode.append(added[2]);
    app.basemap.options.ratio = options.ratio;
    app.basemap.redraw();
    var undoMap = resize(app.map);
    app.drawLabels();
    return function () {
      added.forEach(function (element) { element.remove(); });
      root.dataset.theme = theme;
      app.basemap.options.ratio = null;
      app.basemap.redraw();
      undoMap();
      return undoMap;
    };
  }

  /* Draw the same extent at the size of the page, between two zoom levels where need be; that redraws the base map. */
  function resize(map) {
    var box = map.getContainer(), bounds = map.getBounds(), centre = map.getCenter(), zoom = map.getZoom(), size = map.getSize(), snap = map.options.zoomSnap;
    var fits = size.x && size.y;
    var height = fits ? Math.max(options.least, Math.min(options.most, options.width * size.y / size.x)) : options.least;
    box.style.width = options.width + "px";
    box.style.height = Math.round(height) + "px";
    map.options.zoomSnap = 0;
    map.invalidateSize({ animate: false, pan: false });
    if (fits) { map.fitBounds(bounds, { animate: false }); } else { map.setView(centre, zoom, { animate: false }); }
    return function () {
      box.style.width = box.style.height = "";
      map.options.zoomSnap = snap;
      map.invalidateSize({ animate: false, pan: false });
      map.setView(centre, zoom, { animate: false });
    };
  }

  function shownWays(app) {
    var state = app.store.get(), on = state.told || state.ways;
    return app.data.ways.filter(function (way) { return on.indexOf(way.id) >= 0; });
  }

  function head(app) {
    var t = app.language.t, pick = app.language.pick, n = A.visibleFeatures(app.data, app.store.get()).length;
    return A.h("div.print-only.print-head", {}, A.h("p.notice", {}, pick(app.data.atlas, "notice")),
      A.h("p.total", {}, t("table-caption", { n: n, all: app.data.features.length, filters: A.describeFilters(app) })));
  }

  function legend(app) {
    var t = app.language.t, chosen = app.store.get().selected;
    return A.h("div.print-only.print-legend", {},
      A.h("div.legend-group", {}, A.h("h3", {}, t("ways")), A.h("ul", {}, shownWays(app).map(function (way) {
        return A.h("li", { style: { "--way": "var(--way-" + way.rank + ")" } }, A.h("span.rank", {}, way.rank), A.h("span", {}, app.language.pick(way, "name")));
      }))), A.legend(app, true), chosen ? selected(app, app.data.byId[chosen]) : null);
  }

  function selected(app, feature) {
    var p = feature.properties, pick = app.language.pick;
    return A.h("div.legend-group.print-selected", {}, A.h("h3", {}, app.language.t("print-selected")), A.h("p", {}, A.h("strong", {}, pick(p, "name"))),
      A.h("p", {}, [app.language.period(p), pick(p, "summary")].filter(Boolean).join(": ")));
  }

  /* The cases of a way that the map shows: on paper no point can be opened. */
  function cases(app, way, cite) {
    var t = app.language.t, shown = app.large ? [] : A.visibleFeatures(app.data, app.store.get()).filter(function (feature) {
      return feature.properties.kind === "case" && feature.properties.way === way.id;
    });
    return shown.length ? [A.h("h3", {}, t("story-cases")), A.h("ul.print-cases", {}, shown.map(function (feature) {
      var p = feature.properties, facts = [app.language.period(p), t("outcome." + p.outcome)].filter(Boolean).join(", ");
      return A.h("li", {}, app.language.pick(p, "name") + " (" + facts + ")", A.h("span.print-cite", {}, " [" + cite(p.sources) + "]"));
    }))] : null;
  }

  function texts(app) {
    var t = app.language.t, pick = app.language.pick, numbers = Object.create(null), order = [], today = new Date().toISOString().slice(0, 10);
    var cite = function (ids) {
      return ids.map(function (id) { return (numbers[id] = numbers[id] || order.push(id)); }).sort(function (a, b) { return a - b; }).join(", ");
    };
    var ways = shownWays(app).map(function (way) {
      return A.h("section", { style: { "--way": "var(--way-" + way.rank + ")" } }, A.h("h2", {}, A.h("span.rank", {}, way.rank), " ", pick(way, "name")),
        way.texts.map(function (text) {
          return [text.topic === "what" ? null : A.h("h3", {}, t("topic." + text.topic)),
            A.h("p", {}, pick(text, "text"), text.sources.length ? A.h("span.print-cite", {}, " [" + cite(text.sources) + "]") : null)];
        }), cases(app, way, cite));
    });
    A.visibleFeatures(app.data, app.store.get()).forEach(function (feature) { cite(feature.properties.sources); });
    return A.h("div.print-only.print-texts", {}, A.h("div.columns", {}, ways), A.h("h2", {}, t("print-sources")), A.h("ol.columns.print-sources", {}, order.map(function (id) {
      var source = app.data.sources[id];
      return A.h("li", {}, source ? [A.cite(source, app.language), source.URL ? A.h("span.print-url", {}, " " + source.URL) : null] : id);
    })), A.h("p.licence", {}, pick(app.data.atlas, "licence") + " " + t("printed", { date: app.language.date(today) }),
      location.protocol === "file:" ? null : A.h("span.print-url", {}, " " + A.address(app, {}))));
  }
})(window.Atlas = window.Atlas || {});
