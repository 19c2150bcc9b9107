"""Take the pictures of the README from a running demo.

    make demo                                                  # in another window
    .venv/bin/python scripts/take_screenshots.py [ADDRESS]     # http://127.0.0.1:8000 unless told

Writes docs/images/*.png; the plan that is shown is one of the samples.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from gongjian.demo.district import PASSWORD

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
DESKTOP, PHONE = {"width": 1360, "height": 850}, {"width": 390, "height": 844}


def signed_in(browser: Browser, address: str, username: str, viewport: dict[str, int]) -> Page:
    context = browser.new_context(base_url=address, locale="zh-CN", viewport=viewport)
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit].btn-primary")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    return page


def main(address: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        officer = signed_in(browser, address, "lin", DESKTOP)
        officer.goto("/plans/1/")
        officer.wait_for_timeout(1000)
        officer.keyboard.press("j")
        officer.wait_for_timeout(800)
        officer.screenshot(path=IMAGES / "review.png")
        officer.goto("/campaigns/1/")
        officer.wait_for_timeout(500)
        officer.screenshot(path=IMAGES / "campaign.png")
        officer.goto("/campaigns/1/checks/matrix/")
        officer.wait_for_timeout(500)
        officer.screenshot(path=IMAGES / "matrix.png")
        worker = signed_in(browser, address, "mei", PHONE)
        worker.goto("/today/")
        worker.wait_for_timeout(500)
        worker.screenshot(path=IMAGES / "today-phone.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
