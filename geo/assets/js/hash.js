/* The address's hash and the state, each made from the other; unknown and hostile values are ignored. */
(function (A) {
  "use strict";

  /** Return the part of the state that a hash names, only values that the data knows. */
  A.readHash = function (hash, data, map) {
    var found = {}, raw = pairs(hash);
    Object.keys(READERS).forEach(function (key) {
      if (!(key in raw)) { return; }
      var value = READERS[key](raw[key], data, map);
      if (value !== undefined) { found[STATE[key] || key] = value; }
    });
    var filters = A.FILTERS.reduce(function (chosen, name) {
      var words = name in raw ? raw[name].split(",").filter(function (word) { return knownWord(data, name, word); }) : [];
      if (words.length) { chosen[name] = words; }
      return chosen;
    }, {});
    if (Object.keys(filters).length) { found.filters = filters; }
    return found;
  };

  /** Return the hash of a state and a map view. */
  A.writeHash = function (state, data, map) {
    var centre = centreOf(map), out = ["map=" + [map.getZoom(), centre.lat, centre.lon].join("/")];
    if (state.ways.length !== data.ways.length) { out.push("ways=" + state.ways.join(",")); }
    if (state.years && (state.years[0] !== data.years[0] || state.years[1] !== data.years[1])) { out.push("years=" + state.years.join("-")); }
    out.push("lang=" + state.lang);
    A.FILTERS.forEach(function (name) { if ((state.filters[name] || []).length) { out.push(name + "=" + state.filters[name].join(",")); } });
    if (state.theme) { out.push("theme=" + state.theme); }
    if (state.selected) { out.push("feature=" + encodeURIComponent(state.selected)); }
    if (state.view === "story") { out.push("step=" + state.step); } else if (state.view !== "ways") { out.push("view=" + state.view); }
    if (state.embed) { out.push("embed"); }
    return "#" + out.join("&");
  };

  /** Move a map to a place that a hash names. */
  A.showPlace = function (map, place, middle) {
    map.setView([place.lat, A.geometry.near(place.lon, middle)], place.zoom, { animate: false });
    map.asked = place;
  };

  /* The middle of a map moves by whole pixels: as long as it is where a link asked for, the link's own numbers stand. */
  function centreOf(map) {
    var asked = map.asked, centre = map.getCenter(), here = { lat: round(centre.lat), lon: round(wrap(centre.lng)) };
    if (!asked || asked.zoom !== map.getZoom()) { return here; }
    var away = map.project([asked.lat, asked.lon]).distanceTo(map.project([centre.lat, wrap(centre.lng)]));
    return away < 2 ? { lat: round(asked.lat), lon: round(asked.lon) } : here;
  }

  /* Names of the state that differ from those of the hash. */
  var STATE = { feature: "selected", map: "place" };

  var READERS = {
    map: function (text) {
      var parts = text.split("/").map(Number);
      var sound = parts.length === 3 && parts.every(isFinite) && Math.abs(parts[1]) <= 85 && Math.abs(parts[2]) <= 540;
      return sound ? { zoom: Math.max(1, Math.min(9, Math.round(parts[0]))), lat: parts[1], lon: parts[2] } : undefined;
    },
    ways: function (text, data) {
      var asked = text.split(",");
      var known = data.ways.map(function (way) { return way.id; }).filter(function (id) { return asked.indexOf(id) >= 0; });
      return known.length || text === "" ? known : undefined;
    },
    years: function (text, data) {
      var match = /^(\d{4})-(\d{4})$/.exec(text);
      if (!match) { return undefined; }
      var from = Math.max(data.years[0], Number(match[1])), to = Math.min(data.years[1], Number(match[2]));
      return from <= to ? [from, to] : undefined;
    },
    lang: function (text, data) { return data.atlas.languages.indexOf(text) >= 0 ? text : undefined; },
    theme: function (text) { return text === "dark" || text === "light" ? text : undefined; },
    feature: function (text, data) { return data.byId[text] ? text : undefined; },
    step: function (text, data) {
      var step = /^\d{1,3}$/.test(text) ? Number(text) : -1;
      return step >= 0 && step <= data.ways.length + 1 ? step : undefined;
    },
    view: function (text) { return ["ways", "table", "about"].indexOf(text) >= 0 ? text : undefined; },
    embed: function () { return true; }
  };

  A.parts.push(function hash(app) {
    var timer = null, last = location.hash, pushed = false;
    /* After what the reader sees has been drawn: browsers take their time over an address. */
    var later = function (push, wait) {
      pushed = pushed || push;
      clearTimeout(timer);
      timer = setTimeout(function () { write(pushed); pushed = false; }, wait);
    };
    var write = function (push) {
      var next = A.writeHash(app.store.get(), app.data, app.map);
      if (next === last) { return; }
      last = next;
      try { history[push ? "pushState" : "replaceState"](null, "", next); } catch (error) { return; } // a page in a sandbox has no history
    };
    app.hash = function () { return A.writeHash(app.store.get(), app.data, app.map); };
    app.map.on("moveend", function () { later(false, 150); });
    app.store.subscribe(function (state, changed) {
      if (!app.restoring) { later(["selected", "view", "step", "lang"].some(function (key) { return key in changed; }), 0); }
    });
    window.addEventListener("popstate", function () {
      if (location.hash === last) { return; }
      last = location.hash;
      app.restore(A.readHash(location.hash, app.data, app.map));
    });
  });

  function pairs(hash) {
    var found = Object.create(null);
    hash.replace(/^#/, "").split("&").slice(0, 40).forEach(function (part) {
      var at = part.indexOf("="), key = at < 0 ? part : part.slice(0, at);
      try { found[key] = at < 0 ? "" : decodeURIComponent(part.slice(at + 1)); } catch (error) { delete found[key]; } // no text at all
    });
    return found;
  }

  function knownWord(data, name, word) {
    return data.features.some(function (feature) {
      var value = feature.properties[name];
      return Array.isArray(value) ? value.indexOf(word) >= 0 : value === word;
    });
  }

  function round(value) { return Math.round(value * 100) / 100; }
  function wrap(lon) { return A.geometry.near(lon, 0); }
})(window.Atlas = window.Atlas || {});
