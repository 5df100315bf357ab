/* The lines of a large atlas on canvas, one a way so that hiding a way takes one step; drawn in slices. */
(function (A) {
  "use strict";

  /* Pixels and milliseconds. `padding` is drawn around the view, as a share of it; `most` pixels all canvases have together. */
  var options = { padding: 0.25, budget: 10, batch: 200, most: 32e6, step: 1.6, thinFrom: 3000, weight: 1.6, layers: 12 };

  /**
   * A renderer of Leaflet's kind whose frame of canvases is drawn beside the one that is shown and takes its place
   * when it is done; fires `drawn`. `own` is the large atlas (large.js).
   */
  A.LineCanvas = L.Renderer.extend({
    initialize: function (own) {
      L.Renderer.prototype.initialize.call(this, { padding: options.padding, pane: "large" });
      this._own = own;
      this._job = 0;
      this._free = [];
    },

    _initContainer: function () {
      this._container = A.h("div.large", { "aria-hidden": "true" });
    },

    /** Show the canvases of these ways alone; those of a shared canvas are drawn again. */
    show: function () {
      var own = this._own, frame = this._frame;
      if (!frame) { return; }
      if (frame.length < own.ways.length) { this.draw(); return; }
      frame.forEach(function (canvas, i) { canvas.hidden = !own.shown(own.ways[i].id); });
    },

    /* Where Leaflet's renderers draw at once, this one begins a new frame, unless the old one still covers the view. */
    _update: function () {
      if (this._map._animatingZoom && this._bounds) { return; }
      var view = viewOf(this._map, 0);
      if (this._view && this._frame && this._view.zoom === view.zoom && this._view.bounds.contains(view.bounds)) { return; }
      this._follow();
      this.draw();
    },

    _reset: function () { this._update(); },
    _onZoomEnd: function () { this._follow(); },
    _updatePaths: function () {},

    /* The frame that is shown stays where its places are until the next one is drawn. */
    _follow: function () { if (this._view) { this._updateTransform(this._map.getCenter(), this._map.getZoom()); } },

    _updateTransform: function (center, zoom) {
      var view = this._view, scale = this._map.getZoomScale(zoom, view.zoom);
      var at = L.point(view.left, view.top).multiplyBy(scale).subtract(this._map._getNewPixelOrigin(center, zoom));
      L.DomUtil.setTransform(this._container, at, scale);
    },

    /** Draw a new frame for the map as it is now. */
    draw: function () {
      var job = (this._job += 1), self = this, view = viewOf(this._map, options.padding);
      var next = { view: view, frame: frameOf(this, view), way: 0, row: 0 };
      view.thin = inView(this._own, view) > options.thinFrom;
      if (!this._frame) { this._take(next); }
      this._map.getContainer().dataset.drawing = "true";
      this._own.progress(0);
      var slice = function () {
        if (job !== self._job || !self._map) { self._release(next.frame); return; }
        if (self._slice(next)) { A.soon(slice); return; }
        if (self._frame !== next.frame) { self._take(next); }
        delete self._map.getContainer().dataset.drawing;
        self._own.progress(1);
        self.fire("drawn");
      };
      slice();
    },

    _take: function (next) {
      var old = this._frame;
      this._frame = next.frame;
      this._view = next.view;
      this._bounds = next.view.layer;
      this._container.replaceChildren.apply(this._container, next.frame);
      this._updateTransform(this._map.getCenter(), this._map.getZoom());
      if (next.frame.length === this._own.ways.length) { this.show(); }
      if (old) { this._release(old); }
    },

    _release: function (frame) { if (frame !== this._frame && this._free.indexOf(frame) < 0) { this._free = [frame]; } },

    /* Draw for some milliseconds; return whether something is left. */
    _slice: function (next) {
      var ways = this._own.ways, end = performance.now() + options.budget;
      while (next.way < ways.length) {
        var lines = ways[next.way].lines, from = next.row, canvas = next.frame[Math.min(next.way, next.frame.length - 1)];
        var shared = next.frame.length < ways.length, skip = shared && !this._own.shown(ways[next.way].id);
        if (from >= lines.length || skip) { next.way += 1; next.row = 0; this._own.progress(next.way / ways.length); continue; }
        next.row = paint(canvas.getContext("2d"), ways[next.way], from, next.view, this._own);
        if (performance.now() > end) { return true; }
      }
      return false;
    }
  });

  /* What is to be drawn: zoom, scale, the corner and size in the world's pixels, and the same in the layer's. */
  function viewOf(map, padding) {
    var size = map.getSize(), more = size.multiplyBy(padding).round(), zoom = map.getZoom();
    var corner = map.containerPointToLayerPoint(more.multiplyBy(-1)).round(), world = map.getPixelOrigin().add(corner), whole = size.add(more.multiplyBy(2));
    return {
      zoom: zoom, scale: 256 * Math.pow(2, zoom), size: whole, left: world.x, top: world.y,
      layer: L.bounds(corner, corner.add(whole)), bounds: L.bounds(world, world.add(whole))
    };
  }

  /* A canvas a way, or one for all where an atlas has too many; sharper than a pixel as far as memory allows. */
  function frameOf(renderer, view) {
    var count = renderer._own.ways.length <= options.layers ? renderer._own.ways.length : 1, area = view.size.x * view.size.y * count;
    var ratio = (view.ratio = Math.max(1, Math.min(window.devicePixelRatio || 1, 2, Math.sqrt(options.most / area))));
    var frame = renderer._free.pop() || [];
    while (frame.length < count) { frame.push(A.h("canvas")); }
    frame.forEach(function (canvas) {
      canvas.hidden = false;
      canvas.width = view.size.x * ratio;
      canvas.height = view.size.y * ratio;
      canvas.style.width = view.size.x + "px";
      canvas.style.height = view.size.y + "px";
      canvas.getContext("2d", { willReadFrequently: true }).scale(ratio, ratio);
    });
    return frame;
  }

  /* Draw some lines of a way that have the same style; return the number of the next one. */
  function paint(context, way, from, view, own) {
    var lines = way.lines, style = way.styles[from], to = from, shapes = way.shapes, drawn = 0;
    context.beginPath();
    while (to < lines.length && drawn < options.batch && way.styles[to] === style) {
      var row = lines[to];
      if (way.fits[row] && inside(shapes.box, row * 4, view)) { drawn += 1; trace(context, shapes, row, view); }
      to += 1;
    }
    context.strokeStyle = own.colour(way.rank);
    context.globalAlpha = 0.7;
    /* Lines of a pixel or less take a fifth of the time that wider ones do, and where there are thousands, they show more. */
    context.lineWidth = view.thin ? 1 / view.ratio : style.weight > 3 ? options.weight * 1.3 : options.weight;
    context.lineCap = view.thin ? "butt" : "round";
    context.lineJoin = view.thin ? "bevel" : "round";
    context.setLineDash(style.dash && !view.thin ? style.dash.split(" ").map(Number) : []);
    context.stroke();
    if (drawn) { context.getImageData(0, 0, 1, 1); } /* Draw now, so that the time of a slice counts it. */
    return to;
  }

  function inView(own, view) {
    return own.ways.reduce(function (sum, way) {
      return sum + way.lines.reduce(function (n, row) { return n + (way.fits[row] && inside(way.shapes.box, row * 4, view) ? 1 : 0); }, 0);
    }, 0);
  }

  function inside(box, at, view) {
    var x = view.left / view.scale, y = view.top / view.scale, w = view.size.x / view.scale, h = view.size.y / view.scale;
    return box[at] < x + w && box[at + 2] > x && box[at + 1] < y + h && box[at + 3] > y;
  }

  /* Positions that lie closer than a pixel or two to the last one are left out. */
  function trace(context, shapes, row, view) {
    for (var p = shapes.parts[row]; p < shapes.parts[row + 1]; p += 1) {
      var i = shapes.starts[p], end = shapes.starts[p + 1] - 1;
      var x = shapes.x[i] * view.scale - view.left, y = shapes.y[i] * view.scale - view.top;
      context.moveTo(x, y);
      for (i += 1; i <= end; i += 1) {
        var nx = shapes.x[i] * view.scale - view.left, ny = shapes.y[i] * view.scale - view.top;
        if (i === end || Math.abs(nx - x) + Math.abs(ny - y) >= options.step) { context.lineTo(nx, ny); x = nx; y = ny; }
      }
    }
  }

  /** Call a function as soon as the browser has drawn and answered; timers would wait longer each time. */
  A.soon = function (go) {
    var channel = new MessageChannel();
    channel.port1.onmessage = function () { channel.port1.close(); go(); };
    channel.port2.postMessage(null);
  };
  A.LineCanvas.viewOf = viewOf;
})(window.Atlas = window.Atlas || {});
