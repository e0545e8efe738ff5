"""The process that opens a picture: confines itself, reads one file from standard input, says what it looks like.

One line: `{"size": [width, height], "looks": ["9f...", ...]}`, the first of `looks` the picture as it is, the others turned and
mirrored; or `{"refused": code}`. Nothing is decoded before its size is known.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from typing import Final

from PIL import Image, ImageFile, ImageOps

from taizhang.frame.confined import confine

#: Formats that are taken as evidence; every other decoder of the library stays shut.
FORMATS: Final = ("JPEG", "PNG", "WEBP")
#: Of 255 steps of grey.
_CLEARLY: Final = 2
_TURNS: Final = (
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.TRANSVERSE,
)


def main(limits: dict[str, int]) -> None:
    """The answer is on standard output; the exit status is 0 only when there is one."""
    confine(limits)
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("ignore")
    content = sys.stdin.buffer.read(limits["file_bytes"] + 1)
    print(json.dumps(_answer(content, limits)))


def _answer(content: bytes, limits: dict[str, int]) -> dict[str, object]:
    if len(content) > limits["file_bytes"]:
        return {"refused": "file_too_large"}
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > limits["pixels"]:
                return {"refused": "too_many_pixels"}
            if min(width, height) < 32:
                return {"refused": "too_small"}
            # A JPEG can be decoded at an eighth of its size: enough for what is looked at.
            picture.draft("L", (144, 144))
            grey = ImageOps.exif_transpose(picture.convert("L"))
            return {"size": [width, height], "looks": [dhash(grey), *(dhash(grey.transpose(turn)) for turn in _TURNS)]}
    except (OSError, ValueError, SyntaxError, ArithmeticError, EOFError, IndexError, KeyError, TypeError):
        return {"refused": "unreadable"}
    except (MemoryError, Image.DecompressionBombError):
        return {"refused": "too_many_pixels"}


def dhash(grey: Image.Image) -> str:
    """Sixty-four bits as 16 hexadecimal digits: in each of 8 rows, whether it gets clearly brighter from each of 8 places to the next.

    What a picture keeps when it is saved again, made smaller, or has its colours touched; a word written into a corner
    changes a bit or two. Without 'clearly' the noise of an even sky would decide.
    """
    small = grey.resize((9, 8), Image.Resampling.BOX)
    dots = list(small.tobytes())
    bits = 0
    for row in range(8):
        for left in range(8):
            at = row * 9 + left
            bits = bits << 1 | (dots[at + 1] - dots[at] > _CLEARLY)
    return f"{bits:016x}"
