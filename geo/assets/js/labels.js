/* Names on the map: countries, seas and the atlas's places, each drawn only where it meets nothing else. */
(function (A) {
  "use strict";

  var options = { placesFrom: 5, focusFrom: 2, gap: 3, step: 9, spots: 400, buttons: [52, 122], beside: [16, 20, 25, 31, 38, 46, 55, 65, 76, 90, 110], near: 120, turns: 32 };

  /* Where a name of a country or a sea is tried, in widths and heights from its place. */
  var OFFSETS = [[0, 0], [0, 1.5], [0, -1.5], [0.6, 0], [-0.6, 0], [0.6, 1.5], [-0.6, 1.5], [0.6, -1.5], [-0.6, -1.5]];

  A.parts.push(function labels(app) {
    var pane = app.map.createPane("labels"), sizes = Object.create(null);
    pane.setAttribute("aria-hidden", "true");
    pane.classList.add("labels");
    var base = A.block("basemap-labels");
    var own = Object.keys(app.data.countries);
    base.countries.sort(function (a, b) { return rank(a) - rank(b); });
    function rank(country) { return (own.indexOf(country.id) < 0 ? 10 : 0) + country.zoom[0]; }
    /* A country that the atlas speaks of is named even where the name has to lie on a line, and what it is about always. */
    var entries = base.countries.map(function (country) {
      var about = app.data.atlas.focus.indexOf(country.id) >= 0, label = entry(country, "country", app);
      return Object.assign(label, { own: about || own.indexOf(country.id) >= 0, about: about, zoom: about ? [options.focusFrom, label.zoom[1]] : label.zoom });
    })
      .concat(base.seas.map(function (sea) { return entry(sea, "sea", app); }))
      .concat(placeLabels(app));
    var view = { app: app, pane: pane, entries: entries, measure: function (labels) { measure(labels, pane, sizes); } };
    app.map.on("zoomend moveend atlas:shown atlas:spread resize", function () {
      L.Util.cancelAnimFrame(app.labelFrame);
      app.labelFrame = L.Util.requestAnimFrame(app.drawLabels);
    });
    app.drawLabels = function () { arrange(view); };
    app.store.subscribe(function (state, changed) { if ("lang" in changed) { sizes = Object.create(null); app.drawLabels(); } });
    foresee(view);
  });

  function entry(label, kind, app) {
    var lon = A.geometry.near(label.at[0], app.data.meridian);
    return { latlng: L.latLng(label.at[1], lon), zoom: label.zoom, kind: kind, id: label.id, name: label.name, short: label.short };
  }

  /* One label a position: several ways may name the same city, and those go first. */
  function placeLabels(app) {
    var seen = Object.create(null), found = [];
    if (app.data.many) { return found; }
    app.data.features.forEach(function (feature) {
      var key = feature.geometry.coordinates.join(), p = feature.properties;
      if (p.kind !== "place") { return; }
      if (seen[key]) { seen[key].features.push(feature); return; }
      var label = entry({ at: feature.geometry.coordinates, zoom: [options.placesFrom, 20] }, "place", app);
      label.features = [feature];
      seen[key] = label;
      found.push(label);
    });
    found.sort(function (a, b) { return b.features.length - a.features.length; });
    return found;
  }

  /* Measure what will be named at first while the page is still nearly empty: to measure lays all of it out. */
  function foresee(view) {
    var lang = view.app.store.get().lang, box = viewBox(view.app.map);
    var soon = view.entries.filter(function (label) { return label.kind !== "place" && isWanted(label, view, box, Object.create(null)); });
    view.measure(soon.concat(soon.filter(function (label) { return label.own && label.short; }).map(function (label) {
      return { kind: label.kind, text: label.short[lang] };
    })));
  }

  function viewBox(map) {
    var corner = map.containerPointToLayerPoint([0, 0]), size = map.getSize();
    return [corner.x, corner.y, corner.x + size.x, corner.y + size.y];
  }

  /* Say whether a label has something to name inside the view, and where. */
  function isWanted(label, view, box, named) {
    label.text = wanted(label, view.app.map.getZoom(), view.app.store.get(), view.app);
    label.at = label.text && place(label, view.app, named);
    if (!label.at) { return false; }
    return A.geometry.overlap([label.at.x, label.at.y, label.at.x + 1, label.at.y + 1], box) || Boolean(label.own && inSight(label, box, view.app));
  }

  /* Say whether an outline of a country may lie in the view. */
  function inSight(label, box, app) {
    var flat = pixels(label, app);
    return app.basemap.outlines(label.id).some(function (outline) { return A.geometry.overlap(flat(outline.box), box); });
  }

  /* Return a function from boxes in units of the world's width to boxes in pixels of the layer, on a country's turn of the world. */
  function pixels(label, app) {
    var zoom = app.map.getZoom(), scale = 256 * Math.pow(2, zoom), origin = app.map.getPixelOrigin();
    var turn = Math.round(app.map.project(label.latlng, zoom).x / scale - 0.5) * scale;
    return function (box) { return [box[0] * scale + turn - origin.x, box[1] * scale - origin.y, box[2] * scale + turn - origin.x, box[3] * scale - origin.y]; };
  }

  function arrange(view) {
    var app = view.app, box = viewBox(app.map), named = Object.create(null);
    var taken = (app.large ? app.large.boxes() : obstacles(app)).concat([underButtons(box)]), lines = app.large ? [] : lineBoxes(app);
    view.measure(view.entries.filter(function (label) { return (label.inside = isWanted(label, view, box, named)); }));
    view.entries.forEach(function (label) {
      var beside = label.kind === "place" ? [] : lines;
      label.leader = null;
      label.spot = label.inside ? fit(label, taken, beside, box) || (label.own && insist(label, taken, beside, box, view)) || (label.about && aside(label, taken, beside, box)) : null;
      if (label.spot) { taken.push(label.spot); }
      write(label, view.pane);
    });
  }

  /* Beside the country, with a line to it: where nothing lies, else where no point does. */
  function aside(label, taken, lines, view) {
    var w = label.size.width, h = label.size.height, spots = [];
    options.beside.forEach(function (reach) {
      for (var turn = 0; turn < options.turns; turn += 1) {
        var angle = 2 * Math.PI * turn / options.turns, x = Math.cos(angle), y = Math.sin(angle);
        spots.push([x * (reach + w / 2), y * (reach + h / 2)]);
      }
    });
    var found = fit(label, taken, lines, view, spots.slice(0, options.near)) || fit(label, taken, [], view, spots);
    if (found) {
      label.leader = [Math.max(found[0], Math.min(found[2], label.at.x)), Math.max(found[1], Math.min(found[3], label.at.y))];
    }
    return found;
  }

  /* Show a label in the box that it took; it gets its element when it is first shown. */
  function write(label, pane) {
    lead(label, pane);
    if (!label.spot) {
      if (label.element) { label.element.hidden = true; }
      return;
    }
    var element = label.element = label.element || pane.appendChild(A.h("span.label." + label.kind));
    if (element.textContent !== label.text) { element.textContent = label.text; }
    element.style.transform = "translate(" + label.spot[0] + "px," + label.spot[1] + "px)";
    element.hidden = false;
  }

  /* The line from a country to its name beside it. */
  function lead(label, pane) {
    if (label.line) { label.line.hidden = !label.leader; }
    if (!label.leader) { return; }
    var line = label.line = label.line || pane.appendChild(A.h("span.label-line")), x = label.leader[0] - label.at.x, y = label.leader[1] - label.at.y;
    line.hidden = false;
    line.style.width = Math.round(Math.hypot(x, y)) + "px";
    line.style.transform = "translate(" + label.at.x + "px," + label.at.y + "px) rotate(" + Math.atan2(y, x) + "rad)";
  }

  /* A country that the atlas speaks of: anywhere inside it, else on lines, else in short, else close to points; or not at all. */
  function insist(label, taken, lines, box, view) {
    var spots = spotsIn(label, box, view.app), short = label.short && label.short[view.app.store.get().lang];
    var found = fit(label, taken, lines, box, spots) || fit(label, taken, [], box, spots);
    if (found || !short) { return found; }
    label.text = short;
    view.measure([label]);
    return fit(label, taken, [], box, spots) || fit(label, taken.map(smaller), [], box, spots);
  }

  function smaller(box) { return [box[0] + 5, box[1] + 5, box[2] - 5, box[3] - 5]; }

  /* Places in view that lie inside a country, as offsets from its own, the nearest first; once a view. */
  function spotsIn(label, view, app) {
    var flat = pixels(label, app), world = flat([0, 0, 1, 1]), scale = world[2] - world[0], found = [], at = label.at;
    app.basemap.outlines(label.id).forEach(function (outline) {
      var box = flat(outline.box), left = Math.max(view[0], box[0]), right = Math.min(view[2], box[2]), top = Math.max(view[1], box[1]), bottom = Math.min(view[3], box[3]);
      if (left >= right || top >= bottom) { return; }
      var step = Math.max(options.step, Math.sqrt((right - left) * (bottom - top) / options.spots));
      for (var y = top + step / 2; y < bottom; y += step) {
        for (var x = left + step / 2; x < right; x += step) {
          if (A.geometry.inside((x - world[0]) / scale, (y - world[1]) / scale, outline.rings)) { found.push([x - at.x, y - at.y]); }
        }
      }
    });
    return found.sort(function (a, b) { return Math.hypot(a[0], a[1]) - Math.hypot(b[0], b[1]); });
  }

  /* Give labels the size of their texts. All that are new are written before one is measured, so that the page is laid out once. */
  function measure(labels, pane, sizes) {
    var fresh = labels.filter(function (label) {
      var key = label.kind + " " + label.text, isNew = !sizes[key];
      label.size = sizes[key] = sizes[key] || {};
      return isNew;
    });
    fresh.forEach(function (label) {
      label.size.element = pane.appendChild(A.h("span.label." + label.kind, {}, label.text));
    });
    fresh.forEach(function (label) { label.size.width = label.size.element.offsetWidth; label.size.height = label.size.element.offsetHeight; });
    fresh.forEach(function (label) { label.size.element.remove(); delete label.size.element; });
  }

  /* Where a label belongs, and from how far off: of the places in a group one stands beside the group's button. */
  function place(label, app, named) {
    var id = label.shown && label.shown.id;
    label.reach = 10;
    if (!id || !app.drawn[id].path.classList.contains("folded")) { return app.map.latLngToLayerPoint(label.latlng); }
    var at = app.pointOf(id), first = !named[at];
    label.reach = 18;
    named[at] = true;
    return first ? at : null;
  }

  function wanted(label, zoom, state, app) {
    if (zoom < label.zoom[0] || zoom > label.zoom[1]) { return ""; }
    if (label.kind !== "place") { return A.nameIn(label.name, state.lang); }
    var shown = label.shown = label.features.filter(function (feature) { return !app.drawn[feature.id].hidden; })[0];
    return shown ? app.language.pick(shown.properties, "name") : "";
  }

  /* Try the label at its place, then beside it; return the box it took or null. */
  function fit(label, taken, lines, view, spots) {
    var w = label.size.width, h = label.size.height, at = label.at, r = label.reach, offsets = label.kind === "place"
      ? [[r, -h / 2], [-w - r, -h / 2], [-w / 2, -h - r + 1], [-w / 2, r - 1]]
      : spots ? spots.map(function (o) { return [o[0] - w / 2, o[1] - h / 2]; })
        : (label.own ? OFFSETS.slice(0, 1) : OFFSETS).map(function (o) { return [o[0] * w - w / 2, o[1] * h - h / 2]; });
    for (var i = 0; i < offsets.length; i += 1) {
      var x = Math.round(at.x + offsets[i][0]), y = Math.round(at.y + offsets[i][1]), box = [x, y, x + w, y + h];
      if (within(box, view) && free(box, taken) && free(box, lines)) { return box; }
    }
    return null;
  }

  function within(box, view) {
    return box[0] > view[0] && box[1] > view[1] && box[2] < view[2] && box[3] < view[3];
  }

  function free(box, others) {
    return !others.some(function (other) { return A.geometry.overlap(box, other); });
  }

  /* Where the zoom buttons lie. */
  function underButtons(view) { return [view[2] - options.buttons[0], view[1], view[2], view[1] + options.buttons[1]]; }

  /* The boxes of the visible points and group buttons. */
  function obstacles(app) {
    return A.visibleFeatures(app.data, app.store.get()).filter(function (f) { return f.geometry.type === "Point"; })
      .map(function (feature) {
        var p = app.pointOf(feature.id), r = 8 + options.gap;
        if (app.drawn[feature.id].path.classList.contains("folded")) { r += 6; }
        return [p.x - r, p.y - r, p.x + r, p.y + r];
      });
  }

  /* Small boxes along the visible lines, so that a country's name does not lie on a route. */
  function lineBoxes(app) {
    var boxes = [];
    A.visibleFeatures(app.data, app.store.get()).forEach(function (feature) {
      var layer = app.drawn[feature.id].layer;
      (layer._parts || []).forEach(function (part) {
        for (var i = 1; i < part.length; i += 1) { sample(part[i - 1], part[i], boxes); }
      });
    });
    return boxes;
  }

  function sample(a, b, boxes) {
    var n = Math.min(200, Math.ceil(a.distanceTo(b) / 12));
    for (var k = 0; k <= n; k += 1) {
      var x = a.x + (b.x - a.x) * k / n, y = a.y + (b.y - a.y) * k / n;
      boxes.push([x - 2, y - 2, x + 2, y + 2]);
    }
  }
})(window.Atlas = window.Atlas || {});
