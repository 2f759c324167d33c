#!/usr/bin/env python3
"""Makes alphabets.tsv from the exemplar characters of CLDR (npm package cldr-misc-full).

Usage: npm pack cldr-misc-full@48.2.0 && tar xf cldr-misc-full-48.2.0.tgz
       python3 alphabets.py package > ../alphabets.tsv

Of each language that is written in Latin or Cyrillic letters, and whose function words are known,
the letters beyond a to z that it needs for its own words; what it borrows for foreign ones is left
out.
"""
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
package = pathlib.Path(sys.argv[1])
version = json.loads((package / "package.json").read_text())["version"]
words = (HERE / "../function-words.tsv").read_text().splitlines()
known = {line.split("\t")[0] for line in words if line and not line.startswith("#")} | {"sr-Latn"}

# Letters that stand for others where a keyboard lacks them.
INSTEAD = {"ț": "ţ", "ș": "ş"}

print("# Letters beyond a to z of each language in Latin or Cyrillic script: language, letters.")
print(f"# Exemplar characters of CLDR {version}. Made by scripts/alphabets.py.")
for language in sorted(known):
    tag = {"zh": None}.get(language, language)
    file = package / f"main/{tag}/characters.json"
    if tag is None or not file.exists():
        continue
    entry = json.loads(file.read_text())["main"][tag]["characters"]
    exemplars = re.sub(r"\\u([0-9A-F]{4})", lambda m: chr(int(m[1], 16)), entry["exemplarCharacters"])
    letters = {letter.lower() for letter in exemplars if letter.isalpha() and len(letter.lower()) == 1}
    letters |= {INSTEAD[letter] for letter in letters if letter in INSTEAD}
    beyond = sorted(letter for letter in letters if letter > "\x7f" and letter not in "ʻʼ")
    if any(not ("\xdf" <= letter <= "\u024f" or "\u0400" <= letter <= "\u052f" or "\u1e00" <= letter <= "\u1eff") for letter in beyond):
        continue
    if not beyond and "a" not in letters:
        continue
    print(f"{language}\t{''.join(beyond)}")
