#!/usr/bin/env python3
"""Makes quotes-cldr.tsv from the delimiters of CLDR (npm package cldr-misc-full).

Usage: npm pack cldr-misc-full@48.2.0 && tar xf cldr-misc-full-48.2.0.tgz
       python3 quotes-cldr.py package > ../quotes-cldr.tsv

A locale is written only where it differs from the locale it falls back to, so that the table
holds what is said and no copies of it.
"""
import json
import pathlib
import sys

package = pathlib.Path(sys.argv[1])
version = json.loads((package / "package.json").read_text())["version"]
marks = {}
for file in sorted(package.glob("main/*/delimiters.json")):
    main = json.loads(file.read_text())["main"]
    for locale, entry in main.items():
        d = entry["delimiters"]
        if "-u-" in locale or locale == "und":
            continue
        marks[locale] = (
            d["quotationStart"] + d["quotationEnd"],
            d["alternateQuotationStart"] + d["alternateQuotationEnd"],
        )

print(f"# CLDR {version} delimiters; licence Unicode-3.0. Made by scripts/quotes-cldr.py.")
print("# lang\tprimary\talternate")
for locale in sorted(marks):
    parent = locale.rpartition("-")[0]
    while parent and parent not in marks:
        parent = parent.rpartition("-")[0]
    # Every mark is one code point; a few locales write a space beside it.
    pair = tuple("".join(p.split()) for p in marks[locale])
    if any(len(p) != 2 for p in pair):
        continue
    if not parent or pair != tuple("".join(p.split()) for p in marks[parent]):
        print(f"{locale}\t{pair[0]}\t{pair[1]}")
