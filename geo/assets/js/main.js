/* Start: read the data, make the map and the store, mount every part, then say that all is drawn. */
(function (A) {
  "use strict";

  var options = { minZoom: 2, narrow: 640, maxZoom: 9, fit: { paddingTopLeft: [18, 18], paddingBottomRight: [62, 18], maxZoom: 8 } };

  /** Draw the atlas into the element `id` and return the Leaflet map; the page's script calls it once. */
  A.start = function (id) {
    var data = A.readData(), app = { data: data };
    app.map = makeMap(id, data, A.readHash(location.hash, data).place);
    if (data.many) { A.unpack(data, busy(app.map)).then(function () { mount(app); }); } else { mount(app); }
    return app.map;
  };

  /* Show on the map which share of a large atlas has been read. */
  function busy(map) {
    map.getContainer().setAttribute("aria-busy", "true");
    return function (share) { if (share === 1) { map.getContainer().removeAttribute("aria-busy"); } };
  }

  function mount(app) {
    var data = app.data, asked = A.readHash(location.hash, data);
    var store = A.createStore(Object.assign({
      ways: data.ways.map(function (way) { return way.id; }), years: null, filters: {}, query: "",
      lang: A.preferredLanguage(data.atlas.languages), theme: "", selected: null, view: "ways", step: 0, panel: false, embed: false
    }, onlyState(asked)), function (state) { return A.follow(state, data); });
    app.store = store;
    app.language = A.createLanguage(data, A.block("words"), store);
    helpers(app);
    gradients(app);
    A.setTheme(app);
    app.basemap = new A.BaseMap({ noWrap: false, attribution: "", focus: data.atlas.focus }).addTo(app.map);
    A.parts.forEach(function (part) { part(app); });
    app.drawLabels();
    if (asked.selected && !A.isVisible(data.byId[asked.selected], store.get())) { asked.selected = null; } // its way is off
    if (asked.selected && !asked.place) { app.approach(app.data.byId[asked.selected]); }
    if (asked.selected) { app.select(asked.selected, {}); }
    A.app = app;
    Promise.resolve(app.large && app.large.drawn).then(function () { document.documentElement.dataset.ready = "true"; });
  }

  function onlyState(asked) {
    var state = Object.assign({}, asked);
    delete state.place;
    delete state.selected;
    if (state.step !== undefined) { state.view = "story"; }
    return state;
  }

  function makeMap(id, data, place) {
    var middle = data.meridian, still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    var map = L.map(id, {
      maxZoom: options.maxZoom, zoomControl: false, attributionControl: false, worldCopyJump: false,
      maxBounds: [[-72, middle - 200], [84.5, middle + 200]], maxBoundsViscosity: 0.8,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, keyboard: true, renderer: L.svg({ padding: 0.6 })
    });
    if (still) { map.panBy = function (offset) { return L.Map.prototype.panBy.call(map, offset, { animate: false }); }; }
    map.getContainer().insertBefore(map.getContainer().querySelector(".leaflet-control-container"), map.getPane("mapPane")); // Tab comes to the buttons first
    map.setMinZoom(least(map)).on("resize", function () { map.setMinZoom(least(map)); });
    if (place) { A.showPlace(map, place, middle); }
    else { A.showFirst(map, data, false); }
    return map;
  }

  /* A narrow map may show the world smaller, so that a way across it still fits. */
  function least(map) { return map.getSize().x < options.narrow ? options.minZoom - 1 : options.minZoom; }

  /** Move a map to the first view: the atlas's own, or all of a page's one way. */
  A.showFirst = function (map, data, animate) {
    var view = data.view, east = view[2] < view[0] ? view[2] + 360 : view[2];
    map.fitBounds([[view[1], view[0]], [view[3], east]], Object.assign({ animate: animate }, data.only ? options.fit : {}));
  };

  function helpers(app) {
    var status = document.getElementById("status");
    /** Tell a screen reader what an action did. */
    app.say = function (text) { status.textContent = text; };
    app.isPhone = function () { return window.matchMedia("(max-width: 640px)").matches; };
    app.title = function () {
      var pick = app.language.pick, way = app.data.only && app.data.wayById[app.data.only];
      return way ? pick(way, "name") + " · " + pick(app.data.atlas, "title") : pick(app.data.atlas, "title");
    };
    app.still = function () { return window.matchMedia("(prefers-reduced-motion: reduce)").matches; };
    /** Move the map to features, jumping where the reader prefers no motion. */
    app.zoomTo = function (features) {
      var bounds = A.boundsOf(app, features.filter(function (f) { return app.large || app.drawn[f.id]; }));
      if (bounds.isValid()) { app.map.fitBounds(bounds, Object.assign({ animate: !app.still() && !app.restoring }, options.fit)); }
    };
    /** Return a button that shows a feature on the map. */
    app.featureButton = function (id) {
      var feature = app.data.byId[id];
      return A.h("button.link", { type: "button", onclick: function () { app.goTo(id); } }, app.language.pick(feature.properties, "name"));
    };
    /** Make sure that a feature is shown, move the map there and open its popup. */
    app.goTo = function (id) {
      var feature = app.data.byId[id], state = app.store.get();
      if (state.view === "table" || state.view === "about") { app.store.set({ view: "ways" }); }
      if (!A.isVisible(feature, state) && !state.told) {
        app.store.set({ ways: state.ways.concat(state.ways.indexOf(feature.properties.way) < 0 ? feature.properties.way : []), years: null, filters: {} });
      }
      app.approach(feature);
      app.select(id, { focus: true });
    };
    /** Move the map to a feature: a point where it stands with few others, a line where all of it is in sight. */
    app.approach = function (feature) {
      var isPoint = feature.geometry.type === "Point", alone = isPoint && app.drawn[feature.id] && !app.large;
      if (isPoint || app.large) { app.map.setView(A.boundsOf(app, [feature]).getCenter(), alone ? app.zoomAlone(feature) : app.map.getZoom(), { animate: false }); }
      else { app.map.fitBounds(A.boundsOf(app, [feature]), Object.assign({ animate: false }, options.fit, { maxZoom: Math.max(5, app.map.getZoom()) })); }
    };
    app.restore = function (asked) { restore(app, asked); };
  }

  /* Take over a state that the address names, as when going back. */
  function restore(app, asked) {
    app.restoring = true;
    var story = asked.step !== undefined;
    app.store.set({
      ways: asked.ways || app.data.ways.map(function (way) { return way.id; }), years: asked.years || null, filters: asked.filters || {},
      lang: asked.lang || app.store.get().lang, view: story ? "story" : asked.view || "ways", step: asked.step || 0, selected: asked.selected || null, embed: Boolean(asked.embed)
    });
    if (asked.place) { A.showPlace(app.map, asked.place, app.data.meridian); }
    else if (!story && !asked.selected) { A.showFirst(app.map, app.data, false); }
    app.restoring = false;
  }

  /* Half-filled points need a gradient of their way's colour. */
  function gradients(app) {
    var defs = document.getElementById("gradients");
    app.data.ways.forEach(function (way) {
      defs.appendChild(A.svg("linearGradient", { id: "half-" + way.rank },
        A.svg("stop", { offset: "50%", style: { "stop-color": "var(--paper)" } }),
        A.svg("stop", { offset: "50%", style: { "stop-color": "var(--way-" + way.rank + ")" } })));
    });
  }
})(window.Atlas = window.Atlas || {});
