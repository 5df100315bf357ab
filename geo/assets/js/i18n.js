/* Words, numbers and dates in the page's language. */
(function (A) {
  "use strict";

  /** Return the language's helpers: t, pick, number, date, country, and the tag itself. */
  A.createLanguage = function (data, words, store) {
    var own = {
      get tag() { return store.get().lang; },
      /** Return the tag where the browser can use it for numbers and dates, else English. */
      get locale() { return canonical(own.tag) ? own.tag : "en"; },
      /** Return the interface's words for `key`, with {name} replaced; English where a language has none. */
      t: function (key, values) {
        var text = (words[own.tag] || {})[key] || words.en[key] || key;
        return text.replace(/\{(\w+)\}/g, function (whole, name) { return values && name in values ? values[name] : whole; });
      },
      /** Return a text that stands once a language: pick(properties, "name"). */
      pick: function (object, name) {
        return object[name + "_" + own.tag] || object[name + "_" + data.atlas.languages[0]] || "";
      },
      /** Return a language's own name for itself. */
      nameOf: function (tag) { return (tag === base(tag) && (words[tag] || {})["language-itself"]) || A.languageName(tag); },
      number: function (value) { return formatNumber(value, own.locale); },
      date: function (iso) { return formatDate(iso, own.locale); },
      /** Return "March 2011 – May 2012" or one date. */
      period: function (properties) {
        if (!properties.start) { return ""; }
        var end = properties.end && properties.end !== properties.start;
        return own.date(properties.start) + (end ? (base(own.tag) === "ko" ? "~" : " – ") + own.date(properties.end) : "");
      },
      country: function (code) {
        var names = data.countries[code];
        return names ? A.nameIn(names, own.tag) : code;
      }
    };
    return own;
  };

  /** Translate every element that names its words: data-t for text, data-t-label for the accessible name. */
  A.translate = function (root, language) {
    root.querySelectorAll("[data-t]").forEach(function (element) { element.textContent = language.t(element.dataset.t); });
    root.querySelectorAll("[data-t-label]").forEach(function (element) {
      element.setAttribute("aria-label", language.t(element.dataset.tLabel));
    });
  };

  /** Return the name in a language, in its base language or in English. */
  A.nameIn = function (names, tag) { return names[tag] || names[base(tag)] || names.en; };

  /** Return the language's own name for itself, or its tag where the browser knows none. */
  A.languageName = function (tag) {
    return canonical(tag) ? new Intl.DisplayNames([tag], { type: "language" }).of(tag) : tag;
  };

  /** Return "rtl" for a language that is written from right to left. */
  A.directionOf = function (tag) {
    if (/-(Latn|Cyrl)\b/.test(tag)) { return "ltr"; }
    return /^(ar|arc|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)\b|-(Arab|Hebr|Syrc|Thaa|Nkoo)\b/.test(tag) ? "rtl" : "ltr";
  };

  /** Return the language that the reader's browser asks for among those of the atlas, or the atlas's first. */
  A.preferredLanguage = function (languages) {
    var wanted = navigator.languages || [navigator.language || ""];
    for (var i = 0; i < wanted.length; i += 1) {
      var match = languages.filter(function (tag) { return base(wanted[i]) === base(tag); })[0];
      if (match) { return match; }
    }
    return languages[0];
  };

  function base(tag) { return tag.split("-")[0]; }

  /* A tag may be well formed and still none that Intl takes. */
  function canonical(tag) {
    try { return Intl.getCanonicalLocales(tag)[0]; } catch (error) { return null; }
  }

  /* Making a format takes far longer than using it. */
  var formats = Object.create(null);

  /* Waking the browser's number formats takes as long as drawing the lines: whole English and Korean numbers do without. */
  function formatNumber(value, tag) {
    if (Number.isInteger(value) && /^(en|ko)\b/.test(tag)) { return String(value).replace(/\B(?=(\d{3})+$)/g, ","); }
    formats[tag] = formats[tag] || new Intl.NumberFormat(tag);
    return formats[tag].format(value);
  }

  function formatDate(iso, tag) {
    var parts = iso.split("-").map(Number);
    var options = { timeZone: "UTC", year: "numeric" };
    if (parts.length > 1) { options.month = "long"; }
    if (parts.length > 2) { options.day = "numeric"; }
    var locale = tag === "en" ? "en-GB" : tag, key = locale + parts.length;
    formats[key] = formats[key] || new Intl.DateTimeFormat(locale, options);
    return formats[key].format(new Date(Date.UTC(parts[0], (parts[1] || 1) - 1, parts[2] || 1)));
  }
})(window.Atlas = window.Atlas || {});
