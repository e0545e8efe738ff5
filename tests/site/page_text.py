"""What a reader finds in a page: its words outside of passages marked as Chinese, and its links."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "use",
        "path",
    ]
)


class PageText(HTMLParser):
    """Words outside of lang="zh-Hans", attributes that are read aloud, links in order, and ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    @property
    def text(self) -> str:
        """All words as one string."""
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if given.get("id"):
            self.ids.append(given["id"] or "")
        quoted = (self._open[-1][1] if self._open else False) or (given.get("lang") or "").startswith("zh")
        if tag == "html":
            quoted = False
        if not quoted:
            self.words += [
                given[k] or "" for k in ("title", "alt", "aria-label", "placeholder", "content") if k in given
            ]
        if tag not in _VOID:
            self._open.append((tag, quoted or tag in ("script", "style")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]):
            self.words.append(data)
