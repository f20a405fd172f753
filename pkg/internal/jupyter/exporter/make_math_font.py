"""Makes the mathematics font of the pages out of Latin Modern Math.

    python make_math_font.py latinmodern-math.otf littlesteps_exporter/fonts/little-steps-math.woff2

The source is Debian's package fonts-lmodern 2.005-1 (Latin Modern Math 1.959).
It was made with fonttools 4.68.0 and brotli 1.2.1. The result has another name, as the GUST
Font License asks of what is derived; fonts/README.md tells the rest.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

NAME = "Little Steps Math"

# What TeX in lessons uses: letters (upright, bold, italic, script, double
# struck, sans serif, Fraktur, monospace), Greek, operators, relations, arrows, brackets, accents.
RANGES = """
20-7E A0 A7 A8 AC AF B0 B1 B4 B7 D7 F7 2C6 2C7 2D8-2DA 2DC 302-304 307 308 30C 338 391-3A9 3B1-3C9 3D1 3D5 3D6 3F0 3F1 3F5
2013 2014 2016 2018 2019 201C 201D 2020-2022 2026 2032-2034 2057 2061-2064 20D7 2102 210B-2113 2115 2119-211D 2124 212C 2130-2133 2135
2190-2199 21A6 21A9 21AA 21BC-21CC 21D0-21D5 2200-222F 2234 2235 223C 2243 2245 2248 224D 2250 225C
2260-2265 2268-226B 2272 2273 227A 227B 2282-228B 2293-229B 22A2-22A8 22BA 22C0-22C6 22EE-22F1 2308-230B
23B4 23B5 23DC-23DF 25A1 25CB 25CF 27C2 27E6-27EB 27F5-27FA 27FC 2A7D 2A7E 2AAF 2AB0
1D400-1D4B5 1D504-1D56B 1D5A0-1D5D3 1D670-1D6A5 1D6A8-1D755 1D7CE-1D7E1 1D7F6-1D7FF
"""


def characters(ranges: str) -> list[int]:
    found = []
    for part in ranges.split():
        first, _, last = part.partition("-")
        found += range(int(first, 16), int(last or first, 16) + 1)
    return found


def one_script_size(font: TTFont) -> None:
    """Lets the second script size share the first one's glyphs.

    Each size is a third of the file; at a page's type size the two can't be
    told apart.
    """
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for glyph, others in getattr(table, "alternates", {}).items():
                table.alternates[glyph] = [others[0]] * len(others)


def wide_tilde(font: TTFont) -> None:
    """Lets U+02DC grow as U+0303 does.

    Browsers stretch the one sideways, by MathML Core's table of operators, and the font the other.
    """
    variants = font["MATH"].table.MathVariants
    names = font.getBestCmap()
    glyphs, constructions = variants.HorizGlyphCoverage.glyphs, variants.HorizGlyphConstruction
    by_glyph = dict(zip(glyphs, constructions))
    by_glyph[names[0x2DC]] = by_glyph[names[0x303]]
    glyphs[:] = sorted(by_glyph, key=font.getGlyphID)
    constructions[:] = [by_glyph[glyph] for glyph in glyphs]
    variants.HorizGlyphCount = len(glyphs)


def rename(font: TTFont) -> None:
    names = font["name"]
    for number in (1, 3, 4, 16):
        names.setName(NAME, number, 3, 1, 0x409)
    names.setName(NAME.replace(" ", ""), 6, 3, 1, 0x409)
    names.setName("A changed subset of Latin Modern Math 1.959", 10, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [NAME.replace(" ", "")]
    top.topDictIndex[0].FullName = top.topDictIndex[0].FamilyName = NAME


def main(source: str, target: str) -> None:
    font = TTFont(source, recalcTimestamp=False)
    del font["FFTM"]
    one_script_size(font)
    options = subset.Options()
    options.layout_features = ["ssty"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 10, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters(RANGES))
    subsetter.subset(font)
    wide_tilde(font)
    rename(font)
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
