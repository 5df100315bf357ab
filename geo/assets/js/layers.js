/* The features as SVG on the map: a group a way, lines below points, in the order in which Tab walks them. */
(function (A) {
  "use strict";

  var options = { padding: 0.6, pointRadius: 6.5, smallRadius: 4.8, reach: 14, arrowsFrom: 60, related: 60 };

  /* An SVG renderer that keeps each way's paths in a group of its own, so that hiding a way takes one step. */
  A.WayRenderer = L.SVG.extend({
    _initContainer: function () {
      L.SVG.prototype._initContainer.call(this);
      this._container.setAttribute("role", "group");
      this._container.removeAttribute("aria-hidden");
      this._groups = Object.create(null);
    },
    group: function (name) {
      if (!this._groups[name]) {
        this._groups[name] = { g: A.svg("g", { "data-way": name }), mark: document.createComment(name) };
        this._rootGroup.appendChild(this._groups[name].mark);
        this._rootGroup.appendChild(this._groups[name].g);
      }
      return this._groups[name];
    },
    /** Take a group out of the page, or put it back in its place. */
    show: function (name, shown) {
      var group = this.group(name);
      if (shown && !group.g.parentNode) { group.mark.parentNode.insertBefore(group.g, group.mark.nextSibling); }
      if (!shown && group.g.parentNode) { group.g.parentNode.removeChild(group.g); }
    },
    /* A line lies on a wider one of the same course that nobody sees, which is easier to hit. */
    _addPath: function (layer) {
      if (!this._rootGroup) { this._initContainer(); }
      [layer.options.hit, layer._path].filter(Boolean).forEach(function (path) {
        this.group(layer.options.group || "").g.appendChild(path);
        layer.addInteractiveTarget(path);
      }, this);
    },
    _removePath: function (layer) {
      L.SVG.prototype._removePath.call(this, layer);
      if (layer.options.hit) {
        layer.options.hit.remove();
        layer.removeInteractiveTarget(layer.options.hit);
      }
    },
    _setPath: function (layer, path) {
      L.SVG.prototype._setPath.call(this, layer, path);
      if (layer.options.hit) { layer.options.hit.setAttribute("d", path); }
    }
  });

  /* A point drawn as one of the shapes, at an offset in pixels from its position where it is crowded. */
  A.Glyph = L.CircleMarker.extend({
    shift: function (x, y) { this._shift = [x, y]; this._updateGlyph(); },
    _updatePath: function () { this._updateGlyph(); },
    _updateGlyph: function () {
      if (!this._path || !this._point) { return; }
      var shift = this._shift || [0, 0];
      if (this._drawnSize !== this._radius || this._drawnPath !== this._path) {
        this._path.setAttribute("d", A.SHAPES[this.options.shape](this._radius));
        this._drawnSize = this._radius;
        this._drawnPath = this._path;
      }
      this._path.setAttribute("transform", "translate(" + (this._point.x + shift[0]) + "," + (this._point.y + shift[1]) + ")");
    }
  });

  A.parts.push(function layers(app) {
    var renderer = new A.WayRenderer({ padding: options.padding }).addTo(app.map);
    var drawn = (app.drawn = Object.create(null));
    app.renderer = renderer;
    keys(app, renderer._container);
    if (app.data.many) { A.large(app); }
    app.data.ways.forEach(function (way) {
      renderer.group(way.id);
      var features = app.data.many ? [] : app.data.featuresOf[way.id];
      features.filter(isLine).forEach(function (feature) { drawn[feature.id] = drawLine(app, feature, way); });
      features.filter(function (f) { return !isLine(f); }).forEach(function (feature) { drawn[feature.id] = drawPoint(app, feature, way); });
    });
    projections(app);
    if (!app.large) {
      app.map.on("click", function (event) {
        var near = nearest(app, event.layerPoint);
        if (near) { app.select(near, { focus: true }); }
      });
    }
    app.map.on("atlas:projected", function () { resize(app); });
    app.store.subscribe(function (state, changed) {
      if (A.changesVisible(changed)) { show(app); }
      if ("years" in changed || "told" in changed) { fade(app); }
      if ("selected" in changed) { highlight(app); }
      if ("lang" in changed) { name(app); }
    });
    resize(app);
    name(app);
    show(app);
    fade(app);
  });

  /* Tell when every position has other pixels: at another zoom, and after a jump too far to be a pan. */
  function projections(app) {
    var last = app.map.getPixelOrigin();
    app.map.on("zoomend viewreset", function () {
      var origin = app.map.getPixelOrigin();
      if (origin !== last) { app.map.fire("atlas:projected"); }
      last = origin;
    });
  }

  function isLine(feature) { return feature.geometry.type !== "Point"; }

  /** Return the bounds of features as Leaflet sees them, longitudes running on. */
  A.boundsOf = function (app, features) {
    var bounds = L.latLngBounds([]);
    if (app.large) { return app.large.bounds(features); }
    features.forEach(function (feature) {
      var layer = app.drawn[feature.id].layer;
      if (layer.getBounds && isLine(feature)) { bounds.extend(layer.getBounds()); } else { bounds.extend(layer.getLatLng()); }
    });
    return bounds;
  };

  /** Return where a feature's popup points: its point, or the middle of its line. */
  A.middleOf = function (app, id) {
    var layer = app.drawn[id].layer, line = layer.getLatLngs && layer.getLatLngs()[0];
    return line ? line[Math.floor(line.length / 2)] : layer.getLatLng();
  };

  function drawLine(app, feature, way) {
    var p = feature.properties, style = A.lineOf(p), arc = p.mode === "air" || p.mode === "unknown";
    var path = A.geometry.paths(feature.geometry, app.data.meridian, arc).map(function (part) { return part.map(function (p) { return L.latLng(p[0], p[1]); }); });
    var hit = A.svg("path", { class: "hit leaflet-interactive", "aria-hidden": "true" });
    var layer = L.polyline(path, {
      renderer: app.renderer, group: way.id, hit: hit, className: "line kind-" + p.kind + " certainty-" + p.certainty,
      weight: style.weight, dashArray: style.dash, color: "var(--way-" + way.rank + ")", fill: false, smoothFactor: 0.5, noClip: true
    }).addTo(app.map);
    var arrow = p.kind === "leg" ? A.svg("path", { class: "arrow", d: "M-4,-4L5,0L-4,4Z", fill: "var(--way-" + way.rank + ")" }) : null;
    if (arrow) { app.renderer.group(way.id).g.appendChild(arrow); }
    listen(app, feature, layer);
    return finish(app, feature, { feature: feature, layer: layer, extra: [hit, arrow].filter(Boolean), arrow: arrow });
  }

  function drawPoint(app, feature, way) {
    var c = feature.geometry.coordinates, shape = A.shapeOf(feature.properties);
    var layer = new A.Glyph([c[1], A.geometry.near(c[0], app.data.meridian)], {
      renderer: app.renderer, group: way.id, shape: shape, radius: radius(app), bubblingMouseEvents: false,
      className: "point shape-" + shape + " kind-" + feature.properties.kind + " certainty-" + feature.properties.certainty,
      color: "var(--way-" + way.rank + ")", fillColor: shape === "half" ? "url(#half-" + way.rank + ")" : "var(--way-" + way.rank + ")"
    }).addTo(app.map);
    layer._path.style.setProperty("--own", "var(--way-" + way.rank + ")");
    listen(app, feature, layer);
    return finish(app, feature, { feature: feature, layer: layer, extra: [] });
  }

  function finish(app, feature, entry) {
    var path = (entry.path = entry.layer._path);
    path.setAttribute("data-feature-id", feature.id);
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-haspopup", "dialog");
    return entry;
  }

  /* Enter opens a feature; one that is reached by Tab comes out of its group. */
  function keys(app, container) {
    var idOf = function (event) { return event.target.getAttribute("data-feature-id"); };
    container.addEventListener("keydown", function (event) {
      if (!idOf(event) || (event.key !== "Enter" && event.key !== " ")) { return; }
      event.preventDefault();
      event.stopPropagation();
      app.select(idOf(event), { focus: true });
    });
    container.addEventListener("focusin", function (event) {
      var id = idOf(event);
      if (!id) { return; }
      app.reveal(id);
      if (event.target.matches(":focus-visible")) { app.map.panInside(A.middleOf(app, id), { padding: [40, 40], animate: false }); }
    });
  }

  function listen(app, feature, layer) {
    layer.on("click", function (event) {
      var near = isLine(feature) && nearest(app, event.layerPoint);
      L.DomEvent.stop(event);
      app.select(near || feature.id, near ? { focus: true } : { at: event.latlng, focus: true });
    });
  }

  /* The point that a finger meant: the nearest within reach, none of those that a group has gathered. */
  function nearest(app, at) {
    var least = options.reach, found = null;
    Object.keys(app.drawn).forEach(function (id) {
      var entry = app.drawn[id];
      if (isLine(entry.feature) || entry.hidden || entry.path.classList.contains("folded")) { return; }
      var away = app.pointOf(id).distanceTo(at);
      if (away < least) { least = away; found = id; }
    });
    return found;
  }

  /* Tell each path's name: way, kind and title. */
  function name(app) {
    var t = app.language.t;
    app.renderer._container.setAttribute("aria-label", t("map-features"));
    Object.keys(app.drawn).forEach(function (id) {
      var feature = app.drawn[id].feature, p = feature.properties, way = app.data.wayById[p.way];
      var label = t("feature-name", { rank: way.rank, way: app.language.pick(way, "name"), kind: t("kind." + p.kind), name: app.language.pick(p, "name") });
      app.drawn[id].path.setAttribute("aria-label", label);
    });
  }

  /* Show exactly the visible features: a way that is off loses its group, a filtered feature its own paths. */
  function show(app) {
    var state = app.store.get();
    app.data.ways.forEach(function (way) { app.renderer.show(way.id, (state.told || state.ways).indexOf(way.id) >= 0); });
    Object.keys(app.drawn).forEach(function (id) {
      var entry = app.drawn[id];
      var hidden = !A.isVisible(entry.feature, state);
      if (entry.hidden === hidden) { return; }
      entry.hidden = hidden;
      toggle(app, entry);
    });
    app.map.fire("atlas:shown");
  }

  /* The years choose cases; lines and places with a date beside them stay, paler. */
  function fade(app) {
    var state = app.store.get();
    Object.keys(app.drawn).forEach(function (id) {
      var entry = app.drawn[id], p = entry.feature.properties, own = p.kind !== "case" && state.years && !state.told && A.yearsOf(entry.feature);
      var beside = Boolean(own && (own[0] > state.years[1] || own[1] < state.years[0]));
      if (beside === Boolean(entry.beside)) { return; }
      entry.beside = beside;
      [entry.path, entry.arrow].forEach(function (element) { if (element) { element.classList.toggle("beside", beside); } });
    });
  }

  /* A filtered feature leaves the page; a comment keeps its place in the order of Tab. */
  function toggle(app, entry) {
    [entry.path].concat(entry.extra).forEach(function (element) {
      element.marker = element.marker || document.createComment("");
      if (entry.hidden && element.parentNode) { element.parentNode.replaceChild(element.marker, element); }
      if (!entry.hidden && element.marker.parentNode) { element.marker.parentNode.replaceChild(element, element.marker); }
    });
  }

  function highlight(app) {
    var state = app.store.get(), chosen = state.selected && app.data.byId[state.selected];
    var related = chosen ? relatedTo(app, chosen) : null;
    app.renderer._container.classList.toggle("has-selection", Boolean(chosen));
    if (app.large) { drawChosen(app, chosen, related); }
    Object.keys(app.drawn).forEach(function (id) {
      var entry = app.drawn[id];
      [entry.path].concat(entry.extra).forEach(function (element) {
        element.classList.toggle("selected", id === state.selected);
        element.classList.toggle("related", Boolean(related && related[id]));
      });
    });
  }

  /* In a large atlas only what is chosen is drawn so, above the canvases. */
  function drawChosen(app, chosen, related) {
    Object.keys(app.drawn).forEach(function (id) {
      var entry = app.drawn[id];
      [entry.layer, entry.arrow].forEach(function (part) { if (part) { part.remove(); } });
      delete app.drawn[id];
    });
    if (!chosen) { return; }
    var state = app.store.get(), shown = Object.keys(related).map(function (id) { return app.data.byId[id]; })
      .filter(function (f) { return f && f !== chosen && A.isVisible(f, state); }).slice(0, options.related).concat(chosen);
    shown.filter(isLine).concat(shown.filter(function (f) { return !isLine(f); })).forEach(function (feature) {
      app.drawn[feature.id] = (isLine(feature) ? drawLine : drawPoint)(app, feature, app.data.wayById[feature.properties.way]);
    });
    resize(app);
    name(app);
  }

  /* The route of a leg, the ends of a leg or case, and what it points to. */
  function relatedTo(app, feature) {
    var p = feature.properties, found = Object.create(null);
    [feature.id, p.from_place, p.to_place].concat(p.see_also || []).forEach(function (id) { if (id) { found[id] = true; } });
    app.data.featuresOf[p.way].forEach(function (other) {
      var o = other.properties;
      if (p.route && o.route === p.route) { [other.id, o.from_place, o.to_place].forEach(function (id) { found[id] = true; }); }
      if (o.from_place === feature.id || o.to_place === feature.id) { found[other.id] = true; }
    });
    return found;
  }

  /* Points grow a little and arrows find their place again when the zoom changes. */
  function resize(app) {
    var size = radius(app);
    Object.keys(app.drawn).forEach(function (id) {
      var entry = app.drawn[id];
      if (entry.layer.setRadius && entry.layer.getRadius() !== size) { entry.layer.setRadius(size); }
      if (entry.arrow) { placeArrow(app, entry); }
    });
  }

  function radius(app) { return app.map.getZoom() < 4 ? options.smallRadius : options.pointRadius; }

  function placeArrow(app, entry) {
    var line = entry.layer.getLatLngs()[0].map(function (latlng) { return app.map.latLngToLayerPoint(latlng); });
    var at = A.geometry.along(line, 0.54);
    var small = !at || at.length < options.arrowsFrom;
    entry.arrow.classList.toggle("too-short", small);
    if (!small) {
      entry.arrow.setAttribute("transform", "translate(" + at.x + "," + at.y + ") rotate(" + at.angle * 180 / Math.PI + ")");
    }
  }
})(window.Atlas = window.Atlas || {});
