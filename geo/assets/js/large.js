/* A large atlas on the map: canvas in place of SVG, the same popups, a cursor for the keyboard. */
(function (A) {
  "use strict";

  /* Pixels around a press in which a line or a point is meant; the most features that a list or a highlight takes. */
  var options = { near: 6, nearPoint: 9, list: 40, closer: 3 };

  /** Mount the canvases; the features that are chosen are drawn as SVG by layers.js, on top. */
  A.large = function (app) {
    var own = (app.large = create(app));
    app.map.createPane("large");
    own.lines = new A.LineCanvas(own);
    own.points = new A.PointCanvas(own, { pane: "large" });
    own.drawn = new Promise(function (ready) { own.lines.once("drawn", ready); });
    own.refit();
    /* Once every part is there: the frame chooses the colours. */
    Promise.resolve().then(function () { own.lines.addTo(app.map); own.points.addTo(app.map); watch(own); app.map.fire("atlas:spread"); });
    app.store.subscribe(function (state, changed) {
      if ("years" in changed || "filters" in changed || (("told" in changed) && own.refit.told !== Boolean(state.told))) { own.refit(); own.lines.draw(); }
      if (A.changesVisible(changed)) { own.lines.show(); own.points.draw(); app.map.fire("atlas:shown"); }
      if ("selected" in changed) { app.map.getPane("large").classList.toggle("chosen", Boolean(state.selected)); }
      if ("lang" in changed) { own.short = shortener(app); own.points.draw(); }
    });
    app.map.on("click", function (event) { press(own, event.latlng); });
    app.map.on("mousemove", function (event) { hover(own, event.latlng); });
    A.cursor(own);
  };

  /* Draw again when the colours change. */
  function watch(own) {
    new MutationObserver(function () { own.colours = {}; own.lines.draw(); own.points.draw(); })
      .observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  }

  function create(app) {
    var bar = A.h("div.large-progress", { "aria-hidden": "true" }), own = { app: app, colours: {}, forms: {}, font: "700 10.5px/1 system-ui, sans-serif" };
    app.map.getContainer().appendChild(bar);
    own.ways = app.data.ways.map(function (way, number) { return wayOf(app.data, way, number); });
    own.of = function (feature) { return own.ways.filter(function (way) { return way.id === feature.properties.way; })[0]; };
    own.shown = function (id) { var state = app.store.get(); return (state.told || state.ways).indexOf(id) >= 0; };
    own.progress = function (share) { bar.style.transform = "scaleX(" + share + ")"; bar.hidden = share >= 1; };
    own.paint = function (name) { return own.colours[name] || (own.colours[name] = getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim()); };
    own.colour = function (rank) { return own.paint("way-" + rank); };
    own.shape = function (name, radius) { return own.forms[name] || (own.forms[name] = new Path2D(A.SHAPES[name](radius))); };
    own.short = shortener(app);
    own.refit = function () { refit(own); };
    own.bounds = function (features) { return boundsOf(own, features); };
    own.boxes = function () { return boxes(own); };
    return own;
  }

  function shortener(app) {
    var format = new Intl.NumberFormat(app.language.locale, { notation: "compact", maximumSignificantDigits: 2 });
    return function (n) { return n < 1000 ? String(n) : format.format(n); };
  }

  /* A way with the rows of its lines, those of one style together, and of its points. */
  function wayOf(data, way, number) {
    var shapes = data.shapes[way.id], styled = {}, own = { id: way.id, rank: way.rank, number: number, shapes: shapes, points: [], lines: [], styles: [] };
    shapes.features.forEach(function (feature, row) {
      if (!feature.store.types[feature.row]) { own.points.push(row); return; }
      var p = feature.properties, key = p.kind === "border" ? "border" : p.mode;
      (styled[key] = styled[key] || { style: A.lineOf(p), rows: [] }).rows.push(row);
    });
    Object.keys(styled).forEach(function (key) {
      styled[key].rows.forEach(function (row) { own.lines.push(row); own.styles.push(styled[key].style); });
    });
    own.fits = new Uint8Array(shapes.features.length).fill(1);
    return own;
  }

  /* Which features the years and filters ask for; whether their way is on is asked apart. */
  function refit(own) {
    var state = own.app.store.get(), all = own.app.data.ways.map(function (way) { return way.id; });
    var asked = Object.assign({}, state, { ways: all, told: state.told ? all : null });
    own.refit.told = Boolean(state.told);
    own.ways.forEach(function (way) {
      way.shapes.features.forEach(function (feature, row) { way.fits[row] = A.isVisible(feature, asked) ? 1 : 0; });
    });
  }

  function boundsOf(own, features) {
    var bounds = L.latLngBounds([]);
    features.forEach(function (feature) {
      var box = own.of(feature).shapes.box, at = feature.row * 4;
      bounds.extend([latOf(box[at + 1]), (box[at] - 0.5) * 360]).extend([latOf(box[at + 3]), (box[at + 2] - 0.5) * 360]);
    });
    return bounds;
  }

  function latOf(y) { return 90 - 360 * Math.atan(Math.exp((y - 0.5) * 2 * Math.PI)) / Math.PI; }

  /* What stands on the map as boxes in the layer's pixels, so that labels keep clear of it. */
  function boxes(own) {
    var origin = own.app.map.getPixelOrigin();
    return own.points.discs.concat(own.points.singles).map(function (at) {
      var r = (at.r || 5) + 3, x = at.x - origin.x, y = at.y - origin.y;
      return [x - r, y - r, x + r, y + r];
    });
  }

  /* ---------------------------------------------------------------- pressing and hovering */

  /** Return what lies at a place: { feature } or { disc }, the topmost first, or null. Every line's box is asked: that takes less than a millisecond. */
  function at(own, latlng) {
    var map = own.app.map, p = map.project(latlng), best = null;
    var disc = own.points.discs.filter(function (one) { return Math.hypot(one.x - p.x, one.y - p.y) <= one.r + 2; })[0];
    if (disc) { return { disc: disc }; }
    own.points.singles.forEach(function (one) {
      var far = Math.hypot(one.x - p.x, one.y - p.y);
      if (far <= options.nearPoint && (!best || far < best.far)) { best = { far: far, feature: one.way.shapes.features[one.row] }; }
    });
    return best || nearestLine(own, p, 256 * Math.pow(2, map.getZoom()));
  }

  function nearestLine(own, p, scale) {
    var x = p.x / scale, y = p.y / scale, reach = options.near / scale, best = null, least = reach;
    own.ways.forEach(function (way) {
      if (!own.shown(way.id)) { return; }
      var box = way.shapes.box;
      way.lines.forEach(function (row) {
        var b = row * 4;
        if (!way.fits[row] || x < box[b] - reach || x > box[b + 2] + reach || y < box[b + 1] - reach || y > box[b + 3] + reach) { return; }
        var far = distance(way.shapes, row, x, y);
        if (far < least) { least = far; best = { feature: way.shapes.features[row] }; }
      });
    });
    return best;
  }

  function distance(shapes, row, x, y) {
    var least = Infinity;
    for (var p = shapes.parts[row]; p < shapes.parts[row + 1]; p += 1) {
      for (var i = shapes.starts[p] + 1; i < shapes.starts[p + 1]; i += 1) {
        var ax = shapes.x[i - 1], ay = shapes.y[i - 1], dx = shapes.x[i] - ax, dy = shapes.y[i] - ay;
        var share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
        least = Math.min(least, Math.hypot(ax + share * dx - x, ay + share * dy - y));
      }
    }
    return least;
  }

  function press(own, latlng) {
    var found = at(own, latlng);
    if (found && found.disc) { open(own, found.disc); } else if (found) { own.app.select(found.feature.id, { at: latlng, focus: true }); }
  }

  function hover(own, latlng) {
    clearTimeout(own.hovering);
    own.hovering = setTimeout(function () { own.app.map.getContainer().classList.toggle("pointing", Boolean(at(own, latlng))); }, 30);
  }

  /* A disc opens by coming closer, or, where that parts nothing, as a list. */
  function open(own, disc) {
    var app = own.app, members = own.points.members(disc), bounds = boundsOf(own, members), zoom = app.map.getZoom();
    var closer = Math.min(app.map.getBoundsZoom(bounds), zoom + options.closer, app.map.getMaxZoom());
    if (closer > zoom && !bounds.getSouthWest().equals(bounds.getNorthEast())) { app.map.setView(bounds.getCenter(), closer, { animate: !app.still() }); return; }
    var t = app.language.t, list = A.h("ul.related-list", {}, members.slice(0, options.list).map(function (feature) { return A.h("li", {}, app.featureButton(feature.id)); }));
    var box = A.h("div.popup", {}, A.h("h2", { tabindex: "-1" }, t("large.here", { n: app.language.number(members.length) })), list,
      members.length > options.list ? A.h("p", {}, t("large.more", { n: options.list })) : null);
    L.popup({ className: "atlas-popup", maxHeight: 300 }).setLatLng(app.map.unproject([disc.x, disc.y])).setContent(box).openOn(app.map);
    box.querySelector("h2").focus({ preventScroll: true });
  }
})(window.Atlas = window.Atlas || {});
