/* Crowded points: those that lie on top of each other at this zoom are gathered under one button that opens them. */
(function (A) {
  "use strict";

  /* Pixels: points nearer than `near` are gathered; open ones sit on rings of `ring`, `step` apart. A button of more than
   * `most` points brings the map closer, by `closer` levels at most, where that parts them. */
  var options = { near: 15, merge: 27, ring: 32, step: 21, most: 12, closer: 3, alone: 40 };

  A.parts.push(function groups(app) {
    var layer = A.svg("g", { class: "groups" });
    var state = { app: app, layer: layer, groups: [], open: null };
    app.renderer._rootGroup.appendChild(layer);
    app.map.on("atlas:projected atlas:shown", function () { gather(state); });
    app.store.subscribe(function (now, changed) {
      if ("lang" in changed) { state.groups.forEach(function (group) { label(state, group); }); }
      if ("selected" in changed && now.selected) { reveal(state, now.selected); }
    });
    app.reveal = function (id) { reveal(state, id); };
    /** Return the zoom, the present one or a closer one, at which a point stands with few others. */
    app.zoomAlone = function (feature) { return zoomAlone(app, feature); };
    /** Return where a feature's point is drawn, in pixels of the layer. */
    app.pointOf = function (id) {
      var glyph = app.drawn[id].layer, shift = glyph._shift || [0, 0];
      return glyph._point.add(L.point(shift));
    };
    gather(state);
  });

  function zoomAlone(app, feature) {
    var map = app.map, near = function (zoom) {
      var at = map.project(app.drawn[feature.id].layer.getLatLng(), zoom);
      return A.visibleFeatures(app.data, app.store.get()).filter(function (other) {
        return other.geometry.type === "Point" && map.project(app.drawn[other.id].layer.getLatLng(), zoom).distanceTo(at) < options.alone;
      }).length;
    };
    for (var zoom = Math.max(map.getZoom(), 5); zoom < map.getMaxZoom() && near(zoom) > options.most; zoom += 1) { /* closer */ }
    return zoom;
  }

  function gather(state) {
    var app = state.app, before = state.groups, open = state.open && state.open.members[0].feature.id;
    state.groups = [];
    state.open = null;
    if (app.large) { return; }
    A.visibleFeatures(app.data, app.store.get()).forEach(function (feature) {
      if (feature.geometry.type === "Point") { join(state, app.drawn[feature.id]); }
    });
    merge(state);
    place(state, before);
    if (open) { state.groups.forEach(function (group) { if (holds(group, open) && group.button && !group.open) { setOpen(state, group, true); } }); }
  }

  function join(state, entry) {
    var point = entry.layer._point;
    var group = state.groups.filter(function (g) { return g.at.distanceTo(point) <= options.near; })[0];
    if (group) { group.members.push(entry); } else { state.groups.push({ at: point, members: [entry] }); }
  }

  /* Groups whose buttons would overlap become one, at the middle of their members. */
  function merge(state) {
    for (var i = 0; i < state.groups.length; i += 1) {
      for (var k = i + 1; k < state.groups.length; k += 1) {
        var a = state.groups[i], b = state.groups[k], both = a.members.length > 1 && b.members.length > 1;
        if (a.at.distanceTo(b.at) > (both ? options.merge : options.merge - 6) || a.members.length + b.members.length < 3) { continue; }
        state.groups[i] = { members: a.members.concat(b.members), at: middle(a, b) };
        state.groups.splice(k, 1);
        k = i;
      }
    }
  }

  function middle(a, b) {
    var n = a.members.length, m = b.members.length;
    return a.at.multiplyBy(n / (n + m)).add(b.at.multiplyBy(m / (n + m)))._round();
  }

  /* Put the buttons on the map. A group of the same points keeps its button, and with it the focus. */
  function place(state, before) {
    var known = Object.create(null), next;
    before.forEach(function (group) { if (group.button) { known[key(group)] = group; } });
    state.groups = state.groups.map(function (group) { return renew(state, group, known); });
    Object.keys(known).forEach(function (name) { known[name].legs.remove(); known[name].button.remove(); });
    next = state.layer.firstChild;
    state.groups.forEach(function (group) {
      if (!group.button) { return; }
      if (group.legs === next) { next = group.button.nextSibling; return; }
      state.layer.insertBefore(group.legs, next);
      state.layer.insertBefore(group.button, next);
    });
  }

  /* Return a gathered group as it is drawn: the one that stood there before, moved, or a new one. */
  function renew(state, group, known) {
    if (group.members.length === 1) { unfold(group.members[0]); return group; }
    var name = key(group), old = known[name];
    delete known[name];
    if (old && old.at.equals(group.at)) {
      if (old.open) { state.open = old; }
      return old;
    }
    if (old) { old.at = group.at; group = old; } else { build(state, group); }
    group.button.setAttribute("transform", "translate(" + group.at.x + "," + group.at.y + ")");
    seatMembers(group, false);
    return group;
  }

  function key(group) { return group.members.map(function (member) { return member.feature.id; }).join(" "); }

  function unfold(member) {
    var shift = member.layer._shift;
    if (shift && (shift[0] || shift[1])) { member.layer.shift(0, 0); }
    member.path.classList.remove("folded");
  }

  function build(state, group) {
    group.legs = A.svg("path", { class: "group-legs", fill: "none" });
    group.button = A.svg("g", { class: "group", tabindex: "0", role: "button", "aria-expanded": "false" },
      A.svg("circle", { r: 13, class: "group-disc" }), slices(state, group),
      A.svg("text", { class: "group-count", "text-anchor": "middle", dy: "0.35em" }, group.members.length));
    group.button.addEventListener("click", function (event) {
      event.stopPropagation();
      if (!event.detail || !state.app.map.dragging.moved()) { press(state, group); } // not the end of a drag; a screen reader's click has no detail
    });
    group.button.addEventListener("dblclick", function (event) { event.stopPropagation(); });
    group.button.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " ") { return; }
      event.preventDefault();
      press(state, group);
    });
    label(state, group);
  }

  /* A few points are spread around the button; of very many the map shows more where it comes closer. */
  function press(state, group) {
    var map = state.app.map, zoom = closerZoom(state, group), first = group.members[0];
    if (group.open || group.members.length <= options.most || zoom <= map.getZoom()) { setOpen(state, group, !group.open); return; }
    map.once("zoomend", function () {
      var now = state.groups.filter(function (other) { return holds(other, first.feature.id); })[0];
      if (now) { (now.button || first.path).focus({ preventScroll: true }); }
    });
    map.setView(A.boundsOf(state.app, featuresOf(group)).getCenter(), zoom, { animate: !state.app.still() });
  }

  function closerZoom(state, group) {
    var map = state.app.map, bounds = A.boundsOf(state.app, featuresOf(group));
    return bounds.getSouthWest().equals(bounds.getNorthEast()) ? map.getZoom() : Math.min(map.getBoundsZoom(bounds), map.getZoom() + options.closer, map.getMaxZoom());
  }

  function featuresOf(group) { return group.members.map(function (member) { return member.feature; }); }

  /* The share of each way, as arcs around the button. */
  function slices(state, group) {
    var counts = [], turn = 0;
    group.members.forEach(function (member) {
      var way = state.app.data.wayById[member.feature.properties.way].rank;
      var slice = counts.filter(function (c) { return c.way === way; })[0];
      if (slice) { slice.n += 1; } else { counts.push({ way: way, n: 1 }); }
    });
    return counts.map(function (slice) {
      var share = slice.n / group.members.length, length = 2 * Math.PI * 13;
      var ring = A.svg("circle", { r: 13, class: "group-slice", stroke: "var(--way-" + slice.way + ")",
        "stroke-dasharray": share * length + " " + length, "stroke-dashoffset": -turn * length, transform: "rotate(-90)" });
      turn += share;
      return ring;
    });
  }

  function label(state, group) {
    if (!group.button) { return; }
    var first = group.members.filter(function (m) { return m.feature.properties.kind === "place"; })[0] || group.members[0];
    group.button.setAttribute("aria-label", state.app.language.t("group-name", {
      n: group.members.length, name: state.app.language.pick(first.feature.properties, "name")
    }));
  }

  function reveal(state, id) {
    var group = state.groups.filter(function (g) { return g.button && holds(g, id); })[0];
    if (group && !group.open) { setOpen(state, group, true); }
  }

  function holds(group, id) {
    return group.members.some(function (member) { return member.feature.id === id; });
  }

  function setOpen(state, group, open) {
    if (open && state.open && state.open !== group) { setOpen(state, state.open, false); }
    state.open = open ? group : state.open === group ? null : state.open;
    seatMembers(group, open);
    state.app.map.fire("atlas:spread");
  }

  /* The members under the button, or on rings around it. */
  function seatMembers(group, open) {
    group.open = open;
    group.button.setAttribute("aria-expanded", String(open));
    group.button.classList.toggle("open", open);
    var legs = group.members.map(function (member, index) {
      var at = open ? seat(index, group.members.length) : [0, 0], point = member.layer._point;
      member.layer.shift(group.at.x - point.x + at[0], group.at.y - point.y + at[1]);
      member.path.classList.toggle("folded", !open);
      return open ? "M" + group.at.x + "," + group.at.y + "l" + at[0] + "," + at[1] : "";
    });
    group.legs.setAttribute("d", legs.join("") || "M0,0");
  }

  /* Seats on rings around the button, each ring with as many as fit side by side. */
  function seat(index, count) {
    var radius = options.ring, room = Math.floor(2 * Math.PI * radius / options.step), first = 0;
    while (index - first >= room) {
      first += room;
      radius += options.step + 2;
      room = Math.floor(2 * Math.PI * radius / options.step);
    }
    var here = Math.min(room, count - first), angle = 2 * Math.PI * (index - first) / here - Math.PI / 2;
    return [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))];
  }
})(window.Atlas = window.Atlas || {});
