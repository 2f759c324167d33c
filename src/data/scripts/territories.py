#!/usr/bin/env python3
"""Makes territories.tsv from the names of territories in CLDR (npm package cldr-localenames-full).

Usage: npm pack cldr-localenames-full@48.2.0 && tar xf cldr-localenames-full-48.2.0.tgz
       python3 territories.py package > ../territories.tsv

States and the few territories that news name like states; no islands and outposts, whose names
are those of saints and men. Both names where CLDR gives a short one or one in brackets.
"""
import json
import pathlib
import re
import sys

package = pathlib.Path(sys.argv[1])
version = json.loads((package / "package.json").read_text())["version"]
LANGUAGES = """af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr
hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn pa pl ps pt pt-PT ro ru
si sk sl sq sr sr-Latn sv sw ta te th tr uk ur uz vi zh zh-Hant zu""".split()
LEFT_OUT = set("""AC AQ AS AX BL BV CC CD CG CK CP CQ CX DG EA EU EZ GG GP GS GU HM IC IM IO JE MF
MP MQ MS NC NF NU PM PN QO RE SH SJ TA TC TF TK UM UN VG VI WF XA XB YT ZZ CW SX BQ GF GI FK FO AI
AW BM KY PF IO""".split())
# What CLDR leaves out.
MORE = {"en": {"US": ["US", "U.S.", "USA", "U.S.A.", "America"], "GB": ["U.K.", "Britain", "Great Britain"]}}
print(f"# Names of states, from CLDR {version} (territories.json). Made by scripts/territories.py.")
print("# language\tcode=name|other name;…")
for language in LANGUAGES:
    file = package / "main" / language / "territories.json"
    names = json.loads(file.read_text())["main"][language]["localeDisplayNames"]["territories"]
    found = {}
    for key, name in names.items():
        code = key.split("-")[0]
        if len(code) != 2 or code.isdigit() or code in LEFT_OUT or key.endswith("-alt-chagos"):
            continue
        if name == code or ";" in name or "|" in name:
            continue
        for part in re.split(r"[()（）]", name):
            part = part.strip().replace("\u200e", "").replace("\u200f", "")
            # A qualification (Hongkong, Sonderverwaltungsregion) is no name.
            part = part.split(", ")[0].split(" SAR ")[0].strip()
            if len(part) > 1 and part not in found.setdefault(code, []):
                found[code].append(part)
    for code, parts in MORE.get(language, {}).items():
        found[code] += parts
    row = ";".join(f"{code}={'|'.join(parts)}" for code, parts in sorted(found.items()) if parts)
    print(f"{language}\t{row}")
