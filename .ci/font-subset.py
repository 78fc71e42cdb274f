#!/usr/bin/env python3
"""font-subset.py [SOURCE.ttc]: cuts server/fonts/NotoSansCJKsc-Subset.otf, the font in which charts
become PNG, out of Noto Sans CJK (Debian package fonts-noto-cjk; SIL Open Font Licence 1.1).

It keeps the letters that any chart can hold: ASCII and Latin-1, the signs of figures, the common
Chinese characters (GB 2312, level 1), and whatever stands in the pages' texts, in the catalogue
and in the names of the divisions. Needs fonttools; the result is the same for the same source
and version (fonttools 4.68). A test of the server holds the font to the texts.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
INTO = ROOT / "server/fonts/NotoSansCJKsc-Subset.otf"


def common() -> set[str]:
    """GB 2312, level 1: the 3,755 characters that everybody reads."""
    found = set()
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return found


def wanted() -> set[str]:
    letters = {chr(code) for code in range(0x20, 0x7F)} | {chr(code) for code in range(0xA0, 0x100)}
    letters |= set("–—‘’“”…‰′″←↑→↓≤≥≈≠−×÷±·•√∞●○◐◑▲△▼▽◆◇■□✓✕☆★〇〈〉《》「」『』【】〔〕、。，；：？！（）％～")
    letters |= common()
    for folder, ending in (("app/src", "rs"), ("src/catalogue/data", "csv")):
        for file in sorted((ROOT / folder).rglob(f"*.{ending}")):
            letters |= set(file.read_text(encoding="utf-8"))
    return letters


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE
    # Language and weight are chosen by name, not by place in the collection.
    font = next(f for f in TTCollection(source).fonts if f["name"].getDebugName(6) == "NotoSansCJKsc-Regular")
    options = subset.Options()
    options.layout_features = ["kern"]
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.hinting = False
    options.desubroutinize = False
    options.notdef_outline = True
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GDEF", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in wanted()])
    cutter.subset(font)
    # The moment of cutting would make every cut another file.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(INTO)
    print(f"{INTO.relative_to(ROOT)}: {INTO.stat().st_size} bytes, {len(font.getBestCmap())} letters")


if __name__ == "__main__":
    main()
