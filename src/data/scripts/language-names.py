#!/usr/bin/env python3
"""Makes language-names.tsv from the names of languages of CLDR (npm package cldr-localenames-full).

Usage: npm pack cldr-localenames-full@48.2.0 && tar xf cldr-localenames-full-48.2.0.tgz
       python3 language-names.py package > ../language-names.tsv

The languages that are often translated, each with what it is called in any of them, lower-case.
A name that is given to two languages is left out, and so are names of one or two letters and such
as mean the country too. Indonesian and Malay set the word for language before them.
"""
import json
import pathlib
import sys
import unicodedata

LANGUAGES = """
    af am ar az be bg bn ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it
    ja ka kk km kn ko lo lt lv mk ml mn mr ms my nb ne nl no pa pl pt ro ru si sk sl sq sr sv sw ta
    te th tr uk ur uz vi zh zu
""".split()

package = pathlib.Path(sys.argv[1])
version = json.loads((package / "package.json").read_text())["version"]
names = {}
for locale in LANGUAGES:
    file = package / "main" / locale / "languages.json"
    if not file.exists():
        continue
    table = json.loads(file.read_text())["main"][locale]["localeDisplayNames"]["languages"]
    file = package / "main" / locale / "territories.json"
    countries = json.loads(file.read_text())["main"][locale]["localeDisplayNames"]["territories"]
    countries = {name.lower() for name in countries.values()}
    for language in LANGUAGES:
        name = unicodedata.normalize("NFC", table.get(language, "")).lower()
        name = name.replace("ʼ", "'").replace("’", "'")
        if locale in ("id", "ms"):
            name = "bahasa " + name
        if "(" in name or name == language or len(name) < 2 or name in countries:
            continue
        if len(name) == 2 and all(ord(letter) < 0x2e80 for letter in name):
            continue
        names.setdefault(name, set()).add(language)

# Norwegian and Filipino have two tags each.
SAME = {frozenset(("nb", "no")): "nb", frozenset(("fil", "tl")): "tl"}
rows = {}
for name, languages in names.items():
    language = SAME.get(frozenset(languages)) or (min(languages) if len(languages) == 1 else None)
    if language:
        rows.setdefault({"no": "nb", "fil": "tl"}.get(language, language), []).append(name)

print(f"# Names of languages in many languages. CLDR {version}; licence Unicode-3.0.")
print("# Made by scripts/language-names.py.")
print("# language\tnames, lower-case, with | between")
for language in sorted(rows):
    print(f"{language}\t{'|'.join(sorted(set(rows[language])))}")
