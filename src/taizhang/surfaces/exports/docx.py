"""A document for Word: headings, paragraphs, tables and pictures on A4, in the fonts of official papers. Only what we need of the format.

What was typed is text in the file whatever it holds; characters that XML does not know are left out.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

_EMU_PER_MM: Final = 36_000
_TWIPS_PER_MM: Final = 56.6929
#: Between the margins of an A4 page: 210 less 28 and 26.
_TEXT_MM: Final = 156
#: The same with the page laid across: 297 less 37 and 35.
_WIDE_MM: Final = 225
_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMES: Final = (
    f'{_W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_CORE: Final = "metadata/core-properties"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the paper, in the middle."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `faint` for a note in the middle under a title or a picture; `at` 'edge' without indent, 'right' for a signature."""

    text: str
    faint: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a row of heads that is repeated on every page, and rows; columns but the first stand at the right.

    With `shares`, the widths beside each other, it is a table of words: all of it stands at the left, and it may have no heads.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG over the whole width, with what it shows for those who cannot see it."""

    png: bytes
    about: str


#: The style of a paragraph by where it stands.
_AT: Final = {"": "Normal", "edge": "Edge", "right": "Signed"}

Block = Title | Heading | Paragraph | Grid | Picture


def document(blocks: Sequence[Block], title: str, lang: str = "zh", *, wide: bool = False) -> bytes:
    """The file, `wide` on A4 laid across. The same blocks give the same bytes."""
    pictures = [b for b in blocks if isinstance(b, Picture)]
    numbers = {id(p): n for n, p in enumerate(pictures, 1)}
    body = "".join(_block(b, numbers, _WIDE_MM if wide else _TEXT_MM) for b in blocks)
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml", _OFFICE), (_CORE, "docProps/core.xml", f"{_PACKAGE}/relationships")]),
        "docProps/core.xml": _core(title, lang),
        "word/styles.xml": _styles(lang),
        "word/_rels/document.xml.rels": _relations(
            [("styles", "styles.xml", _OFFICE), *(("image", f"media/{n}.png", _OFFICE) for n in numbers.values())]
        ),
        "word/document.xml": f"{_HEAD}<w:document {_NAMES}><w:body>{body}{_ACROSS if wide else _SECTION}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            _put(archive, name, content.encode())
        for picture in pictures:
            _put(archive, f"word/media/{numbers[id(picture)]}.png", picture.png)
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


# -- blocks ---------------------------------------------------------------------------------------------------------------


def _block(block: Block, numbers: dict[int, int], text_mm: int) -> str:
    if isinstance(block, Title):
        return _paragraph(block.text, "Title")
    if isinstance(block, Heading):
        return _paragraph(block.text, "Heading1")
    if isinstance(block, Paragraph):
        return _paragraph(block.text, "Note" if block.faint else _AT[block.at])
    if isinstance(block, Grid):
        return _grid(block, text_mm)
    return _picture(block, numbers[id(block)])


def _paragraph(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}</w:p>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{clean(text)}</w:t></w:r>'


def clean(text: str) -> str:
    """Text for XML: its own signs escaped, characters that it does not allow left out.

    >>> clean("a<b>&\\x07\\ud800甲")
    'a&lt;b&gt;&amp;甲'
    """
    return escape("".join(c for c in text if c in "\t\n" or (" " <= c <= "\ufffd" and not "\ud800" <= c <= "\udfff") or c > "\uffff"))


def _grid(grid: Grid, text_mm: int) -> str:
    shares = grid.shares or (1.8, *[1.0] * (max(len(grid.heads), 1) - 1))
    one = text_mm * _TWIPS_PER_MM / sum(shares)
    widths = [round(one * share) for share in shares]
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    borders = "".join(f'<w:{s} w:val="single" w:sz="4" w:color="9AA7B8"/>' for s in ("top", "left", "bottom", "right", "insideH", "insideV"))
    side = "left" if grid.shares else "right"
    head = _row(grid.heads, widths, side, head=True) if grid.heads else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{head}{''.join(_row(r, widths, side) for r in grid.rows)}</w:tbl>{_paragraph('', 'Note')}"
    )


def _row(cells: Sequence[str], widths: Sequence[int], side: str, head: bool = False) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{"CellHead" if head else "Cell"}"/>'
        f'<w:jc w:val="{"left" if n == 0 else side}"/></w:pPr>{_run(c)}</w:p></w:tc>'
        for n, (c, w) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{made}</w:tr>"


def _picture(picture: Picture, number: int) -> str:
    width, height = struct.unpack(">II", picture.png[16:24])
    wide = _TEXT_MM * _EMU_PER_MM
    tall = round(wide * height / max(width, 1))
    about = clean(picture.about).replace('"', "&quot;")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr><w:r><w:drawing><wp:inline><wp:extent cx="{wide}" cy="{tall}"/>'
        f'<wp:docPr id="{number}" name="{number}" descr="{about}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{number}" descr="{about}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="r{number + 1}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


# -- the parts around the text --------------------------------------------------------------------------------------------


#: A4 with the margins of official papers: 37 mm above, 35 below, 28 left, 26 right.
_SECTION: Final = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)
#: The same page laid across.
_ACROSS: Final = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1587" w:right="1984" w:bottom="1474" w:left="2098" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)


def _content_types() -> str:
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kinds}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kinds}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(targets: Sequence[tuple[str, str, str]]) -> str:
    made = "".join(f'<Relationship Id="r{n}" Type="{base}/{kind}" Target="{target}"/>' for n, (kind, target, base) in enumerate(targets, 1))
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _core(title: str, lang: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{clean(title)}</dc:title><dc:language>{'en-GB' if lang == 'en' else 'zh-CN'}</dc:language></cp:coreProperties>"
    )


def _fonts(east: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{east}" w:cs="Times New Roman"/>'


def _styles(lang: str) -> str:
    """Body 仿宋, headings 黑体, the title 小标宋: where a machine lacks one, its office program takes another."""
    first = 'w:firstLine="0"' if lang == "en" else 'w:firstLineChars="200" w:firstLine="640"'
    none = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    lines, tight = '<w:spacing w:line="560" w:lineRule="exact"/>', '<w:spacing w:line="240" w:lineRule="auto"/>'
    body, black = _fonts("仿宋_GB2312"), _fonts("黑体")
    head = '<w:keepNext/><w:spacing w:before="120" w:line="560" w:lineRule="exact"/>'
    made = (
        _style("Normal", body, 32, f"{lines}<w:ind {first}/>"),
        _style("Title", _fonts("方正小标宋简体"), 44, f'<w:spacing w:after="240"/>{none}<w:jc w:val="center"/>'),
        _style("Heading1", black, 32, f'{head}<w:ind {first}/><w:outlineLvl w:val="0"/>'),
        _style("Note", f'{body}<w:color w:val="57606F"/>', 21, f'{tight}{none}<w:jc w:val="center"/>'),
        _style("Edge", body, 32, f"{lines}{none}"),
        _style("Signed", body, 32, f'{lines}{none}<w:jc w:val="right"/>'),
        _style("Cell", body, 21, f"{tight}{none}"),
        _style("CellHead", black, 21, f"{tight}{none}"),
    )
    language = '<w:lang w:val="en-GB" w:eastAsia="zh-CN"/>'
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{body}{language}</w:rPr></w:rPrDefault></w:docDefaults>"
    return f"{_HEAD}<w:styles {_W}>{defaults}{''.join(made)}</w:styles>"


def _style(name: str, run: str, half_points: int, paragraph: str) -> str:
    default, based = (' w:default="1"', "") if name == "Normal" else ("", '<w:basedOn w:val="Normal"/>')
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"{default}><w:name w:val="{_STYLE_NAMES.get(name, name)}"/>{based}'
        f'<w:pPr>{paragraph}</w:pPr><w:rPr>{run}<w:sz w:val="{half_points}"/></w:rPr></w:style>'
    )


#: What office programs call the styles that they know.
_STYLE_NAMES: Final = {"Title": "Title", "Heading1": "heading 1"}
