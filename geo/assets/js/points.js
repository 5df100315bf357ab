/* The points of a large atlas on one canvas: crowded ones are counted in a grid and stand as one disc a cell. */
(function (A) {
  "use strict";

  /* Pixels: width of a cell, the most points that a cell shows one by one, padding as a share of the view. */
  var options = { cell: 34, single: 2, padding: 0.1, radius: 4.6, disc: 9 };

  A.PointCanvas = L.Layer.extend({
    initialize: function (own, settings) { L.setOptions(this, settings); this._own = own; this.discs = []; this.singles = []; },
    onAdd: function () {
      this._canvas = A.h("canvas.large-points.leaflet-zoom-hide", { "aria-hidden": "true" });
      this.getPane().appendChild(this._canvas);
      this.draw();
    },
    onRemove: function () { this._canvas.remove(); },
    getEvents: function () { return { moveend: this.draw, resize: this.draw }; },

    /** Draw the points of the view; `discs` and `singles` then say what stands where, in the world's pixels. */
    draw: function () {
      if (!this._map) { return; }
      var view = (this._view = A.LineCanvas.viewOf(this._map, options.padding)), ratio = Math.min(window.devicePixelRatio || 1, 2);
      var canvas = this._canvas, context = canvas.getContext("2d");
      canvas.width = view.size.x * ratio;
      canvas.height = view.size.y * ratio;
      canvas.style.width = view.size.x + "px";
      canvas.style.height = view.size.y + "px";
      L.DomUtil.setPosition(canvas, view.layer.min);
      context.setTransform(ratio, 0, 0, ratio, -view.left * ratio, -view.top * ratio);
      var cells = count(this._own, view);
      this.singles = [];
      this.discs = discs(cells, this._own.ways.length);
      eachPoint(this._own, view, function (way, row, x, y, cell) {
        if (cells.count[cell] <= options.single) { this.singles.push({ way: way, row: row, x: x, y: y }); }
      }.bind(this), cells);
      paintSingles(context, this.singles, this._own);
      this.discs.forEach(function (disc) { paintDisc(context, disc, this._own); }, this);
    },

    /** Return the features of a disc. */
    members: function (disc) {
      var found = [];
      eachPoint(this._own, this._view, function (way, row, x, y, cell) {
        if (cell === disc.cell) { found.push(way.shapes.features[row]); }
      }, gridOf(this._view));
      return found;
    }
  });

  function gridOf(view) {
    var left = Math.floor(view.left / options.cell), top = Math.floor(view.top / options.cell);
    var across = Math.floor((view.left + view.size.x) / options.cell) - left + 1, down = Math.floor((view.top + view.size.y) / options.cell) - top + 1;
    return { left: left, top: top, across: across, down: down };
  }

  /* Call tell(way, row, x, y, cell) for each visible point of the view; the grid belongs to the world, so that it does not swim. */
  function eachPoint(own, view, tell, grid) {
    own.ways.forEach(function (way) {
      if (!own.shown(way.id)) { return; }
      var points = way.points, shapes = way.shapes, right = view.left + view.size.x, bottom = view.top + view.size.y;
      for (var i = 0; i < points.length; i += 1) {
        var row = points[i];
        if (!way.fits[row]) { continue; }
        var at = shapes.starts[shapes.parts[row]], x = shapes.x[at] * view.scale, y = shapes.y[at] * view.scale;
        if (x < view.left || x >= right || y < view.top || y >= bottom) { continue; }
        tell(way, row, x, y, (Math.floor(y / options.cell) - grid.top) * grid.across + Math.floor(x / options.cell) - grid.left);
      }
    });
  }

  function count(own, view) {
    var cells = gridOf(view), size = cells.across * cells.down, ways = own.ways.length;
    cells.count = new Int32Array(size);
    cells.x = new Float64Array(size);
    cells.y = new Float64Array(size);
    cells.ways = new Int32Array(size * ways);
    eachPoint(own, view, function (way, row, x, y, cell) {
      cells.count[cell] += 1;
      cells.x[cell] += x;
      cells.y[cell] += y;
      cells.ways[cell * ways + way.number] += 1;
    }, cells);
    return cells;
  }

  function discs(cells, ways) {
    var found = [];
    cells.count.forEach(function (n, cell) {
      if (n <= options.single) { return; }
      var r = Math.min(options.cell / 2 - 1, options.disc + Math.log10(n) * 2);
      found.push({ cell: cell, n: n, x: Math.round(cells.x[cell] / n), y: Math.round(cells.y[cell] / n), r: r, ways: cells.ways.subarray(cell * ways, (cell + 1) * ways) });
    });
    return found;
  }

  function paintSingles(context, singles, own) {
    var paper = own.paint("paper"), ink = own.paint("ink");
    singles.forEach(function (point) {
      var p = point.way.shapes.features[point.row].properties, shape = A.shapeOf(p), hollow = shape === "ring" || shape === "square";
      context.translate(point.x, point.y);
      context.fillStyle = hollow ? paper : own.colour(point.way.rank);
      context.strokeStyle = hollow ? own.colour(point.way.rank) : p.certainty === "documented" ? paper : ink;
      context.lineWidth = hollow ? 2 : 1;
      context.fill(own.shape(shape, options.radius));
      context.stroke(own.shape(shape, options.radius));
      context.translate(-point.x, -point.y);
    });
  }

  /* A disc with its number, ringed by the share of each way. */
  function paintDisc(context, disc, own) {
    context.fillStyle = own.paint("paper");
    context.beginPath();
    context.arc(disc.x, disc.y, disc.r, 0, 7);
    context.fill();
    context.lineWidth = 3;
    var turn = -Math.PI / 2;
    disc.ways.forEach(function (n, number) {
      if (!n) { return; }
      var end = turn + n / disc.n * 2 * Math.PI;
      context.strokeStyle = own.colour(own.ways[number].rank);
      context.beginPath();
      context.arc(disc.x, disc.y, disc.r, turn, end);
      context.stroke();
      turn = end;
    });
    context.fillStyle = own.paint("ink");
    context.font = own.font;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(own.short(disc.n), disc.x, disc.y + 0.5);
  }
})(window.Atlas = window.Atlas || {});
