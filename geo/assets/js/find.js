/* Find: names and texts in every language at once, results by way, as a combobox (ARIA Authoring Practices). */
(function (A) {
  "use strict";

  var options = { whole: 20, most: 40, before: 28, after: 56 };

  /* Letters of the Korean keyboard: vowels and final consonants that are typed as two keys. */
  var VOWELS = { "\u116a": "\u1169\u1161", "\u116b": "\u1169\u1162", "\u116c": "\u1169\u1175", "\u116f": "\u116e\u1165",
    "\u1170": "\u116e\u1166", "\u1171": "\u116e\u1175", "\u1174": "\u1173\u1175" };
  var FINALS = ["0", "1", "09", "2", "2c", "2i", "3", "5", "50", "56", "57", "59", "5g", "5h", "5i", "6", "7", "79", "9",
    "a", "b", "c", "e", "f", "g", "h", "i"];

  /**
   * Return a text as it is compared: without case, accents and punctuation, and Hangul as the keys that type it.
   * A syllable that is still being typed then is the beginning of the one that is meant: "ㅎ", "하" and "한" of "한국",
   * and also "갃" of "각성", where the keyboard puts the next syllable's first letter below the last one's.
   */
  A.fold = function (text) {
    return text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "")
      .replace(/[\u11a8-\u11c2]/g, finalKeys).replace(/[\u1161-\u1175]/g, function (vowel) { return VOWELS[vowel] || vowel; })
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  };

  function finalKeys(letter) {
    return FINALS[letter.charCodeAt(0) - 0x11a8].replace(/./g, function (digit) { return String.fromCharCode(0x1100 + parseInt(digit, 36)); });
  }

  A.parts.push(function find(app) {
    var own = { app: app, entries: null, results: [], active: -1, open: false };
    build(own);
    var hint = function () { own.input.placeholder = app.language.t("find.hint"); };
    hint();
    app.store.subscribe(function (state, changed) {
      if ("lang" in changed) { own.entries = null; hint(); }
      if ("query" in changed && own.input.value !== state.query) { own.input.value = state.query; }
      if ("query" in changed || ("lang" in changed && own.open)) { search(own); }
    });
  });

  function build(own) {
    var set = function (query) { own.app.store.set({ query: query }); };
    own.input = A.h("input", {
      id: "find-input", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "find-list",
      oninput: function () { set(own.input.value); }, onkeydown: function (event) { key(own, event); },
      onfocus: function () { index(own); if (own.input.value) { search(own); } }
    });
    own.clear = A.h("button.find-clear", { type: "button", hidden: true, "data-t-label": "find.clear", onclick: function () {
      set("");
      own.input.focus();
    } }, "×");
    own.note = A.h("p.find-note");
    own.list = A.h("div", { id: "find-list", role: "listbox", "data-t-label": "find.results" });
    /* The list would take the focus from the box on a press. */
    own.box = A.h("div.find-results", { hidden: true, onmousedown: function (event) { event.preventDefault(); } }, own.note, own.list);
    own.root = A.h("div.find", { role: "search", onfocusout: function (event) {
      if (!own.root.contains(event.relatedTarget)) { show(own, false); }
    } }, A.h("label", { "for": "find-input", "data-t": "find" }), A.h("div.find-field", {}, own.input, own.clear), own.box);
    document.getElementById("find").appendChild(own.root);
  }

  /* One entry a way and a feature, made on the first use of the box. */
  function index(own) {
    if (own.entries) { return; }
    var app = own.app, data = app.data, names = Object.create(null);
    var each = function (object, name) { return data.atlas.languages.map(function (tag) { return object[name + "_" + tag] || ""; }); };
    var all = function (object, name) { return each(object, name).join(" "); };
    own.entries = data.ways.map(function (way) {
      var titles = each(way, "name").map(A.fold);
      names[way.id] = titles.join(" ");
      return entry({ way: way, titles: titles, rest: "", of: "" });
    });
    data.features.forEach(function (feature) {
      var p = feature.properties, countries = p.countries.map(function (code) { return Object.values(data.countries[code] || {}).join(" "); });
      var rest = [all(p, "summary"), app.language.period(p), countries.join(" ")].join(" ");
      own.entries.push(entry({ feature: feature, way: data.wayById[p.way], titles: each(p, "name").map(A.fold), rest: A.fold(rest), of: names[p.way], date: p.start && A.fold(p.start + " " + (p.end || "")) }));
    });
  }

  /* Korean is written with and without spaces between the same words: `tight` has none. */
  function entry(fields) {
    fields.name = " " + fields.titles.join(" ");
    fields.tight = (fields.name + fields.rest).replace(/ /g, "");
    return fields;
  }

  /** Return how well an entry fits every one of the words, 0 where it lacks one: by its whole title, title, date, text, its way's name. */
  function score(item, words) {
    var sum = 0;
    return words.every(function (word) {
      var rank = item.name.indexOf(" " + word) >= 0 ? 6 : item.name.indexOf(word) >= 0 ? 5 : (item.date || "").indexOf(word) >= 0 ? 4 : item.rest.indexOf(word) >= 0 ? 2 :
        item.of.indexOf(word) >= 0 || (/[\u1100-\u1175]/.test(word) && item.tight.indexOf(word) >= 0) ? 1 : 0;
      sum += rank;
      return rank;
    }) ? sum + (item.titles.indexOf(words.join(" ")) >= 0 ? options.whole : 0) : 0;
  }

  function search(own) {
    var app = own.app, query = app.store.get().query, words = A.fold(query).split(" ").filter(Boolean);
    own.clear.hidden = !query;
    if (!words.length) { own.results = []; show(own, false); return; }
    index(own);
    var groups = grouped(own.entries, words), all = [].concat.apply([], groups);
    own.results = all.slice(0, options.most);
    own.active = own.results.length ? 0 : -1;
    var said = all.length > options.most ? "find.capped" : all.length ? "find.count" : "find.none";
    own.note.textContent = app.language.t(said, { n: app.language.number(own.results.length), all: app.language.number(all.length) });
    draw(own, query.toLowerCase().split(/\s+/).filter(Boolean));
    show(own, true);
    app.say(own.note.textContent);
  }

  /* Ways with the best result first, in each the best first; else in the order of the data. */
  function grouped(entries, words) {
    var groups = [], of = Object.create(null);
    entries.forEach(function (item) {
      item.score = score(item, words);
      if (!item.score) { return; }
      if (!of[item.way.id]) { of[item.way.id] = []; groups.push(of[item.way.id]); }
      of[item.way.id].push(item);
    });
    var better = function (a, b) { return b.score - a.score; };
    groups.forEach(function (group) { group.sort(better); });
    return groups.sort(function (a, b) { return better(a[0], b[0]); });
  }

  function draw(own, typed) {
    var app = own.app, groups = [], box = null, last = null;
    own.results.forEach(function (item, at) {
      if (item.way !== last) {
        last = item.way;
        box = A.h("div.find-group", { role: "group", "aria-labelledby": "find-way-" + last.id, style: { "--way": "var(--way-" + last.rank + ")" } },
          A.h("div.find-way", { id: "find-way-" + last.id }, A.h("span.rank", {}, last.rank), app.language.pick(last, "name")));
        groups.push(box);
      }
      box.appendChild(A.h("div.find-option", { id: "find-option-" + at, role: "option", "aria-selected": "false", onclick: function () { go(own, at); } },
        item.feature ? describe(app, item.feature.properties, typed) : app.language.t("find.whole")));
    });
    A.fill(own.list, groups);
    mark(own);
  }

  function describe(app, p, typed) {
    var name = app.language.pick(p, "name"), summary = app.language.pick(p, "summary"), found = first(summary, typed);
    var date = app.language.period(p), snippet = null;
    if (!first(name, typed) && found) {
      var from = summary.lastIndexOf(" ", Math.max(0, found[0] - options.before)) + 1, to = summary.indexOf(" ", found[0] + options.after);
      snippet = A.h("span.find-snippet", {}, from ? "… " : "", marked(summary.slice(from, to < 0 ? undefined : to), typed), to < 0 ? "" : " …");
    }
    return [A.h("span.find-name", {}, marked(name, typed)),
      A.h("span.find-meta", {}, " " + app.language.t("kind." + p.kind) + (date ? ", " + date : "")), snippet && [" ", snippet]];
  }

  /* Where the first of the words stands in a text as it is shown, or null. */
  function first(text, typed) {
    var low = text.toLowerCase();
    return typed.map(function (word) { return [low.indexOf(word), word.length]; }).filter(function (at) { return at[0] >= 0; })[0] || null;
  }

  function marked(text, typed) {
    var at = first(text, typed);
    return at ? [text.slice(0, at[0]), A.h("mark", {}, text.slice(at[0], at[0] + at[1])), text.slice(at[0] + at[1])] : text;
  }

  function show(own, open) {
    own.open = open;
    own.box.hidden = !open;
    own.input.setAttribute("aria-expanded", String(open && own.results.length > 0));
    if (!open) { own.input.removeAttribute("aria-activedescendant"); }
    else if (own.app.isPhone()) { own.root.scrollIntoView({ block: "start" }); }
  }

  function mark(own) {
    own.list.querySelectorAll("[role=option]").forEach(function (option, at) { option.setAttribute("aria-selected", String(at === own.active)); });
    var option = document.getElementById("find-option-" + own.active);
    if (!option) { own.input.removeAttribute("aria-activedescendant"); return; }
    own.input.setAttribute("aria-activedescendant", option.id);
    var over = option.getBoundingClientRect(), box = own.list.getBoundingClientRect();
    if (own.active === 0) { own.list.scrollTop = 0; }
    else if (over.bottom > box.bottom) { own.list.scrollTop += over.bottom - box.bottom + 4; }
    else if (over.top < box.top) { own.list.scrollTop -= box.top - over.top + 4; }
  }

  /* Enter while a syllable is being composed ends the syllable, not the search. */
  function key(own, event) {
    var count = own.results.length, down = event.key === "ArrowDown", up = event.key === "ArrowUp";
    if (event.isComposing) { return; }
    if ((down || up) && count) {
      if (own.open) { own.active = (own.active + (down ? 1 : count - 1)) % count; }
      show(own, true);
      mark(own);
    } else if (event.key === "Enter" && own.open && count) { go(own, own.active); }
    else if (event.key === "Escape" && (own.open || own.input.value)) { own.app.store.set({ query: "" }); }
    else { return; }
    event.preventDefault();
    event.stopPropagation();
  }

  function go(own, at) {
    var app = own.app, item = own.results[at];
    show(own, false);
    /* A phone's panel would cover the place; the focus then returns to the map instead. */
    if (app.isPhone()) { own.input.blur(); app.store.set({ panel: false }); }
    if (item.feature) { app.goTo(item.feature.id); return; }
    var ways = app.store.get().ways;
    app.store.set({ ways: app.data.ways.map(function (way) { return way.id; }).filter(function (id) { return id === item.way.id || ways.indexOf(id) >= 0; }) });
    app.zoomTo(app.data.featuresOf[item.way.id]);
    app.say(app.language.t("find.shown", { name: app.language.pick(item.way, "name") }));
  }
})(window.Atlas = window.Atlas || {});
