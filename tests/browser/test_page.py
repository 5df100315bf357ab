"""The page's contract: ways, features, popups, keyboard, languages, no request."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.load import load
from tests.browser.conftest import DATA, OpenPage

ATLAS = load(DATA)
WAYS = {way.id: way for way in ATLAS.ways}
BY_WAY = {way: [f for f in ATLAS.features if f.properties.way == way] for way in WAYS}


def drawn(page: Page) -> set[str]:
    """Return the ids of the features on the map."""
    return set(page.eval_on_selector_all("[data-feature-id]", "all => all.map(e => e.dataset.featureId)"))


def open_feature(page: Page, feature_id: str) -> None:
    """Focus a feature and press Enter, as with a keyboard."""
    page.locator(f'[data-feature-id="{feature_id}"]').focus()
    page.keyboard.press("Enter")


def test_every_feature_is_drawn_once(page: Page) -> None:
    ids = page.eval_on_selector_all("[data-feature-id]", "all => all.map(e => e.dataset.featureId)")
    assert sorted(ids) == sorted(feature.id for feature in ATLAS.features)


@pytest.mark.parametrize("way", sorted(WAYS))
def test_toggle_removes_and_returns_exactly_its_features(page: Page, way: str) -> None:
    box = page.get_by_role("checkbox", name=WAYS[way].name["en"])
    everything = drawn(page)
    box.uncheck()
    assert everything - drawn(page) == {feature.id for feature in BY_WAY[way]}
    assert drawn(page) <= everything
    box.check()
    assert drawn(page) == everything


def test_show_all_and_hide_all(page: Page) -> None:
    page.get_by_role("button", name="Hide all").click()
    assert drawn(page) == set()
    assert not any(box.is_checked() for box in page.get_by_role("list").get_by_role("checkbox").all())
    page.get_by_role("button", name="Show all").click()
    assert drawn(page) == {feature.id for feature in ATLAS.features}


def test_only_this_shows_one_way(page: Page) -> None:
    page.get_by_role("button", name=f"Only this: {WAYS['dmz'].name['en']}").click()
    assert drawn(page) == {feature.id for feature in BY_WAY["dmz"]}
    expect(page.get_by_role("status").first).to_contain_text(WAYS["dmz"].name["en"])


def test_ways_stand_from_ten_to_one(page: Page) -> None:
    names = page.locator("#way-list .way-name").all_inner_texts()
    assert names == [way.name["en"] for way in sorted(ATLAS.ways, key=lambda way: -way.rank)]


@pytest.mark.parametrize("kind", ["border", "leg", "place", "case"])
def test_popup_shows_what_the_data_says(page: Page, kind: str) -> None:
    feature = next(f for f in ATLAS.features if f.properties.kind == kind)
    open_feature(page, feature.id)
    popup = page.get_by_role("dialog", name=feature.properties.name["en"])
    expect(popup).to_contain_text(feature.properties.summary["en"])
    expect(popup).to_contain_text("Certainty")
    expect(popup).to_contain_text("°")
    assert ("Drawn length" in popup.inner_text()) == (kind in {"border", "leg"})
    links = {link.get_attribute("href") for link in popup.get_by_role("link").all()}
    assert links == {ATLAS.sources[i].url for i in feature.properties.sources} - {None}
    assert len(popup.locator(".sources li").all()) == len(feature.properties.sources)
    for link in popup.get_by_role("link").all():
        assert set((link.get_attribute("rel") or "").split()) >= {"noopener", "noreferrer"}


def test_every_popup_opens_with_its_own_title(page: Page) -> None:
    page.set_default_timeout(3000)
    for feature in ATLAS.features[::7]:
        open_feature(page, feature.id)
        expect(page.locator("#popup-title")).to_have_text(feature.properties.name["en"])
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.evaluate("document.activeElement.dataset.featureId") == feature.id


def test_names_say_way_kind_and_title(page: Page) -> None:
    for feature in (BY_WAY["dmz"][0], BY_WAY["labor-missions"][-1]):
        label = page.locator(f'[data-feature-id="{feature.id}"]').get_attribute("aria-label") or ""
        assert WAYS[feature.properties.way].name["en"] in label
        assert feature.properties.name["en"] in label
        assert re.search("case|reference line", label, re.IGNORECASE)


def test_tab_reaches_every_feature_way_by_way(page: Page) -> None:
    order = page.evaluate(
        """() => [...document.querySelectorAll('[data-feature-id]')]
            .filter(e => e.tabIndex === 0).map(e => e.dataset.featureId)"""
    )
    ranks = [WAYS[next(f for f in ATLAS.features if f.id == i).properties.way].rank for i in order]
    assert len(order) == len(ATLAS.features)
    assert ranks == sorted(ranks, reverse=True)
    page.locator(f'[data-feature-id="{order[0]}"]').focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.featureId") == order[1]


def test_crowded_points_open_by_key_and_on_focus(page: Page) -> None:
    group = page.locator(".group").filter(has=page.locator("text", has_text=re.compile("^[2-9]$"))).first
    group.focus()
    page.keyboard.press("Enter")
    expect(group).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(group).to_have_attribute("aria-expanded", "false")
    folded = page.locator(".point.folded").first
    folded.focus()
    assert "folded" not in (page.evaluate("document.activeElement.getAttribute('class')") or "")


def test_a_mouse_opens_and_closes_every_crowd(page: Page) -> None:
    """The points under a button, and the wide lines around it, once took the press."""
    page.evaluate("Atlas.app.map.setView([18, 102], 5, {animate: false})")
    size = page.evaluate(
        """() => {
            const map = Atlas.app.map.getContainer().getBoundingClientRect();
            return [map.left, map.right, map.top, map.bottom];
        }"""
    )
    groups = page.locator(".group")
    tried = 0
    for number in range(groups.count()):
        box = groups.nth(number).locator(".group-disc").bounding_box()
        count = int(groups.nth(number).locator("text").text_content() or 0)
        if not box or count > 12:
            continue
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        if not (size[0] + 40 < x < size[1] - 80 and size[2] + 40 < y < size[3] - 40):
            continue
        page.mouse.click(x, y)
        expect(groups.nth(number)).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".atlas-popup")).to_have_count(0)
        page.mouse.click(x, y)
        expect(groups.nth(number)).to_have_attribute("aria-expanded", "false")
        expect(page.locator(".atlas-popup")).to_have_count(0)
        tried += 1
    assert tried > 3


def test_a_mouse_on_a_large_crowd_brings_the_map_closer(page: Page) -> None:
    group = page.locator(".group").filter(has=page.locator("text", has_text=re.compile(r"^\d\d$"))).last
    box = group.locator(".group-disc").bounding_box()
    assert box
    before = page.evaluate("Atlas.app.map.getZoom()")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function(f"Atlas.app.map.getZoom() > {before}")


FAR_OFF = """() => {
    const app = Atlas.app, map = app.map, wrong = [];
    for (const id of Object.keys(app.drawn)) {
        const entry = app.drawn[id];
        if (!entry.arrow || entry.arrow.classList.contains("too-short")) continue;
        const at = entry.arrow.transform.baseVal[0].matrix;
        const line = entry.layer.getLatLngs()[0].map((p) => map.latLngToLayerPoint(p));
        const here = L.point(at.e, at.f), far = L.LineUtil.pointToSegmentDistance;
        const away = line.slice(1).map((p, i) => far(here, line[i], p));
        if (Math.min(...away) > 3) wrong.push(id);
    }
    for (const group of document.querySelectorAll(".group")) {
        const at = group.transform.baseVal[0].matrix;
        const points = Object.values(app.drawn).map((entry) => entry.layer._point).filter(Boolean);
        if (!points.some((point) => point.distanceTo([at.e, at.f]) < 40)) wrong.push(group.textContent);
    }
    return wrong;
}"""


def test_crowds_and_arrows_follow_a_far_jump(page: Page) -> None:
    for place in ("[30, 31]", "[40, 127]", "[52, 13]"):
        page.evaluate(f"Atlas.app.map.setView({place}, Atlas.app.map.getZoom(), {{animate: false}})")
        assert page.evaluate(FAR_OFF) == []


def test_a_press_beside_a_point_means_it(page: Page) -> None:
    at = page.evaluate(
        """() => {
            const app = Atlas.app, map = app.map, size = map.getSize();
            const shift = map.getContainer().getBoundingClientRect();
            for (const id of Object.keys(app.drawn)) {
                const entry = app.drawn[id];
                if (!entry.layer.setRadius || entry.path.classList.contains("folded")) continue;
                const p = map.layerPointToContainerPoint(app.pointOf(id));
                if (p.x > 60 && p.y > 60 && p.x < size.x - 90 && p.y < size.y - 60) {
                    return { id, x: p.x + shift.left + 9, y: p.y + shift.top + 8 };
                }
            }
        }"""
    )
    page.mouse.click(at["x"], at["y"])
    assert page.evaluate("Atlas.app.store.get().selected") == at["id"]


def test_a_popup_of_an_address_closes_by_escape_and_stands_with_few_others(open_page: OpenPage) -> None:
    page = open_page("feature=border-kang-chol-hwan-1992")
    expect(page.locator(".atlas-popup")).to_have_count(1)
    group = page.locator(".group.open text")
    assert group.count() == 0 or int(group.text_content() or 0) <= 12
    page.keyboard.press("Escape")
    expect(page.locator(".atlas-popup")).to_have_count(0)


def test_an_address_opens_nothing_of_a_way_that_is_off(open_page: OpenPage) -> None:
    page = open_page("ways=dmz&feature=yellow-estuary-swim-june-2017")
    expect(page.locator(".atlas-popup")).to_have_count(0)


def test_a_value_of_the_address_that_is_no_text_is_ignored(open_page: OpenPage) -> None:
    assert open_page("ways=%ff").locator("#way-list input:checked").count() == len(WAYS)


def test_only_this_shows_where_the_way_is(page: Page) -> None:
    page.get_by_role("button", name="Only this: As students abroad").click()
    shown = """() => { const bounds = Atlas.app.map.getBounds();
        return Object.values(Atlas.app.drawn).filter((e) => !e.hidden && e.layer.getLatLng)
            .map((e) => bounds.contains(e.layer.getLatLng())); }"""
    page.wait_for_function(f"({shown})().every(Boolean)")
    assert len(page.evaluate(shown)) > 10


def test_a_way_says_how_many_took_it_and_how_many_cases_it_has(page: Page) -> None:
    row = page.locator('.way[data-way="chinese-border"] label')
    cases = sum(f.properties.way == "chinese-border" and f.properties.kind == "case" for f in ATLAS.features)
    expect(row).to_contain_text(f"Most people · Cases: {cases}")


def test_points_at_one_position_are_apart_when_open(page: Page) -> None:
    group = page.locator(".group").filter(has=page.locator("text", has_text=re.compile("^[2-9]$"))).first
    group.dispatch_event("click")
    places = page.eval_on_selector_all("#map .point:not(.folded)", "all => all.map(e => e.getAttribute('transform'))")
    assert len(places) == len(set(places))


def test_lines_over_the_180th_meridian_are_unbroken(page: Page) -> None:
    cut = [f for f in ATLAS.features if f.geometry.type == "MultiLineString"]
    assert cut
    for feature in cut:
        path = page.locator(f'[data-feature-id="{feature.id}"]').get_attribute("d") or ""
        assert path.count("M") == 1
        assert path.count("L") > 20


def test_download_holds_what_is_visible(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="Hide all").click()
    page.get_by_role("checkbox", name=WAYS["dmz"].name["en"]).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download GeoJSON").click()
    file = tmp_path / "visible.geojson"
    download.value.save_as(file)
    collection = json.loads(file.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    assert {feature["id"] for feature in collection["features"]} == {feature.id for feature in BY_WAY["dmz"]}


def test_korean_page_is_korean(open_page: OpenPage) -> None:
    page = open_page(lang="ko")
    assert page.locator("html").get_attribute("lang") == "ko"
    assert page.title() == ATLAS.text.title["ko"]
    for name in ("모두 표시", "모두 숨기기", "이야기", "표", "소개", "GeoJSON 내려받기"):
        assert page.get_by_role("button", name=name, exact=True).count() == 1
    feature = BY_WAY["yellow-sea"][-1]
    open_feature(page, feature.id)
    expect(page.get_by_role("dialog", name=feature.properties.name["ko"])).to_contain_text(
        feature.properties.summary["ko"]
    )


def test_switching_language_keeps_the_state(page: Page) -> None:
    page.get_by_role("checkbox", name=WAYS["dmz"].name["en"]).uncheck()
    page.get_by_role("button", name="한국어").click()
    assert not page.get_by_role("checkbox", name=WAYS["dmz"].name["ko"]).is_checked()
    visible = page.locator("body").inner_text()
    assert "Show all" not in visible


def test_browser_language_chooses_korean(open_page: OpenPage) -> None:
    assert open_page(locale="ko-KR").locator("html").get_attribute("lang") == "ko"
    assert open_page(locale="fr-FR").locator("html").get_attribute("lang") == "en"


def test_notice_is_visible_without_opening_anything(open_page: OpenPage) -> None:
    expect(open_page().get_by_role("note")).to_be_visible()


def test_address_restores_a_state(open_page: OpenPage) -> None:
    page = open_page("map=6/38.5/127.5&ways=dmz,yellow-sea&lang=ko&feature=dmz-panmunjom-soldier-2017")
    assert drawn(page) == {f.id for way in ("dmz", "yellow-sea") for f in BY_WAY[way]}
    assert page.evaluate("Atlas.app.map.getZoom()") == 6
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize(
    "hash_",
    [
        "map=NaN/1e999/x&ways=nobody&years=9999-0&lang=xx&feature=<img src=x onerror=alert(1)>&step=-4",
        "feature=__proto__&ways=constructor&lang=toString",
        "%E0%A4%A&map=%&=&&&",
        "years=2001-1990&map=5/91/0&view=constructor",
        "ways=" + "a," * 5000,
    ],
)
def test_hostile_address_is_ignored(open_page: OpenPage, hash_: str) -> None:
    page = open_page(hash_)
    assert len(drawn(page)) == len(ATLAS.features)
    assert page.locator("html").get_attribute("lang") == "en"


def test_phone_leaves_the_map_usable(open_page: OpenPage) -> None:
    page = open_page(viewport=(390, 844))
    box = page.locator("#map").bounding_box()
    assert box is not None
    assert box["height"] > 600
    page.get_by_role("button", name="Search, ways and legend").click()
    expect(page.get_by_role("button", name="Hide all")).to_be_visible()
    after = page.locator("#map").bounding_box()
    assert after is not None
    assert after["height"] > 280
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_page_of_one_way_holds_only_that_way(open_page: OpenPage) -> None:
    page = open_page(file="dmz.html")
    assert drawn(page) == {feature.id for feature in BY_WAY["dmz"]}
    assert WAYS["dmz"].name["en"] in page.title()


def test_page_without_javascript_tells_ways_and_notice(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    text = page.locator("body").inner_text()
    assert ATLAS.text.notice["en"] in text
    for way in ATLAS.ways:
        assert way.name["en"] in text
    assert page.locator("table").count() == len(ATLAS.ways)


def test_policy_allows_nothing_from_outside(page: Page) -> None:
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_at_400_percent_everything_can_be_scrolled_to(lang: str, open_page: OpenPage) -> None:
    """A window of 1280x1024 pixels at 400 % is 320x256: one column that scrolls downwards only (WCAG 2.2, 1.4.10)."""
    page = open_page("step=3", lang=lang, viewport=(320, 256))
    article = page.locator(".story-step")
    article.locator("h2").scroll_into_view_if_needed()
    room = page.evaluate("innerHeight - document.querySelector('.story-bar').offsetHeight")
    assert room > 150
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.locator(".story-next").click()
    expect(article.locator("h2")).to_contain_text("7")
    page.locator(".story-close").click()
    page.locator("#handle").click()
    page.locator("#licence").scroll_into_view_if_needed()
    expect(page.locator("#licence")).to_be_in_viewport()
    page.locator("#open-table").click()
    page.locator("#table").get_by_role("row").nth(5).scroll_into_view_if_needed()
    expect(page.locator("#table").get_by_role("row").nth(5)).to_be_in_viewport()


def test_a_small_phone_has_room_for_the_story(open_page: OpenPage) -> None:
    page = open_page("step=3", viewport=(320, 640))
    page.locator(".story-step .cites").first.scroll_into_view_if_needed()
    visible = """() => {
        const panel = document.getElementById("panel").getBoundingClientRect();
        const steps = document.querySelector(".story-steps").getBoundingClientRect();
        return document.querySelector(".story-bar").getBoundingClientRect().top - Math.max(panel.top, steps.bottom);
    }"""
    assert page.evaluate(visible) > 180
    expect(page.locator(".story-next")).to_be_in_viewport()
    assert page.locator("#map").evaluate("map => map.clientHeight") > 180


# Names of countries on the map that the atlas speaks of, and whether the middle of each lies in that country.
OWN_NAMES = """() => {
    const app = Atlas.app, map = app.map.getContainer().getBoundingClientRect();
    const ids = Object.keys(app.data.countries), found = {};
    document.querySelectorAll(".label.country:not([hidden])").forEach((label) => {
        const box = label.getBoundingClientRect();
        const at = [box.left + box.width / 2 - map.left, box.top + box.height / 2 - map.top];
        const place = app.map.project(app.map.containerPointToLatLng(at), 0).divideBy(256);
        const short = { "N. Korea": "PRK", "S. Korea": "KOR" }[label.textContent];
        const id = short || ids.find((one) => app.language.country(one) === label.textContent);
        const turn = Math.floor(place.x);
        if (id) {
            const pixel = 3 / (256 * 2 ** app.map.getZoom()), x = place.x - turn, y = place.y;
            const around = [[x, y], [x - pixel, y], [x + pixel, y], [x, y - pixel], [x, y + pixel]];
            found[label.textContent] = app.basemap.outlines(id).some((outline) =>
                around.some((at) => Atlas.geometry.inside(at[0], at[1], outline.rings)));
        }
    });
    return found;
}"""


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("hash_", ["", "map=6/40/127", "mode=sea", "step=3", "map=5/17/103"])
def test_a_country_s_name_stands_inside_it(lang: str, hash_: str, open_page: OpenPage) -> None:
    page_ = open_page(hash_, lang=lang)
    names = page_.evaluate(OWN_NAMES)
    assert len(names) >= 2
    islands = {"Philippines", "필리핀"}  # named in the sea between them
    outside = {name for name, inside in names.items() if not inside} - islands
    assert outside <= {"North Korea", "N. Korea", "북한"}  # what the atlas is about: beside itself, with a line to it
    assert page_.locator(".label-line:not([hidden])").count() >= len(outside)


@pytest.mark.parametrize("hash_", ["", "map=4/40/110", "map=5/45/125", "map=3/50/100"])
def test_no_name_lies_under_the_zoom_buttons(hash_: str, open_page: OpenPage) -> None:
    page = open_page(hash_, viewport=(390, 844))
    page.get_by_role("button", name="Search, ways and legend").click()
    page.wait_for_timeout(200)
    buttons = page.locator(".zoom").bounding_box()
    assert buttons
    for name in page.locator(".label:not([hidden])").all():
        box = name.bounding_box()
        assert box
        assert box["x"] + box["width"] <= buttons["x"] or box["y"] >= buttons["y"] + buttons["height"]


@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (768, 1024), (320, 640)])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_the_atlas_is_about_is_named_at_first_sight(lang: str, size: tuple[int, int], open_page: OpenPage) -> None:
    page = open_page(lang=lang, viewport=size)
    assert {"North Korea", "N. Korea", "북한"} & set(page.locator(".label.country:not([hidden])").all_text_contents())


def test_north_korea_is_named_in_sight_of_it_and_shaded_from_afar(open_page: OpenPage) -> None:
    assert "North Korea" in open_page("map=6/40/127").evaluate(OWN_NAMES)
    page = open_page("ways=")
    expect(page.locator("#legend-body")).to_contain_text("North Korea")
    colours = page.evaluate(
        """() => [[126.8, 40.3], [113, 34]].map(([lon, lat]) => {
            const at = Atlas.app.map.latLngToContainerPoint([lat, lon]), map = Atlas.app.map.getContainer();
            const box = map.getBoundingClientRect();
            const tile = [...document.querySelectorAll(".basemap canvas")].find((canvas) => {
                const own = canvas.getBoundingClientRect();
                const x = at.x + box.left, y = at.y + box.top;
                return x >= own.left && x < own.right && y >= own.top && y < own.bottom;
            });
            const own = tile.getBoundingClientRect();
            const copy = document.createElement("canvas");
            copy.width = copy.height = 1;
            const context = copy.getContext("2d", { willReadFrequently: true });
            context.drawImage(tile, -(at.x + box.left - own.left), -(at.y + box.top - own.top));
            return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
        })"""
    )
    assert colours == [[0xE7, 0xDC, 0xC6], [0xF6, 0xF4, 0xEF]]


def test_a_button_of_many_points_brings_the_map_closer(open_page: OpenPage) -> None:
    page = open_page()
    zoom = page.evaluate("Atlas.app.map.getZoom()")
    counts = page.locator(".group .group-count").all_text_contents()
    most = max(range(len(counts)), key=lambda number: int(counts[number]))
    assert int(counts[most]) > 12
    page.locator(".group").nth(most).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("Atlas.app.map.getZoom()") > zoom
    assert page.evaluate("document.activeElement.matches('.group, [data-feature-id]')")


def test_what_is_searched_for_stands_near_its_own_place(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate("Atlas.app.goTo('dmz-central-soldiers-2017')")
    away = page.evaluate(
        """() => {
            const app = Atlas.app, layer = app.drawn["dmz-central-soldiers-2017"].layer;
            return app.pointOf("dmz-central-soldiers-2017").distanceTo(layer._point);
        }"""
    )
    assert away < 70


@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("feature", ["yellow-gyodong-walk-2024", "dmz-panmunjom-soldier-2017", "border-tumen"])
def test_the_head_of_a_popup_stays_above_its_text(open_page: OpenPage, feature: str, viewport: tuple[int, int]) -> None:
    page = open_page(f"feature={feature}", viewport=viewport)
    tops = """() => [".leaflet-popup-content", ".popup-head"]
        .map((name) => Math.round(document.querySelector(name).getBoundingClientRect().top))"""
    content, head = page.evaluate(tops)
    assert head == content
    page.evaluate("document.querySelector('.leaflet-popup-content').scrollTop = 120")
    content, head = page.evaluate(tops)
    assert head == content
    page.locator(".popup-close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_years_leave_lines_of_other_years_pale(open_page: OpenPage) -> None:
    page = open_page("years=1959-1963")
    pale = set(page.eval_on_selector_all(".beside[data-feature-id]", "all => all.map(e => e.dataset.featureId)"))
    features = {f.id: f.properties for f in load(DATA).features}
    dated = {i for i, p in features.items() if p.kind != "case" and p.start}
    beside = {i for i in dated if features[i].start[:4] > "1963" or (features[i].end or features[i].start)[:4] < "1959"}
    assert pale == beside
    assert beside
    page.evaluate("Atlas.app.store.set({years: null})")
    expect(page.locator("#map .beside")).to_have_count(0)


def test_cities_in_groups_are_named_once_and_the_most_used_first(open_page: OpenPage) -> None:
    page = open_page("map=7/38/127")
    names = page.locator(".label.place:not([hidden])").all_inner_texts()
    assert {"Seoul", "Pyongyang"} <= set(names)
    groups = page.evaluate(
        """() => {
            const app = Atlas.app, count = {};
            const named = document.querySelectorAll(".label.place:not([hidden])").length;
            app.data.features.filter((f) => f.properties.kind === "place").forEach((f) => {
                if (app.drawn[f.id].path.classList.contains("folded")) { count[String(app.pointOf(f.id))] = 1; }
            });
            const single = app.data.features.filter((f) => f.properties.kind === "place" &&
                !app.drawn[f.id].path.classList.contains("folded")).length;
            return [named, Object.keys(count).length + single];
        }"""
    )
    assert groups[0] <= groups[1]
