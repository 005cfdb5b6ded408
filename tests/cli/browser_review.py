"""The review page in a real browser: `make test-browser`. Not a part of `make test`, as it needs Chromium and its driver."""

from __future__ import annotations

import re
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest
from reviewing import doubtful, served

pytestmark = [
    pytest.mark.filterwarnings("default"),  # the driver's, not ours
]


@pytest.fixture(scope="module")
def chromium():
    """A Chromium without a screen, of the packages chromium and chromium-driver of Debian."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert None not in (program, driver), "Chromium is not installed (Debian: apt install chromium chromium-driver)"
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1000,900"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(driver))
    yield browser
    browser.quit()


@pytest.fixture
def page(chromium, triage, mail, make_maildir, monkeypatch):
    """The page on ten unsure messages and two that were filed, open in the browser: (browser, the Maildir)."""
    monkeypatch.setenv("TRIAGE_HOME", str(triage.home))
    root = make_maildir([*map(doubtful, range(10)), mail.pest(10), mail.pest(11, sender="jo@other.pest.example")])
    triage("clean", root, "--apply")
    with served(root) as (_, _, pages):
        pages.guard.invitation = "for-the-browser"
        chromium.get(pages.guard.address)
        yield chromium, root
        chromium.delete_all_cookies()


def focus(browser):
    return browser.switch_to.active_element.get_attribute("id")


def told(browser):
    return browser.find_element("id", "told").text


def press(browser, key):
    """Press a key, and wait for the page that follows it."""
    from selenium.common.exceptions import WebDriverException

    old = browser.find_element("tag name", "html")
    browser.switch_to.active_element.send_keys(key)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            old.is_enabled()
        except WebDriverException:
            break
        time.sleep(0.02)
    else:
        pytest.fail(f"nothing came of {key!r}")
    while browser.execute_script("return document.readyState") != "complete":
        time.sleep(0.02)


def standing(root):
    return Counter(path.parent.parent.name for path in root.rglob("*.host*") if path.is_file())


def test_ten_are_judged_by_keyboard_alone_corrected_and_undone(page):
    browser, root = page
    before = standing(root)
    assert "token" not in browser.current_url
    seen = []
    for key in "sipxksipxk"[:10]:
        seen.append(focus(browser))
        press(browser, key)
    assert seen == [f"card-{number}" for number in range(1, 11)], "the next one has the focus, each time"
    assert standing(root) - before == Counter({
        ".Outreach.Spray": 2, ".Outreach.Irrelevant": 2, ".Outreach.Pitches": 2, ".Outreach.Scam": 2,
    })  # fmt: skip
    press(browser, "u")
    assert told(browser) == "Undone: 1 message is back where it was."
    assert focus(browser) == "card-10"
    press(browser, "s")
    assert "is spray" in told(browser)
    for _ in range(10):
        press(browser, "u")
    assert standing(root) == before
    assert [line for line in browser.get_log("browser") if "favicon" not in line["message"]] == []


def test_arrows_move_and_letters_count_only_on_a_card(page):
    from selenium.webdriver.common.keys import Keys

    browser, root = page
    before = standing(root)
    for key, expected in ((Keys.ARROW_DOWN, "card-2"), (Keys.ARROW_DOWN, "card-3"), (Keys.ARROW_UP, "card-2")):
        browser.switch_to.active_element.send_keys(key)
        assert focus(browser) == expected
    browser.execute_script("document.activeElement.blur()")
    for key in ("s", "u", Keys.CONTROL + "p" + Keys.NULL):
        browser.find_element("tag name", "body").send_keys(key)
    time.sleep(0.5)
    assert (standing(root), told(browser)) == (before, "Nothing was judged on this page so far.")


def test_it_works_without_a_script(page):
    browser, root = page
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.refresh()
        browser.find_element("css selector", "#card-2 form.all button[value=irrelevant]").click()
        assert re.fullmatch(r"1 message of cold\d.example is an irrelevant offer, and stands in .*", told(browser))
        assert standing(root)[".Outreach.Irrelevant"] == 1
        browser.find_element("css selector", ".told button").click()
        assert told(browser).startswith("Undone")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_hostile_page_cannot_judge(page, tmp_path):
    """Of another origin, with the browser's own cookie at hand: a form, as far as it comes, changes nothing."""
    browser, root = page
    before, address = standing(root), browser.current_url.partition("?")[0]
    evil = tmp_path / "evil.html"
    evil.write_text(
        f"<form method=post action={address}say><input name=cards value=1><input name=label value=scam></form>"
    )
    browser.get(evil.as_uri())
    browser.execute_script("document.forms[0].submit()")
    deadline = time.monotonic() + 10
    while browser.current_url.startswith("file:") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "another page" in browser.page_source.lower() or "not of this page" in browser.page_source.lower()
    assert standing(root) == before


@pytest.mark.parametrize("style", ["light", "dark"])
def test_axe_finds_no_fault(page, style):
    import axe_core_python

    browser, _ = page
    press(browser, "s")
    axe = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
    preference = {"name": "prefers-color-scheme", "value": style}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [preference]})
    browser.execute_script(axe)
    browser.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = browser.execute_async_script("axe.run(document).then(arguments[arguments.length - 1])")
    assert len(found["passes"]) > 20, "it looked"
    assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found["violations"]] == []
