/* Geometry in degrees and pixels; GeoJSON positions are (lon, lat), Leaflet's are (lat, lon). */
(function (A) {
  "use strict";

  var RAD = Math.PI / 180;

  A.geometry = {
    /** Return `lon` shifted by full turns into the half circle on either side of `middle`. */
    near: function (lon, middle) {
      return lon - 360 * Math.round((lon - middle) / 360);
    },

    /**
     * Return a line or lines as unbroken paths of [lat, lon] for Leaflet: parts that the 180th meridian cuts are
     * joined, longitudes run on without a jump, the first one lies near `middle`.
     */
    paths: function (geometry, middle, arc) {
      var parts = geometry.type === "LineString" ? [geometry.coordinates] : geometry.coordinates;
      return join(parts).map(function (part) {
        var line = arc ? greatCircle(part) : part;
        var last = A.geometry.near(line[0][0], middle);
        return line.map(function (position) {
          last = A.geometry.near(position[0], last);
          return [position[1], last];
        });
      });
    },

    /** Return the point at a share (0 to 1) of a pixel path's length, with the direction there in radians. */
    along: function (points, share) {
      var total = 0, i, step;
      for (i = 1; i < points.length; i += 1) { total += points[i].distanceTo(points[i - 1]); }
      var left = total * share;
      for (i = 1; i < points.length; i += 1) {
        step = points[i].distanceTo(points[i - 1]);
        if (left <= step && step > 0) { return place(points[i - 1], points[i], left / step, total); }
        left -= step;
      }
      return null;
    },

    /** Return whether a point lies in rings of flat positions x, y, x, y … (even-odd). */
    inside: function (x, y, rings) {
      var odd = false;
      rings.forEach(function (p) {
        for (var i = 0, k = p.length - 2; i < p.length; k = i, i += 2) {
          if ((p[i + 1] > y) !== (p[k + 1] > y) && x < (p[k] - p[i]) * (y - p[i + 1]) / (p[k + 1] - p[i + 1]) + p[i]) { odd = !odd; }
        }
      });
      return odd;
    },

    /** Return whether two boxes [left, top, right, bottom] overlap. */
    overlap: function (a, b) {
      return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    }
  };

  function place(from, to, share, total) {
    return {
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
      angle: Math.atan2(to.y - from.y, to.x - from.x),
      length: total
    };
  }

  /* Join parts of which one ends and the next begins at the two sides of the 180th meridian (RFC 7946, 3.1.9). */
  function join(parts) {
    var joined = [];
    parts.forEach(function (part) {
      var last = joined[joined.length - 1];
      var end = last && last[last.length - 1];
      if (end && Math.abs(end[0]) === 180 && end[0] === -part[0][0] && end[1] === part[0][1]) {
        joined[joined.length - 1] = last.concat(part.slice(1));
      } else {
        joined.push(part);
      }
    });
    return joined;
  }

  /* Return a line with positions put in between on the great circle, a step of two degrees of arc or less. */
  function greatCircle(line) {
    var out = [line[0]];
    for (var i = 1; i < line.length; i += 1) {
      var a = vector(line[i - 1]), b = vector(line[i]);
      var angle = Math.acos(Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
      var steps = Math.max(1, Math.ceil(angle / RAD / 2));
      for (var k = 1; k < steps; k += 1) { out.push(between(a, b, angle, k / steps)); }
      out.push(line[i]);
    }
    return out;
  }

  function vector(position) {
    var lon = position[0] * RAD, lat = position[1] * RAD;
    return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
  }

  /* Spherical interpolation (K. Shoemake, 1985). */
  function between(a, b, angle, share) {
    var p = Math.sin((1 - share) * angle) / Math.sin(angle), q = Math.sin(share * angle) / Math.sin(angle);
    var v = [0, 1, 2].map(function (i) { return a[i] * p + b[i] * q; });
    return [Math.atan2(v[1], v[0]) / RAD, Math.atan2(v[2], Math.hypot(v[0], v[1])) / RAD];
  }
})(window.Atlas = window.Atlas || {});
