"""A label in both languages of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in Chinese and in English; neither may be empty.

    >>> Text("项目", "Project").in_("en")
    'Project'
    >>> Text("缺{n}项", "{n} missing").with_(n=2).zh
    '缺2项'
    """

    zh: str
    en: str

    def __post_init__(self) -> None:
        if not self.zh.strip() or not self.en.strip():
            raise ValueError(f"a Text needs both languages: zh={self.zh!r}, en={self.en!r}")

    def in_(self, language: str) -> str:
        """The text for a language code such as 'zh', 'zh-hans' or 'en-gb'; anything but English gives Chinese."""
        return self.en if language.lower().startswith("en") else self.zh

    def with_(self, **values: object) -> Text:
        """The same text with its `{name}` places filled; a value that is itself a Text is filled per language."""
        return Text(
            self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in values.items()}),
        )

    def __str__(self) -> str:
        return self.zh


def verbatim(value: object) -> Text:
    """Data that has no translation (a person's own words, a code) as a Text."""
    return Text(str(value) or "—", str(value) or "—")


def joined(parts: list[Text], zh: str = "；", en: str = "; ") -> Text:
    """Several texts as one sentence."""
    return Text(zh.join(p.zh for p in parts), en.join(p.en for p in parts))
