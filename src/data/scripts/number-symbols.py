#!/usr/bin/env python3
"""Makes number-symbols.tsv from the number symbols of CLDR (npm package cldr-numbers-full).

Usage: npm pack cldr-numbers-full@48.2.0 && tar xf cldr-numbers-full-48.2.0.tgz
       python3 number-symbols.py package > ../number-symbols.tsv

The decimal mark of the Latin digits: those of other digits are told apart by their code points.
A locale is written only where it differs from the locale it falls back to.
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
        symbols[locale] = entry["numbers"]["symbols-numberSystem-latn"]["decimal"]

print(f"# CLDR {version} decimal marks; licence Unicode-3.0. Made by scripts/number-symbols.py.")
print("# language\tdecimal")
for locale in sorted(symbols):
    parent = locale.rpartition("-")[0]
    while parent and parent not in symbols:
        parent = parent.rpartition("-")[0]
    if not parent or symbols[locale] != symbols[parent]:
        print(f"{locale}\t{symbols[locale]}")
