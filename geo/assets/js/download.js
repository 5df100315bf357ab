/* What is visible, as files: GeoJSON (RFC 7946) the same as `export` writes. */
(function (A) {
  "use strict";

  A.parts.push(function download(app) {
    document.getElementById("download-geojson").addEventListener("click", function () {
      A.save("routes.geojson", "application/geo+json", A.geojson(app));
      app.say(app.language.t("said-downloaded", { n: A.visibleFeatures(app.data, app.store.get()).length }));
    });
  });

  /** Return the visible features as the text of a GeoJSON file, one feature a line. */
  A.geojson = function (app) {
    var features = A.visibleFeatures(app.data, app.store.get());
    var bbox = features.length ? '"bbox":' + JSON.stringify(bounds(features)) + "," : "";
    return '{"type":"FeatureCollection",' + bbox + '"features":[\n' + features.map(JSON.stringify).join(",\n") + "\n]}\n";
  };

  /** Offer a text as a file to keep; nothing is sent anywhere. */
  A.save = function (name, type, text) {
    var address = URL.createObjectURL(new Blob([text], { type: type }));
    var link = A.h("a", { href: address, download: name });
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(address); }, 1000);
  };

  /* West, south, east, north; west is greater than east where the features cross the 180th meridian (RFC 7946, 5.2). */
  function bounds(features) {
    var lons = [], south = 90, north = -90;
    features.forEach(function (feature) {
      positions(feature.geometry).forEach(function (p) {
        lons.push(p[0]);
        south = Math.min(south, p[1]);
        north = Math.max(north, p[1]);
      });
    });
    var edges = widestGap(lons.sort(function (a, b) { return a - b; }), features.some(isCut));
    return [edges[0], south, edges[1], north];
  }

  function isCut(feature) {
    return positions(feature.geometry).some(function (p) { return Math.abs(p[0]) === 180; });
  }

  function widestGap(lons, cut) {
    var first = lons[0], last = lons[lons.length - 1];
    if (!cut) { return [first, last]; }
    var best = [first, last], widest = first + 360 - last;
    for (var i = 1; i < lons.length; i += 1) {
      if (lons[i] - lons[i - 1] > widest) { widest = lons[i] - lons[i - 1]; best = [lons[i], lons[i - 1]]; }
    }
    return best;
  }

  function positions(geometry) {
    if (geometry.type === "Point") { return [geometry.coordinates]; }
    return geometry.type === "LineString" ? geometry.coordinates : Array.prototype.concat.apply([], geometry.coordinates);
  }
})(window.Atlas = window.Atlas || {});
