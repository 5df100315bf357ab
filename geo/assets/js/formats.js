/* Features as the text of a file, the same as the command's `export` writes: GeoJSON, CSV, KML, GPX. */
(function (A) {
  "use strict";

  /* What a spreadsheet may run, after any apostrophes. */
  var FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
  /* What XML 1.0 (section 2.2) does not allow. */
  var NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
  /* GDAL has a field of its own called end. */
  var KML_FIELDS = { start: "date_start", end: "date_end" };
  var ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
  var GPX_LINKS = 2; // GDAL reads no more; all addresses stand in an extension

  A.formats = {
    geojson: { type: "application/geo+json", write: function (app, features) { return A.geojson(features); } },
    csv: { type: "text/csv", write: csv },
    kml: { type: "application/vnd.google-earth.kml+xml", write: kml },
    gpx: { type: "application/gpx+xml", write: gpx }
  };

  /** Return features as GeoJSON (RFC 7946), one feature a line. */
  A.geojson = function (features) {
    var bbox = features.length ? '"bbox":' + JSON.stringify(bounds(features)) + "," : "";
    return '{"type":"FeatureCollection",' + bbox + '"features":[\n' + features.map(function (f) { return JSON.stringify(f); }).join(",\n") + "\n]}\n";
  };

  /* West, south, east, north around all, outside the widest gap; west is greater than east across the 180th meridian (RFC 7946, 5.2). */
  function bounds(features) {
    var south = 90, north = -90, spans = [];
    features.forEach(function (feature) {
      parts(feature.geometry).forEach(function (part) {
        var lons = part.map(function (p) { return p[0]; });
        part.forEach(function (p) { south = Math.min(south, p[1]); north = Math.max(north, p[1]); });
        spans.push([Math.min.apply(null, lons), Math.max.apply(null, lons)]);
      });
    });
    spans.sort(function (a, b) { return a[0] - b[0]; });
    var east = spans[0][1], edges = null, widest = 0;
    spans.forEach(function (span) {
      if (span[0] - east > widest) { widest = span[0] - east; edges = [span[0], east]; }
      east = Math.max(east, span[1]);
    });
    if (spans[0][0] + 360 - east >= widest) { edges = [spans[0][0], east]; }
    return [edges[0], south, edges[1], north];
  }

  function parts(geometry) {
    if (geometry.type === "Point") { return [[geometry.coordinates]]; }
    return geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
  }

  /* ---------------------------------------------------------------- CSV */

  function csv(app, features) {
    var rows = features.map(function (feature) {
      var own = cells(feature), point = feature.geometry.type === "Point" ? feature.geometry.coordinates : ["", ""];
      return app.data.columns.map(function (name) { return own[name]; }).concat(cited(app, feature)).map(guarded).concat(point, wkt(feature.geometry));
    });
    return [app.data.columns.concat("citations", "lon", "lat", "WKT")].concat(rows).map(function (row) { return row.map(quoted).join(",") + "\r\n"; }).join("");
  }

  /* What a feature says as flat cells: lists of words joined by spaces. */
  function cells(feature) {
    var own = { id: feature.id }, p = feature.properties;
    Object.keys(p).forEach(function (name) {
      var value = p[name], words = Array.isArray(value) && value.every(function (item) { return typeof item === "string"; });
      own[name] = words ? value.join(" ") : value && typeof value === "object" ? JSON.stringify(value) : value;
    });
    return own;
  }

  function guarded(value) { return typeof value === "string" && FORMULA.test(value) ? "'" + value : value; }

  function quoted(value) {
    var text = value === undefined || value === null ? "" : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function wkt(geometry) {
    var lines = parts(geometry).map(function (part) {
      return "(" + part.map(function (p) { return p[0] + " " + p[1]; }).join(", ") + ")";
    });
    if (geometry.type === "Point") { return "POINT " + lines[0]; }
    return geometry.type === "LineString" ? "LINESTRING " + lines[0] : "MULTILINESTRING (" + lines.join(", ") + ")";
  }

  /* ---------------------------------------------------------------- XML */

  /* An element: attributes without a value are left out, `content` is text or a list of elements. */
  function x(tag, content, attributes) {
    var open = tag + Object.keys(attributes || {}).map(function (name) { return " " + name + '="' + escaped(attributes[name]) + '"'; }).join("");
    var inside = Array.isArray(content) ? content.filter(Boolean).join("") : escaped(content);
    return inside ? "<" + open + ">" + inside + "</" + tag + ">\n" : "<" + open + "/>\n";
  }

  function escaped(text) {
    return String(text).replace(NOT_XML, "\ufffd").replace(/[&<>"']/g, function (c) { return ESCAPES[c]; });
  }

  function xml(root) { return '<?xml version="1.0" encoding="UTF-8"?>\n' + root; }

  function about(app) {
    return ["description", "notice", "licence"].map(function (name) { return app.language.pick(app.data.atlas, name); }).filter(Boolean).join("\n\n");
  }

  /* A feature's sources as citation and address. */
  function sources(app, feature) {
    return feature.properties.sources.map(function (id) {
      var source = app.data.sources[id];
      return source ? { text: A.cite(source, app.language), url: source.URL } : { text: id };
    });
  }

  function cited(app, feature) {
    return sources(app, feature).map(function (source) { return source.text; }).join("; ");
  }

  function kml(app, features) {
    var ways = app.data.ways.filter(function (way) { return of(way, features).length; });
    return xml(x("kml", [x("Document", [
      x("name", app.language.pick(app.data.atlas, "title")), x("open", 1), x("description", about(app))
    ].concat(ways.map(styles), ways.map(function (way) { return folder(app, way, of(way, features)); })), { id: "_atlas" })],
    { xmlns: "http://www.opengis.net/kml/2.2" }));
  }

  function of(way, features) {
    return features.filter(function (feature) { return feature.properties.way === way.id; });
  }

  function styles(way) {
    var c = way.colour, abgr = "ff" + c.slice(5, 7) + c.slice(3, 5) + c.slice(1, 3);
    return [["leg", "Line", "width", "2.5"], ["border", "Line", "width", "4"], ["place", "Icon", "scale", "0.7"], ["case", "Icon", "scale", "1"]].map(function (s) {
      return x("Style", [x(s[1] + "Style", [x("color", abgr), x(s[2], s[3])])], { id: "_" + way.id + "." + s[0] });
    }).join("");
  }

  function folder(app, way, features) {
    var note = app.language.pick(way, "frequency_note");
    return x("Folder", [x("name", app.language.pick(way, "name")), note && x("description", note)].concat(features.map(function (feature) {
      return placemark(app, feature);
    })), { id: "_way." + way.id });
  }

  function placemark(app, feature) {
    var p = feature.properties, own = cells(feature);
    return x("Placemark", [
      x("name", app.language.pick(p, "name")), x("description", balloon(app, feature)),
      p.start && x("TimeSpan", [x("begin", p.start), x("end", p.end || p.start)]),
      x("styleUrl", "#_" + p.way + "." + p.kind),
      x("ExtendedData", said(own).map(function (name) { return x("Data", [x("value", own[name])], { name: KML_FIELDS[name] || name }); })),
      shape(feature.geometry)
    ], /^[a-z]/i.test(feature.id) ? { id: feature.id } : {});
  }

  function said(own) {
    return Object.keys(own).filter(function (name) { return own[name] !== null && own[name] !== undefined; });
  }

  function shape(geometry) {
    var lines = parts(geometry).map(function (part) {
      var at = x("coordinates", part.map(function (p) { return p[0] + "," + p[1]; }).join(" "));
      return geometry.type === "Point" ? x("Point", [at]) : x("LineString", [x("tessellate", 1), at]);
    });
    return geometry.type === "MultiLineString" ? x("MultiGeometry", lines) : lines[0];
  }

  /* Date, the text in every language and the sources, as HTML that is escaped here and once more as XML. */
  function balloon(app, feature) {
    var p = feature.properties, tag = app.language.tag;
    var others = app.data.atlas.languages.filter(function (other) { return other !== tag && p["summary_" + other]; });
    var texts = [[p.start, p.end !== p.start && p.end].filter(Boolean).join("/"), app.language.pick(p, "summary")].concat(others.map(function (other) {
      return (p["name_" + other] ? p["name_" + other] + ": " : "") + p["summary_" + other];
    }));
    var items = sources(app, feature).map(function (source) {
      return "<li>" + (source.url ? '<a href="' + escaped(source.url) + '">' + escaped(source.text) + "</a>" : escaped(source.text)) + "</li>";
    });
    return texts.filter(Boolean).map(function (text) { return "<p>" + escaped(text) + "</p>"; }).join("") + "<ul>" + items.join("") + "</ul>";
  }

  /* Points are waypoints and come first, as the schema wants; a line in several parts is a route a part. */
  function gpx(app, features) {
    var points = features.filter(function (feature) { return feature.geometry.type === "Point"; });
    var lines = features.filter(function (feature) { return feature.geometry.type !== "Point"; });
    return xml(x("gpx", [x("metadata", [x("name", app.language.pick(app.data.atlas, "title")), x("desc", about(app))])]
      .concat(points.map(function (feature) { return x("wpt", described(app, feature), at(feature.geometry.coordinates)); }),
        lines.map(function (feature) { return routes(app, feature); })),
    { version: "1.1", creator: "ten-ways-atlas", xmlns: "http://www.topografix.com/GPX/1/1", "xmlns:ogr": "http://osgeo.org/gdal" }));
  }

  function routes(app, feature) {
    return parts(feature.geometry).map(function (part) {
      return x("rte", described(app, feature).concat(part.map(function (p) { return x("rtept", [], at(p)); })));
    }).join("");
  }

  function described(app, feature) {
    var p = feature.properties, own = cells(feature);
    var links = sources(app, feature).filter(function (source) { return source.url; });
    return [x("name", app.language.pick(p, "name")), x("desc", app.language.pick(p, "summary")), x("src", cited(app, feature))].concat(
      links.slice(0, GPX_LINKS).map(function (source) { return x("link", [x("text", source.text)], { href: source.url }); }),
      x("type", p.kind), x("extensions", said(own).map(function (name) { return x("ogr:" + name, own[name]); }).concat(
        links.length ? x("ogr:addresses", links.map(function (source) { return source.url; }).join(" ")) : [])));
  }

  /* xs:decimal has no exponent. */
  function at(position) {
    var plain = position.map(function (n) { return Math.abs(n) < 1e-6 ? "0" : n; });
    return { lat: plain[1], lon: plain[0] };
  }
})(window.Atlas = window.Atlas || {});
