/* What is visible, as files to keep; nothing is sent anywhere. */
(function (A) {
  "use strict";

  A.parts.push(function download(app) {
    var more = A.h("button", { type: "button", "aria-haspopup": "dialog", "data-t-label": "other-formats", onclick: function () { open(app); } },
      A.h("span", { "aria-hidden": "true" }, "▾"));
    var button = document.getElementById("download-geojson"), pair = A.h("span.split");
    button.replaceWith(pair);
    pair.append(button, more);
    button.addEventListener("click", function () { save(app, "geojson", "", app.say); });
  });

  /** Return a choice of what to save and a button a format; `say` tells that a file was saved. */
  A.fileButtons = function (app, say) {
    var t = app.language.t, features = A.visibleFeatures(app.data, app.store.get());
    var choice = A.h("select", {}, A.h("option", { value: "" }, t("save-visible", { n: app.language.number(features.length) })), app.data.ways.map(function (way) {
      var own = ofWay(features, way.id).length;
      return own ? A.h("option", { value: way.id }, way.rank + " " + app.language.pick(way, "name") + " (" + app.language.number(own) + ")") : null;
    }));
    return A.h("div.files", { role: "group", "aria-label": t("save-heading") }, A.h("label", {}, t("save-which"), choice),
      Object.keys(A.formats).map(function (format) {
        var name = format === "geojson" ? "GeoJSON" : format.toUpperCase();
        return A.h("button", { type: "button", "aria-label": format === "geojson" ? null : t("download-format", { format: name }),
          onclick: function () { save(app, format, choice.value, say); } }, name);
      }));
  };

  /** Offer a text as a file. */
  A.save = function (name, type, text) {
    var address = URL.createObjectURL(new Blob([text], { type: type }));
    var link = A.h("a", { href: address, download: name });
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(address); }, 1000);
  };

  function open(app) {
    var t = app.language.t, say = function (text) { box.say(text); };
    var box = A.dialog(app, t("save-heading"), [A.h("p.help", {}, t("save-help")), A.fileButtons(app, say)]);
  }

  function save(app, format, way, say) {
    var features = ofWay(A.visibleFeatures(app.data, app.store.get()), way), kind = A.formats[format];
    A.save((way || "routes") + "." + format, kind.type, kind.write(app, features));
    say(app.language.t("said-downloaded", { n: app.language.number(features.length) }));
  }

  function ofWay(features, way) {
    return way ? features.filter(function (feature) { return feature.properties.way === way; }) : features;
  }
})(window.Atlas = window.Atlas || {});
