"""A camera that films a file: what is drawn there is what a page sees, as if somebody held a paper before the lens."""

from __future__ import annotations

import io
from pathlib import Path

import segno
from PIL import Image, ImageFilter
from playwright.sync_api import Browser

from .chromium import ARGUMENTS, CHROME

_WIDTH, _HEIGHT = 640, 480


def filming(browser: Browser, film: Path) -> Browser:
    """Another Chromium, whose one camera shows the film over and over, to every page that asks for it."""
    return _started(browser, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")


def forbidding(browser: Browser) -> Browser:
    """Another Chromium, whose user says no whenever a page asks for the camera."""
    return _started(browser, "--use-fake-ui-for-media-stream=deny", "--use-fake-device-for-media-stream")


def without(browser: Browser) -> Browser:
    """Another Chromium, on a machine that has no camera."""
    return _started(browser, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=0")


def _started(browser: Browser, *more: str) -> Browser:
    return browser.browser_type.launch(executable_path=CHROME, args=[*ARGUMENTS, *more])


def hold(film: Path, words: str) -> None:
    """From the next time the camera is opened it sees a paper with the code of these words, a little askew and out of focus."""
    drawn = io.BytesIO()
    segno.make(words, error="m").save(drawn, kind="png", scale=6, border=4)
    paper = Image.open(drawn).convert("L").rotate(7, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    table = Image.new("L", (_WIDTH, _HEIGHT), 140)
    table.paste(paper, ((_WIDTH - paper.width) // 2, (_HEIGHT - paper.height) // 2))
    picture = io.BytesIO()
    table.filter(ImageFilter.GaussianBlur(1)).convert("RGB").save(picture, "JPEG", quality=80)
    film.write_bytes(picture.getvalue() * 2)
