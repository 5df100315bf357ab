/* Zoom in, zoom out and back to the first view, as a Leaflet control with names in the page's language. */
(function (A) {
  "use strict";

  A.ZoomControl = L.Control.extend({
    options: { position: "topright" },
    initialize: function (app, settings) { this._app = app; L.setOptions(this, settings); },
    onAdd: function (map) {
      var app = this._app, box = A.h("div.leaflet-bar.zoom");
      [["+", "zoom-in", function () { map.zoomIn(); }], ["−", "zoom-out", function () { map.zoomOut(); }],
        ["⌂", "reset-view", function () { app.home(); }]]
        .forEach(function (button) {
          box.appendChild(A.h("button", { type: "button", "data-t-label": button[1], onclick: button[2] }, A.h("span", { "aria-hidden": "true" }, button[0])));
        });
      L.DomEvent.disableClickPropagation(box);
      return box;
    }
  });

  A.parts.unshift(function zoom(app) {
    app.home = function () { A.showFirst(app.map, app.data, !app.still() && !app.restoring); };
    app.map.addControl(new A.ZoomControl(app));
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(app.map);
  });
})(window.Atlas = window.Atlas || {});
