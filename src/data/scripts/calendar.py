#!/usr/bin/env python3
"""Makes calendar.tsv from the names of months and weekdays of CLDR (npm package cldr-dates-full).

Usage: npm pack cldr-dates-full@48.2.0 && tar xf cldr-dates-full-48.2.0.tgz
       python3 calendar.py package languages.tsv > ../calendar.tsv

The wide and abbreviated names of the Gregorian calendar, in a date and alone, lower-case, without
full stops; of months only what has a letter. A locale is written only where it differs from the
locale it falls back to; of languages those that are taught to speak here.
"""
import json
import pathlib
import sys

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
LANGUAGES = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is "
    "it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms mt my nb ne nl nn pa pl ps pt ro ru si sk sl sq "
    "sr sr-Latn sv sw ta te th tr uk ur uz vi zh zh-Hant zu xh"
).split()


def names(entry, width, key):
    found = []
    for context in ("format", "stand-alone"):
        name = entry[context][width][key].lower().rstrip(".").strip()
        if any(character.isalpha() for character in name) and not name[0].isdigit():
            found.append(name.replace(" ", "_"))
    return found


package = pathlib.Path(sys.argv[1])
version = json.loads((package / "package.json").read_text())["version"]
print(f"# Names of months and weekdays, CLDR {version}; licence Unicode-3.0. Made by scripts/calendar.py.")
print("# language\tJanuary … December\tMonday … Sunday (`-`: none)")
for locale in LANGUAGES:
    file = package / "main" / ("no" if locale == "nb" and not (package / "main/nb").exists() else locale) / "ca-gregorian.json"
    entry = next(iter(json.loads(file.read_text())["main"].values()))["dates"]["calendars"]["gregorian"]
    cells = []
    for kind, keys in (("months", [str(month) for month in range(1, 13)]), ("days", DAYS)):
        for key in keys:
            forms = []
            for width in ("wide", "abbreviated"):
                forms += names(entry[kind], width, key)
            cells.append(" ".join(sorted(set(forms))) or "-")
    print("\t".join([locale, *cells]))
