/* The embedded base map: Natural Earth countries in levels of detail, drawn on canvas tiles. */
(function (A) {
  "use strict";

  var options = {
    /* The level from each zoom on; finer levels are drawn over the coarser ones inside their bounds. */
    levels: [{ id: "basemap-world", zoom: 0 }, { id: "basemap-asia", zoom: 4 }, { id: "basemap-korea", zoom: 6 }],
    tileSize: 512, spares: 12, least: 0.7
  };

  /** A grid layer whose tiles are drawn from the levels; redraw() after the colours have changed. */
  A.BaseMap = L.GridLayer.extend({
    options: { tileSize: options.tileSize, updateWhenZooming: false, keepBuffer: 1, className: "basemap" },

    initialize: function (settings) {
      L.GridLayer.prototype.initialize.call(this, settings);
      this._detail = options.levels.filter(function (level) { return document.getElementById(level.id); })
        .map(function (level) { return { id: level.id, zoom: level.zoom }; });
      var spares = this._spares = [];
      this.on("tileunload", function (event) { if (spares.length < options.spares) { spares.push(event.tile); } });
    },

    createTile: function (coords) {
      var size = options.tileSize, ratio = this.options.ratio || Math.min(window.devicePixelRatio || 1, 2);
      var tile = this._spare(size * ratio);
      var context = tile.getContext("2d"), scale = size * Math.pow(2, coords.z) / (size / 256);
      var turns = scale / size, x = ((coords.x % turns) + turns) % turns;
      var view = { x: x * size, y: coords.y * size, scale: scale, size: size, zoom: coords.z };
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      this._colours = this._colours || colours();
      paint(context, this._detail, view, this._colours, this.options.focus);
      return tile;
    },

    /* A canvas that a tile has left, or a new one: making one takes longer than drawing on it. */
    _spare: function (width) {
      var spare = this._spares.pop();
      return spare && spare.width === width ? spare : A.h("canvas", { width: width, height: width, "aria-hidden": "true" });
    },

    /** Return the coarsest level's outlines of a country, each with its box, in units of the world's width. */
    outlines: function (id) {
      return shapesOf(this._detail[0]).polygons.filter(function (polygon) { return polygon.id === id; });
    },

    redraw: function () {
      this._colours = null;
      return L.GridLayer.prototype.redraw.call(this);
    }
  });

  function colours() {
    var style = getComputedStyle(document.documentElement);
    return ["sea", "land", "focus", "coast", "border"].reduce(function (found, name) {
      found[name] = style.getPropertyValue("--map-" + name).trim();
      return found;
    }, {});
  }

  /* The levels that a tile shows, coarse to fine: none under one that covers all of it. */
  function needed(levels, view) {
    var found = [];
    for (var i = levels.length - 1; i >= 0; i -= 1) {
      if (view.zoom < levels[i].zoom || !meets(boxOf(levels[i]), view)) { continue; }
      found.unshift(levels[i]);
      if (covers(levels[i].box, view)) { break; }
    }
    return found;
  }

  /* A level is read when its box is first asked for, and decoded when it is first drawn. */
  function boxOf(level) {
    if (!level.box) {
      level.topology = A.block(level.id);
      level.box = mercatorBox(level.topology.bbox);
    }
    return level.box;
  }

  function shapesOf(level) {
    boxOf(level);
    if (!level.shapes) {
      level.shapes = decode(level.topology);
      level.topology = null;
    }
    return level.shapes;
  }

  function paint(context, levels, view, colour, focus) {
    context.fillStyle = colour.sea;
    context.fillRect(0, 0, view.size, view.size);
    needed(levels, view).forEach(function (level) {
      var shapes = shapesOf(level), box = level.box;
      context.save();
      context.beginPath();
      var left = Math.round(box[0] * view.scale - view.x), top = Math.round(box[1] * view.scale - view.y);
      context.rect(left, top, Math.round(box[2] * view.scale - view.x) - left, Math.round(box[3] * view.scale - view.y) - top);
      context.clip();
      context.fillStyle = colour.sea;
      context.fillRect(0, 0, view.size, view.size);
      fill(context, shapes.polygons, view, colour.land);
      fill(context, shapes.polygons.filter(function (polygon) { return focus.indexOf(polygon.id) >= 0; }), view, colour.focus);
      strokeLines(context, shapes, view, colour);
      context.restore();
    });
  }

  function fill(context, polygons, view, colour) {
    context.fillStyle = colour;
    context.beginPath();
    polygons.forEach(function (polygon) {
      if (!meets(polygon.box, view)) { return; }
      polygon.rings.forEach(function (ring) { trace(context, ring, view); context.closePath(); });
    });
    context.fill("evenodd");
  }

  function strokeLines(context, shapes, view, colour) {
    [["coast", colour.coast, 0.8, []], ["border", colour.border, 1, []], ["disputed", colour.border, 1.1, [4, 3]]]
      .forEach(function (style) {
        context.strokeStyle = style[1];
        context.lineWidth = style[2];
        context.setLineDash(style[3]);
        context.beginPath();
        shapes[style[0]].forEach(function (line) { if (meets(line.box, view)) { trace(context, line.points, view); } });
        context.stroke();
      });
  }

  /* Positions that lie within half a pixel or so of the last one drawn are left out. */
  function trace(context, points, view) {
    var x = points[0] * view.scale - view.x, y = points[1] * view.scale - view.y;
    context.moveTo(x, y);
    for (var i = 2; i < points.length; i += 2) {
      var nx = points[i] * view.scale - view.x, ny = points[i + 1] * view.scale - view.y;
      if (i + 2 < points.length && Math.abs(nx - x) + Math.abs(ny - y) < options.least) { continue; }
      context.lineTo(nx, ny);
      x = nx;
      y = ny;
    }
  }

  function covers(box, view) {
    return box[0] * view.scale <= view.x && box[2] * view.scale >= view.x + view.size &&
      box[1] * view.scale <= view.y && box[3] * view.scale >= view.y + view.size;
  }

  function meets(box, view) {
    return box[0] * view.scale < view.x + view.size && box[2] * view.scale > view.x &&
      box[1] * view.scale < view.y + view.size && box[3] * view.scale > view.y;
  }

  /* TopoJSON with flat arcs (geo/basemap, flat_text) -> polygons, and lines sorted into coasts, borders and disputed borders, in units of the world's width. */
  function decode(topology) {
    var arcs = decodeArcs(topology), edges = arcs.map(function () { return []; }), polygons = [];
    topology.objects.countries.geometries.forEach(function (country) {
      var parts = country.type === "Polygon" ? [country.arcs] : country.arcs;
      parts.forEach(function (part) {
        part.forEach(function (ring) { ring.forEach(function (i) { edges[i < 0 ? ~i : i].push(country.id); }); });
        polygons.push(withBox({ id: country.id, rings: part.map(function (ring) { return joinArcs(ring, arcs); }) }, true));
      });
    });
    var shapes = { polygons: polygons, coast: [], border: [], disputed: [], box: mercatorBox(topology.bbox) };
    arcs.forEach(function (points, i) { sortLine(shapes, points, edges[i], topology); });
    return shapes;
  }

  function sortLine(shapes, points, owners, topology) {
    if (owners.length > 1) {
      var pair = topology.disputed.some(function (two) { return owners.indexOf(two[0]) >= 0 && owners.indexOf(two[1]) >= 0; });
      shapes[pair ? "disputed" : "border"].push(withBox({ points: points }));
      return;
    }
    splitAtEdges(points, shapes.box).forEach(function (line) { shapes.coast.push(withBox({ points: line })); });
  }

  /* In units of the world's width: how near counts as on an edge; below SOUTH lies the end of Antarctica. */
  var EDGE = 2e-5, SOUTH = 0.94;

  /* A coast does not follow the edge along which a level was cut out. */
  function splitAtEdges(points, box) {
    var lines = [], line = [], inner = withBox({ points: points }).box;
    if (inner[0] > box[0] + EDGE && inner[2] < box[2] - EDGE && inner[1] > box[1] + EDGE && inner[3] < box[3] - EDGE && inner[3] < SOUTH) { return [points]; }
    for (var i = 0; i < points.length; i += 2) {
      line.push(points[i], points[i + 1]);
      if (i + 2 < points.length && onEdge(points, i, box)) { lines.push(line); line = []; }
    }
    lines.push(line);
    return lines.filter(function (part) { return part.length > 2; });
  }

  function onEdge(p, i, box) {
    function at(k, edge) { return Math.abs(p[i + k] - edge) < EDGE && Math.abs(p[i + 2 + k] - edge) < EDGE; }
    return at(0, box[0]) || at(0, box[2]) || at(1, box[1]) || at(1, box[3]) || p[i + 1] > SOUTH;
  }

  function decodeArcs(topology) {
    var s = topology.transform.scale, t = topology.transform.translate;
    return topology.arcs.map(function (arc) {
      var x = 0, y = 0, points = new Float64Array(arc.length);
      for (var i = 0; i < arc.length; i += 2) {
        x += arc[i]; y += arc[i + 1];
        points[i] = mercatorX(x * s[0] + t[0]);
        points[i + 1] = mercatorY(y * s[1] + t[1]);
      }
      return points;
    });
  }

  /* The arcs of a ring, one after the other; each begins where the one before it ended. */
  function joinArcs(indexes, arcs) {
    if (indexes.length === 1 && indexes[0] >= 0) { return arcs[indexes[0]]; }
    var parts = indexes.map(function (index) { return index >= 0 ? arcs[index] : reversed(arcs[~index]); });
    var ring = new Float64Array(parts.reduce(function (length, part) { return length + part.length - 2; }, 2)), at = 0;
    parts.forEach(function (part) { ring.set(part, at); at += part.length - 2; });
    return ring;
  }

  function reversed(points) {
    var out = new Float64Array(points.length);
    for (var i = 0; i < points.length; i += 2) {
      out[i] = points[points.length - 2 - i];
      out[i + 1] = points[points.length - 1 - i];
    }
    return out;
  }

  function withBox(shape, rings) {
    var points = rings ? shape.rings[0] : shape.points, left = 9, top = 9, right = -9, bottom = -9;
    for (var i = 0; i < points.length; i += 2) {
      var x = points[i], y = points[i + 1];
      if (x < left) { left = x; }
      if (x > right) { right = x; }
      if (y < top) { top = y; }
      if (y > bottom) { bottom = y; }
    }
    shape.box = [left, top, right, bottom];
    return shape;
  }

  /* West, south, east, north in degrees -> left, top, right, bottom in units of the world's width. */
  function mercatorBox(b) { return [mercatorX(b[0]), mercatorY(b[3]), mercatorX(b[2]), mercatorY(b[1])]; }
  function mercatorX(lon) { return lon / 360 + 0.5; }
  function mercatorY(lat) {
    var sine = Math.sin(Math.max(-85.06, Math.min(85.06, lat)) * Math.PI / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }
})(window.Atlas = window.Atlas || {});
