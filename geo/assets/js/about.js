/* About: what the map is, the claims with their verdicts, counts and all sources; built when it is first opened. */
(function (A) {
  "use strict";

  var MARKS = { supported: "✓", imprecise: "≈", disputed: "⇄", unsupported: "✕" };

  A.parts.push(function about(app) {
    var section = document.getElementById("about"), box = section.firstElementChild, built = null;
    var show = function (state) {
      if (state.view !== "about" || built === state.lang) { return; }
      built = state.lang;
      A.fill(box, content(app));
    };
    box.classList.add("about");
    section.addEventListener("keydown", function (event) { if (event.key === "Escape") { close(app); } });
    app.store.subscribe(show);
    show(app.store.get());
    if (app.data.only) { wholeAtlas(app); }
  });

  function close(app) { app.store.set({ view: "ways" }); }

  /* A page of one way names the page beside it that holds them all. */
  function wholeAtlas(app) {
    document.getElementById("title").after(A.h("a.whole-atlas", { href: "index.html", "data-t": "whole-atlas" }));
  }

  function content(app) {
    var t = app.language.t, parts = chapters(app).filter(function (part) { return part.body; });
    return [
      A.h("div.about-head", {}, A.h("h2", {}, t("about")), A.h("button", { type: "button", onclick: function () { close(app); } }, t("close"))),
      A.h("nav.about-contents", { "aria-label": t("about-contents") }, A.h("ul", {}, parts.map(function (part) {
        return A.h("li", {}, A.h("button.link", { type: "button", onclick: function () { jump(app, part.heading); } }, part.title));
      }))),
      A.h("div.about-body", {}, app.data.only ? A.h("p", {}, A.h("a", { href: "index.html" }, t("whole-atlas"))) : null,
        parts.map(function (part) {
          part.heading = A.h("h3", { tabindex: "-1" }, part.title);
          return A.h("section", {}, part.heading, part.body);
        }))
    ];
  }

  function jump(app, heading) {
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ behavior: app.still() ? "auto" : "smooth", block: "start" });
  }

  /* Every chapter with its title; one without a body is left out. */
  function chapters(app) {
    var t = app.language.t, pick = app.language.pick, data = app.data, atlas = data.atlas, article = data.sources[atlas.article];
    return (atlas.about || []).map(function (part) {
      return { title: pick(part, "heading"), body: [A.h("p", {}, pick(part, "text")), sourceLine(app, part.sources)] };
    }).concat([
      { title: t("about-article"), body: article && [A.h("p", {}, A.citation(article, app.language)), A.h("p", {}, t("about-article-means"))] },
      { title: t("about-claims"), body: claims(app) },
      { title: t("about-counts"), body: counts(app) },
      { title: t("about-licence"), body: pick(atlas, "licence") ? A.h("p", {}, pick(atlas, "licence")) : null },
      { title: t("about-sources"), body: sources(app) }
    ]);
  }

  /* ---- claims */

  function claims(app) {
    var t = app.language.t, data = app.data, groups = [{ title: t("about-claims-frame"), claims: data.atlas.claims || [] }]
      .concat(data.ways.map(function (way) { return { title: app.language.pick(way, "name"), rank: way.rank, claims: way.claims || [] }; }))
      .filter(function (group) { return group.claims.length; });
    if (!groups.length) { return null; }
    return [A.h("p", {}, t("about-claims-means")), tally(app, groups)].concat(groups.map(function (group) {
      return [A.h("h4", {}, group.rank ? A.h("span.rank", { style: { "--way": "var(--way-" + group.rank + ")" } }, group.rank) : null, group.rank ? " " : null, group.title),
        A.h("ul.claims", {}, group.claims.map(function (claim) { return claimItem(app, claim); }))];
    }));
  }

  /* How many claims have which verdict, and what the verdicts mean. */
  function tally(app, groups) {
    var all = groups.reduce(function (list, group) { return list.concat(group.claims); }, []);
    return A.h("ul.verdicts", {}, Object.keys(MARKS).map(function (verdict) {
      var n = all.filter(function (claim) { return claim.verdict === verdict; }).length;
      return n ? A.h("li", {}, badge(app, verdict), " ", app.language.number(n), " · ", app.language.t("verdict-means." + verdict)) : null;
    }));
  }

  function badge(app, verdict) {
    return A.h("strong.verdict.verdict-" + verdict, {}, A.h("span", { "aria-hidden": "true" }, MARKS[verdict] + " "), app.language.t("verdict." + verdict));
  }

  function claimItem(app, claim) {
    var pick = app.language.pick;
    return A.h("li", {}, A.h("p.claim", {}, pick(claim, "claim")), A.h("p", {}, badge(app, claim.verdict), " ", pick(claim, "comment")), sourceLine(app, claim.sources));
  }

  /* Sources in one line of small type, so that they can be read and found without opening anything. */
  function sourceLine(app, ids) {
    if (!ids || !ids.length) { return null; }
    return A.h("p.source-line", {}, app.language.t("sources") + ": ", ids.map(function (id, index) {
      var source = app.data.sources[id];
      return [index ? "; " : null, source ? A.citation(source, app.language) : id];
    }));
  }

  /* ---- counts */

  function counts(app) {
    var t = app.language.t, kinds = ["border", "leg", "place", "case"], data = app.data;
    var row = function (head, features) {
      return A.h("tr", {}, A.h("th", { scope: "row" }, head), kinds.concat("").map(function (kind) {
        var n = features.filter(function (feature) { return !kind || feature.properties.kind === kind; }).length;
        return A.h("td", {}, n ? app.language.number(n) : "–");
      }));
    };
    return A.h("div.about-table", { tabindex: "0", role: "group", "aria-label": t("about-counts-caption") }, A.h("table", {}, A.h("caption", {}, t("about-counts-caption")),
      A.h("thead", {}, A.h("tr", {}, A.h("th", { scope: "col" }, t("field.way")), kinds.map(function (kind) { return A.h("th", { scope: "col" }, t("kind." + kind)); }),
        A.h("th", { scope: "col" }, t("about-all")))),
      A.h("tbody", {}, data.ways.map(function (way) { return row(way.rank + ". " + app.language.pick(way, "name"), data.featuresOf[way.id]); })),
      data.ways.length > 1 ? A.h("tfoot", {}, row(t("about-all"), data.features)) : null));
  }

  /* ---- all sources */

  function sources(app) {
    var t = app.language.t, order = new Intl.Collator(app.language.locale, { numeric: true }), tiers = { A: 0, B: 0 };
    var list = Object.keys(app.data.sources).map(function (id) {
      var source = app.data.sources[id];
      tiers[source.tier] += 1;
      return { source: source, text: undated(A.cite(source, app.language)) };
    }).sort(function (a, b) { return order.compare(a.text, b.text) || order.compare(a.source.date, b.source.date); });
    var groups = [], last;
    list.forEach(function (entry) {
      var letter = initial(entry.text);
      if (!last || last.letter !== letter) { groups.push(last = { letter: letter, entries: [] }); }
      last.entries.push(entry);
    });
    return list.length ? [A.h("p", {}, t("about-tiers", { n: app.language.number(list.length), a: app.language.number(tiers.A), b: app.language.number(tiers.B) }))].concat(groups.map(function (group) {
      return [A.h("h4", {}, group.letter), A.h("ul.source-list", {}, group.entries.map(function (entry) {
        return A.h("li", {}, A.citation(entry.source, app.language), " ", A.h("span.tier", {}, tier(t, entry.source)));
      }))];
    })) : null;
  }

  /* A citation ends with its date. */
  function undated(citation) { return citation.slice(0, citation.lastIndexOf(", ")); }

  function tier(t, source) { return source.tier + (source.copy ? " · " + t("seen-as-copy") : ""); }

  /* The letter under which a text stands: a Latin letter without its mark, the first consonant of a Hangul syllable. */
  function initial(text) {
    var first = text.replace(/^[^\p{L}\p{N}]+/u, "").charAt(0), hangul = first.charCodeAt(0) - 0xac00;
    if (hangul >= 0 && hangul < 11172) { return "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ".charAt(Math.floor(hangul / 588)); }
    var latin = first.normalize("NFD").charAt(0).toUpperCase();
    return /\d/.test(latin) || !latin ? "0–9" : latin;
  }
})(window.Atlas = window.Atlas || {});
