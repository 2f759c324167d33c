#!/usr/bin/env python3
"""Makes number-symbols.tsv from the number symbols of CLDR (npm package cldr-numbers-full).

Usage: npm pack cldr-numbers-full@48.2.0 && tar xf cldr-numbers-full-48.2.0.tgz
       python3 number-symbols.py package > ../number-symbols.tsv

Symbols of the Latin digits: those of other digits are told apart by their code points. A locale
is written only where it differs from the locale it falls back to. The spaces of CLDR (no-break,
narrow no-break) are written `space`.
"""
import json
import pathlib
import sys

package = pathlib.Path(sys.argv[1])
version = json.loads((package / "package.json").read_text())["version"]
symbols = {}
for file in sorted(package.glob("main/*/numbers.json")):
    for locale, entry in json.loads(file.read_text())["main"].items():
        if locale == "und" or "-u-" in locale:
            continue
        latin = entry["numbers"]["symbols-numberSystem-latn"]
        pair = (latin["decimal"], latin["group"])
        symbols[locale] = tuple("space" if mark.isspace() else mark for mark in pair)

print(f"# CLDR {version} number symbols; licence Unicode-3.0. Made by scripts/number-symbols.py.")
print("# language\tdecimal\tgroup")
for locale in sorted(symbols):
    parent = locale.rpartition("-")[0]
    while parent and parent not in symbols:
        parent = parent.rpartition("-")[0]
    if any(mark != "space" and len(mark) != 1 for mark in symbols[locale]):
        continue
    if not parent or symbols[locale] != symbols[parent]:
        print("\t".join((locale,) + symbols[locale]))
