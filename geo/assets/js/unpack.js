/* A large atlas arrives as compressed columns, one block a way: features are made from them, and shapes to draw. */
(function (A) {
  "use strict";

  var TYPES = ["Point", "LineString", "MultiLineString"];
  /* Degrees: an arc whose positions lie closer needs none in between. */
  var options = { arcStep: 3 };

  /**
   * Return a promise; when it is kept, the data of a large atlas has its features in their order, `lengths` and
   * `shapes`. `tell` hears which share is done.
   */
  A.unpack = function (data, tell) {
    var features = [], done = 0;
    data.shapes = Object.create(null);
    return data.ways.reduce(function (before, way) {
      return before.then(function () { return inflate(A.block("features-" + way.id)); }).then(function (text) {
        var block = JSON.parse(text), own = make(block), order = sums(block.order, 0);
        own.forEach(function (feature, row) {
          features[order[row]] = feature;
          if (block.lengths[row]) { data.lengths[feature.id] = block.lengths[row]; }
        });
        data.shapes[way.id] = shapes(own, data.meridian);
        done += 1;
        tell(done / data.ways.length);
        return pause();
      });
    }, Promise.resolve()).then(function () {
      data.features = features;
      A.indexFeatures(data);
    });
  };

  /* Let the browser draw and answer in between. */
  function pause() { return new Promise(function (go) { setTimeout(go, 0); }); }

  function inflate(text) {
    var raw = atob(text), bytes = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i += 1) { bytes[i] = raw.charCodeAt(i); }
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  }

  /* A feature as in GeoJSON; its coordinates stay packed until somebody asks. */
  function Feature(id, properties, store, row) {
    this.type = "Feature";
    this.id = id;
    this.properties = properties;
    Object.defineProperties(this, { store: { value: store }, row: { value: row } });
  }
  Object.defineProperty(Feature.prototype, "geometry", { get: function () { return geometry(this.store, this.row); } });
  Feature.prototype.toJSON = function () {
    var box = this.store.boxes[this.row], out = { type: "Feature", id: this.id };
    if (box) { out.bbox = box; }
    out.geometry = this.geometry;
    out.properties = this.properties;
    return out;
  };

  function make(block) {
    var store = open(block), columns = Object.keys(block.properties).map(function (name) { return [name, block.properties[name]]; });
    return block.id.map(function (id, row) {
      var properties = {};
      for (var i = 0; i < columns.length; i += 1) {
        var column = columns[i][1], at = column.at ? column.at[row] : row;
        if (at >= 0) { properties[columns[i][0]] = (column.words || column.values)[at]; }
      }
      return new Feature(id, properties, store, row);
    });
  }

  /* Positions in degrees, where the parts of each feature begin, and where their positions do. */
  function open(block) {
    var unit = Math.pow(10, block.digits), degrees = function (list) {
      return block.digits < 0 ? list : sums(list, 0).map(function (number) { return number / unit; });
    };
    var parts = new Uint32Array(block.types.length + 1), starts = [0], sizes = block.sizes, next = 0, at = 0;
    block.types.forEach(function (type, row) {
      var count = type === 2 ? sizes[next++] : 1;
      for (var i = 0; i < count; i += 1) { at += type ? sizes[next++] : 1; starts.push(at); }
      parts[row + 1] = starts.length - 1;
    });
    return { types: block.types, lons: degrees(block.lons), lats: degrees(block.lats), parts: parts, starts: starts, boxes: block.bbox || {} };
  }

  function sums(steps, from) {
    var out = new Float64Array(steps.length);
    for (var i = 0; i < steps.length; i += 1) { from += steps[i]; out[i] = from; }
    return out;
  }

  function geometry(store, row) {
    var type = store.types[row], parts = [];
    for (var p = store.parts[row]; p < store.parts[row + 1]; p += 1) {
      var part = [];
      for (var i = store.starts[p]; i < store.starts[p + 1]; i += 1) { part.push([store.lons[i], store.lats[i]]); }
      parts.push(part);
    }
    return { type: TYPES[type], coordinates: type === 0 ? parts[0][0] : type === 1 ? parts[0] : parts };
  }

  /**
   * The features of one way as they are drawn: positions in units of the world's width (Web Mercator), longitudes
   * running on; where each line's parts begin; a box of four numbers a feature.
   */
  function shapes(features, middle) {
    var out = { features: features, x: [], y: [], starts: [], parts: [0], box: new Float32Array(features.length * 4) };
    features.forEach(function (feature, row) {
      var begin = out.x.length;
      if (needsArc(feature)) { addPaths(out, A.geometry.paths(feature.geometry, middle, true)); } else { addParts(out, feature.store, row, middle); }
      out.parts.push(out.starts.length);
      setBox(out, row, begin);
    });
    out.starts.push(out.x.length);
    out.x = Float32Array.from(out.x);
    out.y = Float32Array.from(out.y);
    return out;
  }

  function needsArc(feature) {
    var store = feature.store, mode = feature.properties.mode;
    if (mode !== "air" && mode !== "unknown") { return false; }
    for (var i = store.starts[store.parts[feature.row]] + 1; i < store.starts[store.parts[feature.row + 1]]; i += 1) {
      if (Math.abs(store.lons[i] - store.lons[i - 1]) > options.arcStep) { return true; }
    }
    return false;
  }

  function addParts(out, store, row, middle) {
    var last = null;
    for (var p = store.parts[row]; p < store.parts[row + 1]; p += 1) {
      out.starts.push(out.x.length);
      for (var i = store.starts[p]; i < store.starts[p + 1]; i += 1) {
        last = A.geometry.near(store.lons[i], last === null ? middle : last);
        add(out, last, store.lats[i]);
      }
    }
  }

  function addPaths(out, paths) {
    paths.forEach(function (path) {
      out.starts.push(out.x.length);
      path.forEach(function (latlng) { add(out, latlng[1], latlng[0]); });
    });
  }

  function add(out, lon, lat) {
    var sine = Math.sin(Math.max(-85.06, Math.min(85.06, lat)) * Math.PI / 180);
    out.x.push(lon / 360 + 0.5);
    out.y.push(0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
  }

  function setBox(out, row, begin) {
    var box = out.box, at = row * 4;
    box[at] = box[at + 1] = Infinity;
    box[at + 2] = box[at + 3] = -Infinity;
    for (var i = begin; i < out.x.length; i += 1) {
      box[at] = Math.min(box[at], out.x[i]);
      box[at + 1] = Math.min(box[at + 1], out.y[i]);
      box[at + 2] = Math.max(box[at + 2], out.x[i]);
      box[at + 3] = Math.max(box[at + 3], out.y[i]);
    }
  }
})(window.Atlas = window.Atlas || {});
