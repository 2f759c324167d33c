#!/usr/bin/env python3
"""Makes units.tsv from the unit patterns of CLDR (npm package cldr-units-full).

Usage: npm pack cldr-units-full@48.2.0 && tar xf cldr-units-full-48.2.0.tgz
       python3 units.py package > ../units.tsv

Long and short forms in all numbers and cases, without the number; a form that another unit of the
language has too is left out, and so are forms of one letter that is no symbol of the unit.
"""
import json
import pathlib
import re
import sys

UNITS = {
    "length-millimeter": "mm", "length-centimeter": "cm", "length-meter": "m",
    "length-kilometer": "km", "length-inch": "in", "length-foot": "ft", "length-yard": "yd",
    "length-mile": "mi", "length-nautical-mile": "nmi",
    "mass-gram": "g", "mass-kilogram": "kg", "mass-tonne": "t", "mass-metric-ton": "t",
    "mass-ounce": "oz", "mass-pound": "lb", "mass-stone": "st",
    "temperature-celsius": "C", "temperature-fahrenheit": "F",
    "speed-kilometer-per-hour": "kmh", "speed-mile-per-hour": "mph", "speed-meter-per-second": "ms",
    "speed-knot": "kn",
    "area-square-kilometer": "km2", "area-square-mile": "mi2", "area-square-meter": "m2",
    "area-square-foot": "ft2", "area-hectare": "ha", "area-acre": "ac",
    "volume-liter": "l", "volume-milliliter": "ml", "volume-gallon": "gal", "volume-pint": "pt",
    "duration-second": "s", "duration-minute": "min", "duration-hour": "h", "duration-day": "d",
    "duration-week": "wk", "duration-month": "mo", "duration-year": "y",
}
LANGUAGES = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is "
    "it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn pa pl ps pt ro ru si sk sl sq "
    "sr sr-Latn sv sw ta te th tr uk ur uz vi zh zh-Hant zu"
).split()

package = pathlib.Path(sys.argv[1])
version = json.loads((package / "package.json").read_text())["version"]
print(f"# Names of units, CLDR {version}; licence Unicode-3.0. Made by scripts/units.py.")
print("# language\tunit forms… (`_` joins the words of one form)")
for locale in LANGUAGES:
    file = package / "main" / ("no" if locale == "nb" and not (package / "main/nb").exists() else locale) / "units.json"
    table = {}
    files = [file, *[file.parent.parent / "en-GB" / "units.json" for _ in [0] if locale == "en"]]
    entries = [next(iter(json.loads(f.read_text())["main"].values()))["units"] for f in files]
    for entry, width in [(entry, width) for entry in entries for width in ("long", "short")]:
        for unit, name in UNITS.items():
            for key, pattern in entry[width].get(unit, {}).items():
                if not key.startswith("unitPattern") or not isinstance(pattern, str):
                    continue
                form = re.sub(r"[\u200e\u200f\u061c]", "", pattern.replace("{0}", " ")).strip().lower()
                form = form.rstrip(".").strip("'’-")
                if not form or re.search(r"\d", form):
                    continue
                form = "_".join(form.split())
                table.setdefault(form, set()).add(name)
    cells = {}
    for form, names in table.items():
        if len(names) == 1:
            cells.setdefault(names.pop(), set()).add(form)
    cells = [f"{name} {' '.join(sorted(forms))}" for name, forms in sorted(cells.items())]
    print("\t".join([locale, *cells]))
