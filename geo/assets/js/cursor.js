/* The keyboard's way through a large atlas: one button on the map, arrow keys go from feature to feature in view. */
(function (A) {
  "use strict";

  A.cursor = function (own) {
    var app = own.app, cursor = { own: own, list: null, at: -1, ring: null };
    cursor.button = A.h("button.large-cursor", { type: "button", "aria-haspopup": "dialog", onkeydown: function (event) { key(cursor, event); },
      onclick: function () { choose(cursor); }, onfocus: function () { name(cursor); }, onblur: function () { ring(cursor, null); } });
    app.map.getContainer().appendChild(cursor.button);
    L.DomEvent.disableClickPropagation(cursor.button);
    app.map.on("moveend atlas:shown", function () { cursor.list = null; });
    app.store.subscribe(function (state, changed) { if ("lang" in changed) { name(cursor); } });
    name(cursor);
  };

  /* The visible features whose middle is in view, in the order of the data. */
  function list(cursor) {
    var own = cursor.own, bounds = own.app.map.getBounds();
    if (!cursor.list) {
      cursor.list = [];
      own.app.data.features.forEach(function (feature) {
        var way = own.of(feature);
        if (own.shown(way.id) && way.fits[feature.row] && bounds.contains(own.bounds([feature]).getCenter())) { cursor.list.push(feature); }
      });
      cursor.at = -1;
    }
    return cursor.list;
  }

  function key(cursor, event) {
    var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    var end = event.key === "Home" ? 0 : event.key === "End" ? list(cursor).length - 1 : null;
    if (event.key === "Escape" && cursor.at >= 0) { cursor.at = -1; ring(cursor, null); } else if (!step && end === null) { return; }
    else { cursor.at = end !== null ? end : Math.max(0, Math.min(list(cursor).length - 1, cursor.at + step)); }
    event.preventDefault();
    event.stopPropagation();
    name(cursor);
    cursor.own.app.say(cursor.button.textContent);
  }

  /* Say where the cursor is, and ring it. */
  function name(cursor) {
    var app = cursor.own.app, t = app.language.t, feature = document.activeElement === cursor.button && list(cursor)[cursor.at];
    if (!feature) { cursor.button.textContent = t("large.browse"); return; }
    var p = feature.properties, way = app.data.wayById[p.way];
    cursor.button.textContent = t("large.at", { at: app.language.number(cursor.at + 1), all: app.language.number(list(cursor).length),
      name: t("feature-name", { rank: way.rank, way: app.language.pick(way, "name"), kind: t("kind." + p.kind), name: app.language.pick(p, "name") }) });
    ring(cursor, cursor.own.bounds([feature]).getCenter());
  }

  function ring(cursor, latlng) {
    if (cursor.ring) { cursor.ring.remove(); }
    cursor.ring = latlng && L.circleMarker(latlng, { radius: 13, className: "large-ring", interactive: false }).addTo(cursor.own.app.map);
  }

  function choose(cursor) {
    var feature = list(cursor)[cursor.at];
    if (feature) { cursor.own.app.select(feature.id, { focus: true }); }
  }
})(window.Atlas = window.Atlas || {});
